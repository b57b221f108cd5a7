//! Where a post is placed, by hand and by keys; a place so lonely that only its region is shown; photos this browser cannot open.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Page } from "@playwright/test";
import { expect, type House, test as base } from "./house.ts";
import { press, reach, type } from "./keys.ts";
import { ask, type PostCard } from "./town.ts";

const TITLE = "Someone tried the doors of parked cars";
const TEXT = "Around nine somebody pulled the handles of five parked cars along the alley, then left on a bike.";

const test = base.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "neighbors-place-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

async function open(page: Page, house: House): Promise<void> {
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto("/compose");
  await expect(page.getByLabel("In a few words")).toBeVisible();
}

/** As a phone writes it; the browser of these stories cannot open it, as most on a desktop cannot. */
function heic(folder: string): string {
  const file = join(folder, "IMG_0001.HEIC");
  copyFileSync(join(import.meta.dirname, "../media/tests/corpus/porch.heic"), file);
  return file;
}

const map = (page: Page) => page.getByRole("application", { name: /^Map of this part of town/ });

test("map and list of the composer choose the same cell, over real streets", async ({ page, house }) => {
  await open(page, house);
  // Which directions there are depends on how the region lies.
  const [, one, , , other] = await page.locator("#where .grid-2 label").allInnerTexts();
  const onMap = (name: string) => map(page).getByRole("button", { name, exact: true });
  await expect(onMap(one!)).toBeVisible();
  await page.getByRole("radio", { name: other!, exact: true }).check();
  await expect(onMap(other!)).toHaveAttribute("aria-pressed", "true");
  await onMap(one!).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: one!, exact: true })).toBeChecked();
  await expect(onMap(one!)).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("ArrowDown");
  await expect(onMap(one!)).not.toBeFocused();
  await expect(map(page).locator(":focus")).toHaveCount(1);
  await house.axe(page);
  // Another part of town has a map of its own.
  await page.getByText("Go on to the next part of town").click();
  await page.getByRole("group", { name: "Go on to the next part of town" }).getByRole("button").first().click();
  await expect(map(page).getByRole("button", { name: "Middle", exact: true })).toBeVisible();
});

test("without the map the drawing and the list still choose a cell", async ({ page, house }) => {
  house.watch.expect(/leaflet|Failed to load|ERR_FAILED/);
  await page.route("**/*leaflet*.js", route => route.abort());
  await open(page, house);
  await expect(map(page)).toBeHidden();
  await page.getByRole("radio", { name: "Middle", exact: true }).check();
  await expect(page.locator(".map--pick .is-selected")).toBeVisible();
});

test("where hardly a street is the composer says before that the region will stand there, and it does", async ({ page, house }) => {
  await open(page, house);
  await page.getByRole("button", { name: "Safety" }).click();
  await page.getByLabel("In a few words").fill(TITLE);
  await page.getByLabel("What did you see or hear?").fill(TEXT);
  await page.getByLabel("Neighborhood, city or street").fill("DIA");
  const streets = page.waitForResponse(answer => answer.url().includes("/ground/regions/"));
  await page.getByRole("button", { name: "Find" }).click();
  await streets;
  const told = page.getByText("Your post will show the region, not this cell.");
  const cells = page.getByRole("radio");
  await expect(cells).toHaveCount(7);
  for (let n = 0; n < 7 && !await told.isVisible(); n++) {
    await cells.nth(n).check();
    await page.waitForLoadState("networkidle");
  }
  await expect(told).toBeVisible();
  await house.axe(page);
  await page.getByRole("button", { name: "Post", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Only the region, about two miles wide")).toBeVisible();
  await house.axe(page);
  const id = new URL(page.url()).pathname.split("/").at(-1)!;
  expect((await ask<PostCard>(house, `/api/posts/${id}`)).place.cell).toBeNull();
});

test("a HEIC photo this browser cannot open is refused in words, and nothing else is lost", async ({ page, house, folder }) => {
  await open(page, house);
  await page.getByLabel("In a few words").fill(TITLE);
  await page.getByLabel("What did you see or hear?").fill(TEXT);
  await page.getByLabel("Add photos").setInputFiles(heic(folder));
  await expect(page.getByRole("alert").filter({ hasText: "This browser cannot open HEIC photos." })).toContainText("Save it as JPEG and choose it again; your text stays.");
  await expect(page.getByLabel("In a few words")).toHaveValue(TITLE);
  await page.getByRole("button", { name: "Take out IMG_0001.HEIC" }).click();
  await expect(page.getByText("cannot open HEIC")).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel("What did you see or hear?")).toHaveValue(TEXT);
});

test("in Spanish the list of what was taken out of a photo is Spanish to its last word", async ({ page, house, folder }) => {
  const file = join(folder, "porch.jpg");
  copyFileSync(join(import.meta.dirname, "footage/photo.jpg"), file);
  execFileSync("exiftool", ["-config", "", "-q", "-overwrite_original", "-n", "-GPSLatitude=39.7312", "-GPSLongitude=-104.9826",
    "-GPSLatitudeRef=N", "-GPSLongitudeRef=W", "-SerialNumber=QZ-77-1234", "-Make=Quetzal Works", file]);
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto("/compose");
  await page.getByRole("button", { name: "Español" }).click();
  await page.getByLabel("Añadir fotos").setInputFiles(file);
  const found = page.getByRole("listitem").filter({ hasText: "Quetzal Works" }).first();
  await expect(found).toContainText("posición GPS");
  await expect(found).toContainText("número de serie");
  await expect(found).not.toContainText(/GPS position|serial number|make/);
});

test("a resident without a mouse writes a post, with a photo, a place and a time", async ({ page, house, isMobile, folder }) => {
  test.skip(isMobile, "a phone has no keyboard");
  test.slow();
  const photo = join(folder, "porch.jpg");
  copyFileSync(join(import.meta.dirname, "footage/photo.jpg"), photo);
  await open(page, house);
  await press(page, page.getByRole("button", { name: "Suspicious activity" }), " ");
  await type(page, page.getByLabel("In a few words"), TITLE);
  await type(page, page.getByLabel("What did you see or hear?"), TEXT);
  await expect(map(page).getByRole("button", { name: "Middle", exact: true })).toBeVisible();
  await reach(page, map(page).locator(".hex-mark__button[tabindex='0']"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio").and(page.locator(":checked"))).toHaveCount(1);
  await reach(page, page.getByLabel("About what time"));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByLabel("About what time")).not.toHaveValue("");
  const chooser = page.waitForEvent("filechooser");
  await press(page, page.getByLabel("Add photos"));
  await (await chooser).setFiles(photo);
  await type(page, page.getByLabel("What is to be seen, for those who cannot see it"), "A gray car");
  await press(page, page.getByRole("button", { name: "Post", exact: true }));
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeFocused({ timeout: 30_000 });
  await expect(page.getByRole("img", { name: "A gray car" })).toBeVisible();
});
