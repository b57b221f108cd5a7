//! An officer reads the feed of the jurisdiction, answers with the badge, and announces something; a neighbor reads it at once.
import { type Page } from "@playwright/test";
import { unlock } from "./hand.ts";
import { expect, type House, test } from "./house.ts";
import { post, write } from "./neighbor.ts";
import { feed, PLACE } from "./town.ts";

const TITLE = "Broadway closed on Sunday morning";
const TEXT = "From 6 to 11 AM, for the run. Buses stop one block east.";

const officer = (house: House) => house.account("officer", "Maya Ortega");

/** A cell some neighbor wrote about. */
const cell = async (house: House) => (await feed(house)).flatMap(item => item.item === "post" && item.place.cell ? [item.place.cell] : [])[0];

async function compose(page: Page, house: House): Promise<void> {
  await house.signIn(page, officer(house));
  await page.goto("/portal/feed");
  await page.getByRole("link", { name: "New announcement" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New announcement" })).toBeVisible();
}

test.describe("at a desk", () => {
  test.beforeEach(({}, { project }) => {
    test.skip(project.name === "phone", "the portal's stories are told at a desk");
  });

  test("the feed of the jurisdiction is the public's, live, with a thread to answer in", async ({ page, house }) => {
    await house.signIn(page, officer(house));
    const opened = page.waitForResponse(/\/api\/live\?regions=agency/);
    await page.goto("/portal/feed");
    await opened;
    await expect(page.getByRole("heading", { level: 1, name: "What happens in your jurisdiction" })).toBeVisible();
    await expect(page.getByRole("article")).toHaveCount(20);
    await page.getByRole("button", { name: "Show more" }).click();
    await expect(page.getByRole("article")).not.toHaveCount(20);
    await house.axe(page);
    await page.evaluate(() => scrollTo(0, 0));
    await house.shot(page, "portal-feed");
    await page.getByRole("link", { name: "Pets" }).click();
    await expect(page).toHaveURL(/kind=pets/);
    await expect(page.getByRole("article").filter({ hasText: "Lost pet" }).first()).toBeVisible();

    // What is written meanwhile waits above the list.
    await post(house, { category: "lost_pet", title: "Gray cat on our porch", text: "Calm, with a red collar.", cell: await cell(house) });
    await page.getByRole("button", { name: "1 new entry" }).click();
    const entry = page.getByRole("article").first();
    await expect(entry.getByRole("link", { name: "Gray cat on our porch" })).toBeFocused();
    // Nothing here says more than the public sees, and nothing is there to be done that only residents do.
    await expect(page.getByRole("link", { name: "Flag" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Tap here to help" })).toHaveCount(0);

    await entry.getByRole("link", { name: "Gray cat on our porch" }).click();
    await expect(page).toHaveURL(/\/portal\/posts\//);
    await expect(page.getByText("Neighbor 1", { exact: true })).toBeVisible();
    const field = page.getByLabel("Your comment");
    await field.fill("It was brought to the shelter on Bannock Street.");
    await page.reload();
    await expect(field).toHaveValue(/shelter/);
    await unlock(page, officer(house));
    await page.getByRole("button", { name: "Post comment" }).click();
    const mine = page.getByRole("listitem").filter({ hasText: "It was brought to the shelter" });
    await expect(mine.getByRole("button", { name: /^Verified officer/ })).toBeVisible();
    await house.axe(page);
    // The name of an agency leads out of the portal, to its public page.
    await mine.getByRole("link", { name: /Cedar Flats/ }).click();
    await expect(page).toHaveURL(/\/agencies\/cedar-flats-police-department$/);
    await expect(page.getByRole("heading", { level: 1, name: /Cedar Flats/ })).toBeVisible();
  });

  test("an announcement outlives a reload, a lost session and a lost connection, and is taken back by its author", async ({ page, house }) => {
    house.watch.expect(/status of 401/); // the lost session
    house.watch.expect(/ERR_CONNECTION_RESET .*announcements/); // the lost connection
    await compose(page, house);
    await page.getByRole("button", { name: "Announce it" }).click();
    await expect(page.getByText("The title has 0 characters. It needs 4 to 120.")).toBeVisible();
    await expect(page.getByText("Choose at least one region.")).toBeVisible();
    await expect(page.getByLabel("In a few words")).toBeFocused();
    await page.getByLabel("In a few words").fill(TITLE);
    await page.getByLabel("What neighbors should know").fill("Look out for a black male.");
    await expect(page.getByText(/This describes a person by race alone/)).toBeVisible();
    await page.getByLabel("What neighbors should know").fill(TEXT);
    await page.getByRole("heading", { name: "Regions as a list" }).click();
    const boxes = page.getByRole("group", { name: "Regions as a list" }).getByRole("checkbox");
    await boxes.first().check();
    await expect(page.getByText("1 region", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "The whole jurisdiction" }).click();
    await expect(page.getByText(`${await boxes.count()} regions`, { exact: true })).toBeVisible();
    await house.axe(page);
    await house.shot(page, "portal-announce", { fullPage: true });

    await page.reload();
    await expect(page.getByText("This is the draft you left here.")).toBeVisible();
    await expect(page.getByLabel("What neighbors should know")).toHaveValue(TEXT);

    await unlock(page, officer(house));
    await page.route("**/api/portal/announcements", route => route.abort("connectionreset"));
    await page.getByRole("button", { name: "Announce it" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "It is not posted yet." })).toBeVisible();
    await page.unroute("**/api/portal/announcements");

    // Signed out elsewhere: what was written comes back with its own officer.
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Announce it" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Sign in to the portal" })).toBeVisible();
    await house.signIn(page, officer(house));
    await page.goto("/portal/announce");
    await expect(page.getByLabel("In a few words")).toHaveValue(TITLE);
    await page.getByRole("button", { name: "Announce it" }).click();
    await expect(page.getByText("What an officer says is signed. Unlock your key first.")).toBeVisible();
    await unlock(page, officer(house));
    await page.getByRole("button", { name: "Announce it" }).click();
    await expect(page).toHaveURL(/\/portal\/posts\//);
    await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
    await expect(page.getByText(/regions? of the jurisdiction/)).toBeVisible();
    await page.goto("/portal/announce");
    await expect(page.getByLabel("In a few words")).toHaveValue("");

    await page.goto("/agencies/cedar-flats-police-department");
    await expect(page.getByRole("article").filter({ hasText: TITLE })).toBeVisible();
    await page.goto("/portal/feed");
    await page.getByRole("link", { name: TITLE }).click();
    await page.getByRole("button", { name: "Delete this post" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete the post" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Removed by its author" })).toBeVisible();
  });
});

test("a neighbor with a phone reads an announcement the moment it is made, and nothing in it asks to share", async ({ page, desk, house }, { project }) => {
  test.skip(project.name !== "phone", "the neighbor has a phone");
  const opened = page.waitForResponse(/\/api\/live/);
  await page.goto(`/?place=${PLACE}`);
  await opened;
  await compose(desk, house);
  await desk.getByLabel("In a few words").fill(TITLE);
  await desk.getByLabel("What neighbors should know").fill(TEXT);
  await desk.getByRole("button", { name: "The whole jurisdiction" }).click();
  await unlock(desk, officer(house));
  await desk.getByRole("button", { name: "Announce it" }).click();
  await expect(desk).toHaveURL(/\/portal\/posts\//);

  await page.getByRole("button", { name: "1 new post" }).tap();
  const entry = page.getByRole("article").filter({ hasText: TITLE });
  await expect(entry.getByRole("button", { name: /^Verified officer/ })).toBeVisible();
  await expect(entry.getByRole("link", { name: "Tap here to help" })).toHaveCount(0);
  await entry.getByRole("link", { name: TITLE }).tap();
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  await expect(page.getByText(TEXT)).toBeVisible();
  await page.getByRole("button", { name: /^Verified officer/ }).first().tap();
  await expect(page.getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).tap();
  await expect(page.getByText(/regions of the jurisdiction/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Tap here to help" })).toHaveCount(0);
  await house.axe(page);

  // A neighbor answers, and the officer reads it in the portal by the thread's number alone.
  const id = new URL(page.url()).pathname.split("/").at(-1)!;
  await write(house, `/api/threads/${id}/comments`, { text: "Is the bridge open?" });
  const answer = desk.getByRole("listitem").filter({ hasText: "Is the bridge open?" });
  await expect(answer).toContainText("Neighbor 1");
});
