//! An officer reads a request in the portal, as residents read it, and answers a neighbor there with the badge.
import { unlock } from "./hand.ts";
import { type House, expect, test } from "./house.ts";
import { write } from "./neighbor.ts";
import { requestAround } from "./town.ts";

const officer = (house: House) => house.account("officer", "Maya Ortega");
const asked = (house: House) => requestAround(house, house.account("resident", "inside").home_cell!);

test.describe("at a desk", () => {
  test.beforeEach(({}, { project }) => {
    test.skip(project.name === "phone", "the portal's stories are told at a desk");
  });

  test("from the feed of the jurisdiction to the request and its answers, without leaving the portal", async ({ page, house }) => {
    const request = await asked(house);
    await write(house, `/api/threads/${request.id}/comments`, { text: "Is the alley camera enough?" });
    await house.signIn(page, officer(house));
    await page.goto("/portal/feed?kind=assistance_request");
    await page.getByRole("article").getByRole("link", { name: request.title }).click();
    await expect(page).toHaveURL(`${house.url}/portal/requests/${request.id}`);
    await expect(page.getByRole("heading", { level: 1, name: request.title })).toBeVisible();
    // What residents read: the area, both ends of the window, the rules, the version, the tip line.
    await expect(page.getByRole("heading", { name: "Rules it passed" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Version", exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Help without your name" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Where and when" })).toContainText("From");
    await expect(page.getByRole("main").getByRole("button", { name: /^Verified officer/ }).first()).toBeVisible();
    // What only residents do is not offered; and nobody counts who read it.
    await expect(page.getByRole("link", { name: "Tap here to help" })).toHaveCount(0);
    await expect(page.getByRole("region", { name: "Your choice" })).toHaveCount(0);
    await expect(page.getByRole("main")).not.toContainText(/\bviews?\b|reached|declined/i);
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Requests" })).toHaveAttribute("aria-current", "page");
    const neighbor = page.getByRole("listitem").filter({ hasText: "Is the alley camera enough?" });
    await expect(neighbor).toContainText("Neighbor 1");
    await house.axe(page);

    const field = page.getByLabel("Your comment");
    await field.fill("Yes. Any camera that sees the alley helps.");
    await page.reload();
    await expect(field).toHaveValue(/sees the alley/);
    await unlock(page, officer(house));
    await page.getByRole("button", { name: "Post comment" }).click();
    const mine = page.getByRole("listitem").filter({ hasText: "Any camera that sees the alley helps." });
    await expect(mine.getByRole("button", { name: /^Verified officer/ })).toBeVisible();
    await page.evaluate(() => scrollTo(0, 0));
    await house.shot(page, "portal-request", { fullPage: true });

    // Everybody reads it on the public page.
    await page.goto(`/assistance-requests/${request.id}`);
    await expect(page.getByText("Any camera that sees the alley helps.")).toBeVisible();
  });

  test("from the agency's own list, and back to the feed", async ({ page, house }) => {
    const request = await asked(house);
    await house.signIn(page, officer(house));
    await page.goto("/portal/requests");
    await page.getByRole("heading", { level: 3 }).getByRole("link", { name: request.title }).click();
    await expect(page).toHaveURL(`${house.url}/portal/requests/${request.id}`);
    await expect(page.getByRole("heading", { level: 1, name: request.title })).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "Feed", exact: true }).click();
    await expect(page).toHaveURL(`${house.url}/portal/feed`);
    house.watch.expect(/status of 404/);
    await page.goto("/portal/requests/no-such-request");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1, name: request.title })).toHaveCount(0);
  });
});
