//! A resident decides what reaches them, with three switches that mean what they say.
import { type Page } from "@playwright/test";
import { expect, test } from "./house.ts";
import { confirmHome } from "./sharing.ts";
import { address, PLACE, requestAround } from "./town.ts";

const NAMES = ["Hide requests from my feed", "Do not notify me", "Opt out of all future requests"] as const;

const toggle = (page: Page, name: string) => page.getByRole("switch", { name });

async function flip(page: Page, name: string, on: boolean): Promise<void> {
  await page.goto("/settings");
  const saved = page.waitForResponse(answer => answer.url().endsWith("/api/me/switches") && answer.ok());
  await toggle(page, name).click();
  await saved;
  await expect(page.getByRole("status").filter({ hasText: /^Saved on/ })).toBeVisible();
  await expect(toggle(page, name)).toBeChecked({ checked: on });
}

test("a resident turns each switch by itself, and finds it so after a reload", async ({ page, house }) => {
  await house.signIn(page, house.account("resident", "inside"));
  await page.goto("/settings");
  for (const name of NAMES) await expect(toggle(page, name)).not.toBeChecked();
  for (const [n, name] of NAMES.entries()) {
    await flip(page, name, true);
    await page.reload();
    for (const [other, shown] of NAMES.entries()) await expect(toggle(page, shown)).toBeChecked({ checked: other <= n });
  }
  await house.axe(page);
  for (const name of NAMES) await flip(page, name, false);
  await page.reload();
  for (const name of NAMES) await expect(toggle(page, name)).not.toBeChecked();
});

test("a resident whose change did not arrive sees the switch where it was, and why", async ({ page, house }) => {
  house.watch.expect(/ERR_CONNECTION_RESET/);
  await house.signIn(page, house.account("resident", "inside"));
  await page.goto("/settings");
  await page.route("**/api/me/switches", route => route.abort("connectionreset"));
  await toggle(page, NAMES[0]).click();
  await expect(page.getByText("Nothing was changed.")).toBeVisible();
  await expect(toggle(page, NAMES[0])).not.toBeChecked();
  await page.unroute("**/api/me/switches");
  await page.reload();
  await expect(toggle(page, NAMES[0])).not.toBeChecked();
});

test("a resident who hides requests reads the posts without them, and can still open one", async ({ page, house }) => {
  const resident = house.account("resident", "inside");
  const request = await requestAround(house, resident.home_cell!);
  await house.signIn(page, resident);
  await page.goto(`/?place=${PLACE}`);
  const card = page.getByRole("article").filter({ hasText: "Request for assistance" });
  const posts = page.getByRole("article").filter({ hasNotText: "Request for assistance" });
  await expect(card.first()).toBeVisible();
  await flip(page, NAMES[0], true);
  await page.goto(`/?place=${PLACE}`);
  await expect(posts.first()).toBeVisible();
  await expect(card).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Filter by kind" }).getByRole("link", { name: /^Requests/ })).toHaveCount(0);
  await page.goto(address(request));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(request.title);
  await flip(page, NAMES[0], false);
  await page.goto(`/?place=${PLACE}`);
  await expect(card.first()).toBeVisible();
});

test("a resident who opts out is asked nowhere; opting in again brings no old request back", async ({ page, house }) => {
  const resident = house.account("resident", "inside");
  const request = await requestAround(house, resident.home_cell!);
  await house.signIn(page, resident);
  await flip(page, NAMES[2], true);
  await page.goto(`/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(page.getByRole("article").filter({ hasText: "Request for assistance" })).toHaveCount(0);
  await page.goto(address(request));
  const act = page.getByRole("region", { name: "Your choice" });
  await expect(act).toContainText("You have opted out of all requests.");
  await expect(act.getByRole("link", { name: "Tap here to help" })).toHaveCount(0);

  // The old request was published before the return, so it stays closed to this resident.
  await act.getByRole("link", { name: "Open settings" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await flip(page, NAMES[2], false);
  await confirmHome(page, resident.home_cell!);
  await page.goto(address(request));
  await expect(act).toContainText("newer than this request");
  await expect(act.getByRole("link", { name: "Tap here to help" })).toHaveCount(0);
});
