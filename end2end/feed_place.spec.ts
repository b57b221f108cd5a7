//! Saying where: typed with errors, walked with arrows, remembered in the browser, or by the device's own position.
import { expect, test } from "./house.ts";
import { PLACE } from "./town.ts";

test("a visitor types a name with an error in it, walks the suggestions with arrows and goes there", async ({ page, house }) => {
  await page.goto("/");
  const place = page.getByRole("combobox", { name: /^Place/ });
  const list = page.getByRole("listbox", { name: "Suggested places" });
  await expect(place).toHaveAttribute("aria-expanded", "false");
  await place.fill("five pionts");
  const found = list.getByRole("option", { name: "Five Points, Denver", exact: true });
  await expect(found).toBeVisible();
  await expect(place).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("status").filter({ hasText: /^\d+ places?$/ })).toHaveCount(1);
  await place.press("ArrowDown");
  const active = await place.getAttribute("aria-activedescendant");
  await expect(page.locator(`#${active}`)).toHaveAttribute("aria-selected", "true");
  await house.axe(page);
  await place.press("Enter");
  await expect(page).toHaveURL(/\?place=five-points-denver$/);
  await expect(place).toHaveValue("Five Points, Denver");
  await expect(list).toBeHidden();
  await expect(place).toBeFocused();

  // The place chosen stands there before one types the next time, in this browser.
  await page.goto(`/?place=${PLACE}`);
  await place.focus();
  await expect(place).toHaveValue("Capitol Hill, Denver");
  await place.press("ArrowDown");
  await expect(list.getByRole("option")).toHaveText(["Five Points, Denver"]);
  await place.press("Escape");
  await expect(list).toBeHidden();
  await place.pressSequentially("xyz");
  await place.press("Escape");
  await place.press("Escape");
  await expect(place).toHaveValue("Capitol Hill, Denver");
  await place.press("ArrowUp");
  await place.press("Enter");
  await expect(page).toHaveURL(/\?place=five-points-denver$/);
});

test("a visitor types a street as its sign shortens it, and reads what happened along it", async ({ page, house }) => {
  await page.goto(`/?place=${PLACE}`);
  await page.getByRole("combobox", { name: /^Place/ }).fill("e colfax av");
  await page.getByRole("option", { name: "East Colfax Avenue, Denver", exact: true }).click();
  await expect(page).toHaveURL(`${house.url}/?place=east-colfax-avenue-denver`);
  await expect(page.getByRole("combobox", { name: /^Place/ })).toHaveValue("East Colfax Avenue, Denver");
  await expect(page.getByRole("article").first()).toBeVisible();
});

test("a visitor writes accents, or leaves them out, and taps what is suggested", async ({ page }) => {
  await page.goto(`/?place=${PLACE}&kind=pets`);
  await page.getByRole("combobox", { name: /^Place/ }).fill("Móntbello");
  await page.getByRole("option", { name: "Montbello, Denver", exact: true }).click();
  await expect(page, "the filter stays").toHaveURL(/\?place=montbello-denver&kind=pets$/);
});

test("a visitor whose browser does not tell the position is told so calmly, and stays where they were", async ({ page, context, house }) => {
  await context.clearPermissions();
  await page.goto(`/?place=${PLACE}`);
  await page.getByRole("button", { name: "Use my position (it stays in this browser)" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your browser did not tell the position." })).toBeVisible();
  await expect(page).toHaveURL(`${house.url}/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  await house.axe(page);
});

test("a visitor far from every known place reads the feed of their region, and nothing claims a name", async ({ page, context, house }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 44.1, longitude: -110.2 });
  await page.goto(`/?place=${PLACE}`);
  await page.getByRole("button", { name: "Use my position (it stays in this browser)" }).click();
  await expect(page).toHaveURL(/\?region=87[0-9a-f]+$/);
  await expect(page.getByRole("heading", { name: "Quiet here" })).toBeVisible();
  await expect(page.getByText(/^No posts within 2 miles of (this place|[A-Z].*)\./)).toBeVisible();
  await house.axe(page);
});
