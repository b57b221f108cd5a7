//! An officer announces something with a photo: cleaned before it leaves, kept with the draft, shown wherever the words are.
import type { Locator, Page } from "@playwright/test";
import { unlock } from "./hand.ts";
import { type House, expect } from "./house.ts";
import { isShown, leftTheDevice, tellingPhoto, test } from "./telling.ts";
import { PLACE, ask } from "./town.ts";

const TITLE = "Broadway closed on Sunday morning";
const TEXT = "From 6 to 11 AM, for the run. Buses stop one block east.";
const ALT = "Broadway from above, with barriers";

const officer = (house: House) => house.account("officer", "Maya Ortega");
const described = (page: Page) => page.getByLabel("What is to be seen, for those who cannot see it");
const preview = (page: Page): Locator => page.getByRole("complementary", { name: "Preview as residents see it" }).getByRole("article");
const announce = (page: Page) => page.getByRole("button", { name: "Announce it" });

async function open(page: Page, house: House): Promise<void> {
  await house.signIn(page, officer(house));
  await page.goto("/portal/announce");
  await expect(page.getByRole("heading", { level: 1, name: "New announcement" })).toBeVisible();
}

async function write(page: Page, photo: string): Promise<void> {
  await page.getByLabel("In a few words").fill(TITLE);
  await page.getByLabel("What neighbors should know").fill(TEXT);
  await page.getByRole("button", { name: "The whole jurisdiction" }).click();
  await page.getByLabel("Add photos").setInputFiles(photo);
  await expect(page.getByText("Found and taken out:")).toBeVisible({ timeout: 20_000 });
  await described(page).fill(ALT);
}

async function announced(page: Page): Promise<string> {
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible({ timeout: 30_000 });
  return new URL(page.url()).pathname.split("/").at(-1)!;
}

test.describe("at a desk", () => {
  test.beforeEach(({}, { project }) => {
    test.skip(project.name === "phone", "the portal's stories are told at a desk");
  });

  test("a photo that says where it was taken is announced without a word of it, after a reload and a lost session", async ({ page, house, wire, folder }) => {
    test.slow(); // seven pages, each of which starts its program anew, and two keys
    house.watch.expect(/status of 401/); // the lost session
    await open(page, house);
    await write(page, tellingPhoto(folder));
    const row = page.getByRole("listitem").filter({ hasText: "Found and taken out:" });
    for (const found of ["Where it was taken", "Whose it is", "Serial numbers", "The device"]) await expect(row).toContainText(found);
    await expect(preview(page).getByRole("img", { name: ALT })).toBeVisible();
    await house.axe(page);
    await page.evaluate(() => scrollTo(0, 0));
    await house.shot(page, "portal-announce-photo", { fullPage: true });

    await page.reload();
    await expect(page.getByText("This is the draft you left here.")).toBeVisible();
    await expect(page.getByText("Found and taken out:")).toBeVisible();
    await expect(described(page)).toHaveValue(ALT);
    await expect(preview(page).getByRole("img", { name: ALT })).toBeVisible();
    await unlock(page, officer(house));
    await page.context().clearCookies();
    await announce(page).click();
    await expect(page.getByRole("heading", { level: 1, name: "Sign in to the portal" })).toBeVisible();
    await open(page, house);
    await expect(page.getByText("Found and taken out:")).toBeVisible();
    // Said before anything is sent.
    await announce(page).click();
    await expect(page.getByText("What an officer says is signed. Unlock your key first.")).toBeVisible();
    expect(wire.to("/api/media/arriving").filter(it => it.method === "PATCH")).toEqual([]);
    await unlock(page, officer(house));
    await announce(page).click();
    const id = await announced(page);
    const sent = wire.to("/api/media/arriving/").filter(it => it.method === "PATCH");
    expect(sent.length).toBe(1);
    leftTheDevice(folder, sent[0]!.body);
    expect(wire.leaks(["Quetzal Works", "QZ-77-1234", "Delgado-Whitfield"])).toEqual([]);

    const shown = await ask<{ media: { id: string; small: string; alt: string }[] }>(house, `/api/posts/${id}`);
    expect(shown.media.map(file => file.alt)).toEqual([ALT]);
    for (const file of [shown.media[0]!.id, shown.media[0]!.small]) await isShown(folder, `${house.url}/media/${file}`);
    const thread = page.getByRole("article").first();
    await expect(thread.getByRole("img", { name: ALT })).toBeVisible();
    await page.goto("/portal/feed");
    await expect(page.getByRole("article").filter({ hasText: TITLE }).getByRole("img", { name: ALT })).toBeVisible();
    // Nothing of it is left for the next one.
    await page.goto("/portal/announce");
    await expect(page.getByLabel("In a few words")).toHaveValue("");
    await expect(page.getByText("This is the draft you left here.")).toHaveCount(0);
    await expect(page.getByText("Found and taken out:")).toHaveCount(0);
  });

  test("a photo goes with the draft: discarded, and when its officer signs out", async ({ page, house, folder }) => {
    await open(page, house);
    const photo = tellingPhoto(folder);
    await write(page, photo);
    // The browser's database does not come to it before the page is gone.
    await page.evaluate(() => {
      IDBObjectStore.prototype.clear = () => { throw new Error("too late"); };
    });
    await page.getByRole("button", { name: "Discard the draft" }).click();
    await expect(page.getByText("Found and taken out:")).toHaveCount(0);
    await page.reload();
    await expect(page.getByLabel("In a few words")).toHaveValue("");
    await expect(page.getByText("Found and taken out:")).toHaveCount(0);

    await page.getByLabel("Add photos").setInputFiles(photo);
    await expect(page.getByText("Found and taken out:")).toBeVisible({ timeout: 20_000 });
    await page.reload();
    await expect(page.getByText("Found and taken out:"), "a photo alone is a draft").toBeVisible();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Sign in to the portal" })).toBeVisible();
    await open(page, house);
    await expect(page.getByLabel("Add photos")).toBeAttached();
    await expect(page.getByText("Found and taken out:")).toHaveCount(0);
  });

  test("a colleague at the same desk does not find the photo", async ({ page, house, folder }) => {
    await open(page, house);
    await write(page, tellingPhoto(folder));
    await house.signIn(page, house.account("officer", "Priya Raman"));
    await page.goto("/portal/announce");
    await expect(page.getByLabel("In a few words")).toHaveValue("");
    await expect(page.getByText("Found and taken out:")).toHaveCount(0);
  });
});

test("a neighbor with a phone sees the photo of an announcement, and the badge's proof holds for the words beside it", async ({ page, desk, house, folder }, { project }) => {
  test.skip(project.name !== "phone", "the neighbor has a phone");
  await open(desk, house);
  await write(desk, tellingPhoto(folder));
  await unlock(desk, officer(house));
  await announce(desk).click();
  await announced(desk);
  await page.goto(`/?place=${PLACE}`);
  const entry = page.getByRole("article").filter({ hasText: TITLE });
  await expect(entry.getByRole("img", { name: ALT })).toBeVisible();
  await entry.getByRole("link", { name: TITLE }).tap();
  await expect(page.getByRole("img", { name: ALT })).toBeVisible();
  await page.getByRole("button", { name: /^Verified officer/ }).first().tap();
  await expect(page.getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Close" }).filter({ visible: true }).tap();
  await house.axe(page);
});
