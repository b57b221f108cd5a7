//! Somebody reads what a request said before, and what changed: in public, for ever.
import { approve, decide, send } from "./amending.ts";
import { expect, test } from "./house.ts";
import { address, requestAround } from "./town.ts";

const WORDS = "We ask about the alley behind the garages, and about nothing else.";

test("a visitor reads every version of a request, and what an amendment took away and added", async ({ page, desk, house }) => {
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  await page.goto(address(request));
  await expect(page.getByRole("heading", { level: 2, name: "Version", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: /^Read version/ })).toHaveCount(0);

  await send(desk, house, request, draft => ({ ...draft, text: "Quillfeather was seen in the alley, and we ask for recordings of it." }));
  await decide(desk, house, request.id, { what: "return", reason: "window_fits", note: "The window opens hours before what the text tells of." });
  let before = "";
  await send(desk, house, request, draft => {
    before = draft.text;
    const cells = draft.area.cells.filter(cell => cell === draft.area.incident);
    return { ...draft, text: `${draft.text} ${WORDS}`, area: { ...draft.area, cells } };
  });
  await approve(desk, house, request.id);

  await page.reload();
  const versions = page.getByRole("region", { name: "Versions" });
  const [newest, first] = [versions.getByRole("article", { name: "Version 3" }), versions.getByRole("article", { name: "Version 1" })];
  await test.step("the newest says what changed: words, and cells on a honeycomb and by name", async () => {
    await expect(versions.getByRole("article")).toHaveCount(2);
    await expect(newest).toContainText("Current version");
    await expect(newest).toContainText("What changed from version 1");
    await expect(newest.locator("ins").first()).toContainText(WORDS);
    await expect(newest.locator("svg.area-change")).toBeVisible();
    const gone = newest.locator("del").last();
    await expect(gone).toContainText("North");
    await expect(newest).toContainText(`${request.area.cells.length} cells, now 1`);
    await expect(newest).toContainText(/checked by reviewer \d/);
  });
  await test.step("the first one is still there, word for word", async () => {
    await first.getByText("Read version 1 in full").click();
    await expect(first).toContainText(before.slice(0, 60));
    await expect(first).not.toContainText(WORDS);
    await expect(first).toContainText("The incident’s own cell");
  });
  await test.step("what was returned shows nowhere", async () => {
    expect(await page.content()).not.toContain("Quillfeather");
    for (const ending of ["csv", "json"]) {
      const file = await page.request.get(`${house.url}/data/assistance-requests/${request.id}/versions.${ending}`);
      expect(await file.text()).not.toContain("Quillfeather");
      expect(await file.text()).toContain(WORDS);
    }
  });
  await house.axe(page);
});

test.describe("in Spanish", () => {
  test.use({ locale: "es-US" });

  test("the versions fit a phone of 320 pixels", async ({ page, desk, house, isMobile }) => {
    test.skip(!isMobile, "a phone");
    const request = await requestAround(house, house.account("resident", "inside").home_cell!);
    await send(desk, house, request, draft => ({ ...draft, lead: { ...draft.lead, contact: "property-crimes-desk@cedarflats.example" }, text: `${draft.text} ${WORDS}` }));
    await approve(desk, house, request.id);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(address(request));
    const newest = page.getByRole("article", { name: "Versión 2" });
    await expect(newest).toContainText("Qué cambió desde la versión 1");
    await newest.scrollIntoViewIfNeeded();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});
