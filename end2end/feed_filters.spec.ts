//! How far, how long ago, what kind: in the address, and back again to the place and the link where one was.
import { expect, test } from "./house.ts";
import { PLACE } from "./town.ts";
import { NOW } from "./world.ts";

const WEEK = 7 * 24 * 3600_000;

test("a visitor looks farther and not so long ago, finds both in the address, and goes back step by step", async ({ page, house }) => {
  await page.goto(`/?place=${PLACE}`);
  const distance = page.getByRole("button", { name: /^Distance: / });
  const time = page.getByRole("button", { name: /^Time: / });
  await expect(distance).toHaveAccessibleName("Distance: 2 miles");
  await distance.click();
  const far = page.getByRole("navigation", { name: "Distance" });
  await expect(far.getByRole("link", { name: "2 miles" })).toHaveAttribute("aria-current", "true");
  await house.axe(page);
  await far.getByRole("link", { name: "5 miles" }).click();
  await expect(page).toHaveURL(`${house.url}/?place=${PLACE}&within=3`);
  await expect(far).toBeHidden();
  await expect(distance).toBeFocused();
  await expect(distance).toHaveAccessibleName("Distance: 5 miles");

  await time.press("Enter");
  await page.getByRole("navigation", { name: "Time" }).getByRole("link", { name: "Last 7 days" }).press("Enter");
  await expect(page).toHaveURL(`${house.url}/?place=${PLACE}&within=3&since=week`);
  await expect(page.getByRole("article").first()).toBeVisible();
  const times = await page.locator("article.item .meta time").evaluateAll(times => times.map(time => (time as HTMLTimeElement).dateTime));
  expect(times.length).toBeGreaterThan(0);
  for (const at of times) expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(NOW) - WEEK);

  await page.goBack();
  await expect(time).toHaveAccessibleName("Time: Any time");
  await page.goBack();
  await expect(page).toHaveURL(`${house.url}/?place=${PLACE}`);
  await expect(distance).toHaveAccessibleName("Distance: 2 miles");
  // Somebody else opens the same address.
  await page.goto(`/?place=${PLACE}&within=2&since=month&kind=pets`);
  await expect(distance).toHaveAccessibleName("Distance: 3½ miles");
  await expect(time).toHaveAccessibleName("Time: Last 30 days");
  await expect(page.getByRole("link", { name: "Pets" })).toHaveAttribute("aria-current", "true");
});

test("a visitor who comes back from a post finds the list as long as it was, and the link they followed", async ({ page }) => {
  await page.goto(`/?place=${PLACE}`);
  await page.getByRole("button", { name: "Show more" }).click();
  const entries = page.getByRole("article");
  await expect.poll(() => entries.count()).toBeGreaterThan(25);
  const count = await entries.count();
  const link = page.locator("article.item h3 a").nth(22);
  await link.scrollIntoViewIfNeeded();
  await link.focus();
  const title = await link.innerText();
  const top = (await link.boundingBox())!.y;
  await link.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await page.goBack();
  await expect(entries).toHaveCount(count);
  await expect(link).toHaveText(title);
  await expect(link).toBeFocused();
  expect(Math.abs((await link.boundingBox())!.y - top)).toBeLessThanOrEqual(2);
});

test("a visitor who finds nothing is told which filters say so, and offered the nearest wider one, up to the widest", async ({ page, house }) => {
  await page.goto("/?place=dia-denver&since=day");
  await expect(page.getByText("No posts within 2 miles of DIA, Denver in the last 24 hours.")).toBeVisible();
  await house.axe(page);
  for (const [words, address] of [
    ["Look at the last 7 days", "&since=week"], ["Look at the last 30 days", "&since=month"],
    ["Look at the last 365 days", "&since=year"], ["Look at any time", ""],
    ["Look within 3½ miles", "&within=2"], ["Look within 5 miles", "&within=3"],
  ]) {
    await page.getByRole("link", { name: words, exact: true }).click();
    await expect(page).toHaveURL(`${house.url}/?place=dia-denver${address}`);
    await expect(page.getByRole("heading", { name: "Quiet here" })).toBeVisible();
  }
  await expect(page.getByRole("link", { name: /^Look / })).toHaveCount(0);
  await expect(page.getByText("No posts within 5 miles of DIA, Denver.")).toBeVisible();
});

test.describe("in Spanish, on the smallest phone", () => {
  test.use({ locale: "es-US", viewport: { width: 320, height: 640 } });

  test("filters, menu and empty list are read whole", async ({ page, house }) => {
    await page.goto("/?place=dia-denver&kind=pets&since=week");
    await expect(page.getByText("No hay nada en «Mascotas» a menos de 2 millas de DIA, Denver en los últimos 7 días.")).toBeVisible();
    await page.getByRole("button", { name: "Tiempo: Últimos 7 días" }).click();
    const menu = page.getByRole("navigation", { name: "Tiempo" });
    await expect(menu.getByRole("link", { name: "Cualquier fecha" })).toBeVisible();
    await house.axe(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await menu.getByRole("link", { name: "Cualquier fecha" }).click();
    await expect(page.getByText("No hay nada en «Mascotas» a menos de 2 millas de DIA, Denver.")).toBeVisible();
  });
});
