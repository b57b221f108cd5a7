//! A home, picked by a press on the map: corrected on the first day, then settled for thirty; and a session lost on the way.
import { type Locator, type Page } from "@playwright/test";
import { expect, test } from "./house.ts";
import { link, mail } from "./mailbox.ts";
import { NOW } from "./world.ts";

const ROBIN = { email: "robin.ash@example.org", password: "gravel lantern opposite tin", role: "resident" };
const HOUR = 3600_000;
const after = (hours: number): string => new Date(Date.parse(NOW) + hours * HOUR).toISOString();

const map = (page: Page): Locator => page.getByRole("application", { name: /^Map of your region/ });

/** Where a cell of the map lies on the screen, pressed with the mouse or a finger: not the button that keys reach. */
async function pressOnMap(page: Page, n: number): Promise<void> {
  const cell = map(page).getByRole("button", { name: new RegExp(`^Cell ${n}, `) });
  await cell.scrollIntoViewIfNeeded();
  const box = (await cell.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.getByText(`Chosen: cell ${n}`, { exact: true })).toBeVisible();
  await expect(page.getByRole("radio", { name: new RegExp(`^Cell ${n},`) })).toBeChecked();
}

async function toCapitolHill(page: Page): Promise<void> {
  await page.getByLabel("Your neighborhood or city").fill("Capitol Hill");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("group", { name: "Places found" }).getByRole("button").first().click();
  await expect(map(page)).toBeVisible();
}

test("a home is picked by a press on the map, corrected within a day, and then stays for thirty", async ({ page, house }) => {
  test.slow();
  await page.goto("/join");
  await page.getByLabel("Email address").fill(ROBIN.email);
  await page.getByLabel("I am 18 or older").check();
  await page.getByRole("button", { name: "Send me the link" }).click();
  await page.goto(link(house, await mail(house, ROBIN.email)));
  await page.getByLabel("New password").fill(ROBIN.password);
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByText("A first choice can be corrected for 24 hours")).toBeVisible();
  const asked: string[] = [];
  page.on("request", request => asked.push(request.url()));
  await page.getByLabel("Your neighborhood or city").fill("418 West Third Avenue");
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("Leave out street and number: a neighborhood or a city is enough.")).toBeVisible();
  await toCapitolHill(page);
  expect(asked.filter(url => url.includes("418")), "an address goes nowhere").toEqual([]);
  expect(asked.some(url => url.includes("/api/places")), "a name is looked up").toBe(true);
  await pressOnMap(page, 8);
  await page.getByRole("button", { name: "Pick this home" }).click();
  await expect(page.getByText("That is your home now.")).toBeVisible();

  // The next day at noon: the finger slipped.
  await house.setClock(after(23));
  await page.goto("/settings/home");
  await page.getByRole("button", { name: "I moved, or it is the wrong cell" }).click();
  const another = page.getByRole("region", { name: "Another home" });
  await expect(another.getByRole("application", { name: /^Map of your region/ })).toBeVisible();
  const cell = another.getByRole("application").getByRole("button", { name: /^Cell 12, / });
  await cell.scrollIntoViewIfNeeded();
  const box = (await cell.boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(another.getByText("Chosen: cell 12", { exact: true })).toBeVisible();
  await another.getByRole("button", { name: "Change to this home" }).click();
  await expect(page.getByText("That is your home now.")).toBeVisible();

  // After the first day nothing moves for thirty, and the page says from when; the server says the same.
  await house.setClock(after(25));
  await page.goto("/settings/home");
  await expect(page.getByText(/You can change it once in 30 days\. Next: .*Nov/)).toBeVisible();
  await expect(page.getByRole("button", { name: "I moved, or it is the wrong cell" })).toHaveCount(0);
  const kept = await page.getByRole("radio").and(page.locator(":checked")).getAttribute("value");
  const other = await page.getByRole("radio").nth(3).getAttribute("value");
  expect(other).not.toBe(kept);
  const call = (cell: string | null) => page.context().request.put(`${house.url}/api/me/home`, { headers: { "x-neighbors": "1" }, data: { cell } });
  expect((await call(other)).status()).toBe(422);

  // Thirty days after the correction; the session is a month old as well, so one signs in again.
  await house.setClock(after(23 + 30 * 24));
  await house.signIn(page, ROBIN);
  await page.goto("/settings/home");
  await expect(page.getByRole("button", { name: "I moved, or it is the wrong cell" })).toBeVisible();
  expect((await call(other)).ok()).toBe(true);
});

test("a session lost before the home was picked leads to signing in and back", async ({ page, house }) => {
  house.watch.expect(/status of 401/);
  const resident = house.account("resident", "no home");
  await house.signIn(page, resident);
  await page.goto("/settings/home");
  await toCapitolHill(page);
  await pressOnMap(page, 20);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Pick this home" }).click();
  await page.getByRole("alert").getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${house.url}/sign-in?next=/settings/home`);
  await page.getByLabel("Email address").fill(resident.email);
  await page.getByLabel("Password", { exact: true }).fill(resident.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`${house.url}/settings/home`);
  await expect(page.getByLabel("Your neighborhood or city")).toHaveValue("Capitol Hill");
});
