//! Maps: list and map in step, a place by a press, how much happened where; everything by keyboard too.
import { type Locator, type Page } from "@playwright/test";
import { jumps, watchJumps } from "./every_page.ts";
import { expect, type House, test } from "./house.ts";
import { ask, feed, PLACE } from "./town.ts";

/** The feed's map: on a phone it comes when one asks. */
async function openMap(page: Page, isMobile: boolean): Promise<Locator> {
  await page.goto(`/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  if (isMobile) await page.getByRole("button", { name: "Show the map" }).click();
  const map = page.getByRole("application", { name: /^Map of posts near Capitol Hill/ });
  await expect(map).toBeVisible();
  await expect(cells(map).first()).toBeVisible();
  return map;
}

const cells = (map: Locator): Locator => map.getByRole("button", { name: /: \d/ });

interface Activity { cells: { counts: [kind: string, n: number][]; assistance_requests: number }[] }

/** How much happened in each cell that had something, least first: as the server answers. */
async function counts(house: House, kind = ""): Promise<number[]> {
  const { cells } = await ask<Activity>(house, `/api/activity?place=${PLACE}${kind && `&kind=${kind}`}`);
  const all = cells.map(cell => cell.counts.reduce((sum, [, n]) => sum + n, cell.assistance_requests));
  return all.filter(n => n > 0).sort((a, b) => a - b);
}

/** The same as the layer of counts says it. */
async function said(map: Locator): Promise<number[]> {
  const labels = await map.getByRole("button", { name: IN_ALL }).evaluateAll(all => all.map(one => one.getAttribute("aria-label")!));
  return labels.map(label => Number(IN_ALL.exec(label)![1])).sort((a, b) => a - b);
}

/** A promise that the story itself keeps. */
function held(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>(done => { resolve = done; });
  return { promise, resolve };
}

const IN_ALL = /: (\d+) entr(?:y|ies) in all/;

/** How many points of the ground's canvas have a color. */
async function painted(map: Locator): Promise<number> {
  return map.locator(".leaflet-ground-pane canvas").evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    let painted = 0;
    for (let n = 3; n < data.length; n += 4) if (data[n]! > 0) painted++;
    return painted;
  });
}

test("the program of the map is fetched after the list, on a phone only when asked", async ({ page, isMobile }) => {
  const fetched: string[] = [];
  page.on("request", request => {
    if (/\/assets\/(map|leaflet)-/.test(request.url())) fetched.push(request.url());
  });
  await page.goto(`/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  if (isMobile) {
    await page.waitForLoadState("networkidle");
    expect(fetched).toEqual([]);
    await page.getByRole("button", { name: "Show the map" }).click();
  }
  await expect(page.getByRole("application", { name: /^Map of posts/ })).toBeVisible();
  expect(fetched.filter(url => url.includes("/map-")).length).toBeGreaterThan(0);
});

test("where the map's style is slow, the map waits for it: nothing jumps", async ({ page, isMobile }) => {
  const style = held();
  await page.route("**/assets/leaflet-*.css", async route => { await style.promise; await route.continue(); });
  await watchJumps(page);
  const script = page.waitForResponse(/\/assets\/leaflet-[^/]+\.js/);
  await page.goto(`/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  if (isMobile) await page.getByRole("button", { name: "Show the map" }).click();
  await (await script).finished();
  await expect(page.getByText("The map is on its way.")).toBeVisible();
  await page.waitForTimeout(500); // in which a map without its style would be drawn
  await expect(page.getByRole("application")).toBeHidden();
  style.resolve();
  await expect(cells(page.getByRole("application", { name: /^Map of posts/ })).first()).toBeVisible();
  expect(await jumps(page)).toEqual([]);
});

test("a map whose script did not arrive says so, and comes when asked again", async ({ page, isMobile, house }) => {
  house.watch.expect(/ERR_FAILED/);
  await page.route("**/assets/leaflet-*.js", route => route.abort());
  await page.goto(`/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  if (isMobile) await page.getByRole("button", { name: "Show the map" }).click();
  await expect(page.getByText("The map did not arrive. The list has all that is on it.")).toBeVisible();
  await page.unroute("**/assets/leaflet-*.js");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(cells(page.getByRole("application", { name: /^Map of posts/ })).first()).toBeVisible();
});

test("a visitor points at an entry and its cell fills; presses a cell and stands at its entry", async ({ page, isMobile, house }) => {
  const map = await openMap(page, isMobile);
  await expect(cells(map).first()).toBeAttached();
  // Some posts say their region alone: those lie in no cell.
  const post = (await feed(house)).find(item => item.item === "post" && item.place.cell !== null)!;
  await page.locator(`#item-${post.id}`).getByRole("link").first().focus();
  await expect(map.locator("path.hex.is-selected")).toHaveCount(1);

  const cell = cells(map).first();
  await cell.focus();
  await expect(page.locator("article.is-on-map").first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#item-/);
  const target = page.locator("article:target");
  await expect(target).toHaveCount(1);
  await expect(target).toBeInViewport();
  await house.axe(page);
});

test("arrow keys go from cell to cell, and Tab passes them as one", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no keyboard");
  const map = await openMap(page, isMobile);
  await cells(map).first().focus();
  const name = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  const seen = new Set([await name()]);
  for (const key of ["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"]) {
    for (let n = 0; n < 3; n++) {
      await page.keyboard.press(key);
      seen.add(await name());
    }
  }
  expect(seen.size).toBeGreaterThan(2);
  expect(await map.locator(".hex-mark__button[tabindex='0']").count()).toBe(1);
});

test("streets lie under the cells, by day and by night, and move with the map", async ({ page, isMobile }) => {
  const map = await openMap(page, isMobile);
  await expect.poll(() => painted(map)).toBeGreaterThan(5_000);
  await expect(map.getByRole("link", { name: /^Map: / })).toHaveAttribute("href", "/credits");
  const picture = () => map.locator(".leaflet-ground-pane canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const day = await picture();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(picture).not.toBe(day);
  const night = await picture();
  await map.getByRole("button", { name: "Enlarge the map" }).click();
  await expect.poll(picture).not.toBe(night);
});

test("without the ground the honeycomb stands alone, with a calm word", async ({ page, isMobile, house }) => {
  house.watch.expect(/ERR_FAILED/);
  await page.route("**/ground/**", route => route.abort());
  const map = await openMap(page, isMobile);
  await expect(map.getByRole("status").filter({ hasText: "The streets did not arrive." })).toBeVisible();
  await expect(cells(map).first()).toBeVisible();
});

test("a press on the map asks for that place", async ({ page, isMobile }) => {
  const map = await openMap(page, isMobile);
  const box = (await map.boundingBox())!;
  // The edge of the view lies outside of the region shown; no cell of the list is there.
  const [right, down] = isMobile ? [0.02, 0.6] : [0.5, 0.93];
  await page.mouse.click(box.x + box.width * right!, box.y + box.height * down!);
  await expect(page).toHaveURL(/\?region=87[0-9a-f]+/);
});

test("the device's position becomes a region in the browser; no coordinate leaves it", async ({ page, context }) => {
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 39.7621, longitude: -105.0124 });
  const asked: string[] = [];
  page.on("request", request => asked.push(request.url() + (request.postData() ?? "")));
  await page.goto(`/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  await page.getByRole("button", { name: "Use my position (it stays in this browser)" }).click();
  await expect(page).toHaveURL(/\?region=87[0-9a-f]+/);
  expect(asked.filter(line => /39\.76|105\.01/.test(line))).toEqual([]);
});

test("a reader sees how much happened where, in five steps with their numbers", async ({ page, isMobile, house }) => {
  const map = await openMap(page, isMobile);
  const layer = map.getByRole("button", { name: "How much happened where" });
  await layer.click();
  await expect(layer).toHaveAttribute("aria-pressed", "true");
  await expect(map.getByRole("list", { name: "Entries in one cell" })).toBeVisible();
  await expect(map.getByRole("button", { name: /: \d+ entr(y|ies) in all\. \S/ }).first()).toBeVisible();
  await house.axe(page);
  await layer.click();
  await expect(map.getByRole("list", { name: "Entries in one cell" })).toHaveCount(0);
  await expect(map.getByRole("button", { name: /: \d+ entr(y|ies) in all\. \S/ })).toHaveCount(0);
});

test("a reader narrows the counts to pets; where they do not arrive the button says so, and a second press brings them", async ({ page, isMobile, house }) => {
  house.watch.expect(/503/);
  const map = await openMap(page, isMobile);
  await map.getByRole("button", { name: "How much happened where" }).click();
  await expect.poll(() => said(map)).toEqual(await counts(house));
  await page.getByRole("navigation", { name: "Filter by kind" }).getByRole("link", { name: "Pets" }).click();
  const pets = await counts(house, "pets");
  expect(pets.length).toBeGreaterThan(0);
  await expect.poll(() => said(map)).toEqual(pets);

  await page.route("**/api/activity?*", route => route.fulfill({ status: 503, json: { error: "busy" } }));
  await page.getByRole("navigation", { name: "Filter by kind" }).getByRole("link", { name: "Packages" }).click();
  const again = map.getByRole("button", { name: "The counts did not arrive. Try again" });
  await expect(again).toHaveAttribute("aria-pressed", "false");
  await expect(map.getByRole("button", { name: IN_ALL }), "counts of another filter would be wrong ones").toHaveCount(0);
  await page.unroute("**/api/activity?*");
  await again.click();
  await expect(map.getByRole("button", { name: "How much happened where" })).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => said(map)).toEqual(await counts(house, "packages"));
});

test("a reader who would rather have a table finds the same counts in one, with the same filters", async ({ page, isMobile, house }) => {
  const map = await openMap(page, isMobile);
  await map.page().getByRole("link", { name: "How much happened where, as a table" }).click();
  await expect(page).toHaveURL(`${house.url}/activity?place=${PLACE}`);
  const sum = (all: number[]) => all.reduce((sum, n) => sum + n, 0);
  const totals = page.getByRole("region", { name: "How much happened where" }).locator("tbody td:first-of-type");
  for (const kind of ["", "pets"]) {
    if (kind) await page.goto(`/activity?place=${PLACE}&kind=${kind}`);
    await expect(totals.first()).toBeVisible();
    const all = await counts(house, kind);
    expect(sum((await totals.allInnerTexts()).map(Number)), kind).toBe(sum(all));
    await expect(page.getByRole("main")).toContainText(`${sum(all)} entries within 2 miles of Capitol Hill, Denver.`);
  }
  expect(sum(await counts(house, "pets"))).toBeLessThan(sum(await counts(house)));
});

test("on a desktop list and map stand side by side", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has room for one");
  const map = (await (await openMap(page, false)).boundingBox())!;
  const list = (await page.locator(".feed").first().boundingBox())!;
  expect(map.x).toBeGreaterThanOrEqual(list.x + list.width);
  expect(map.width).toBeGreaterThan(400);
  const entry = (await page.getByRole("article").first().boundingBox())!;
  expect(entry.y).toBeGreaterThan(map.y);
  expect(entry.y + entry.height).toBeLessThan(map.y + map.height);
});

test("streets say their names where there is room", async ({ page, isMobile }) => {
  await page.addInitScript(() => {
    const written = new Set<string>();
    Object.assign(window, { written });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
      written.add(text);
      return fillText.call(this, text, ...rest);
    };
  });
  const ground: string[] = [];
  page.on("response", async response => {
    if (response.url().includes("/ground/regions/")) ground.push(await response.text());
  });
  const map = await openMap(page, isMobile);
  const written = () => page.evaluate(() => [...(window as unknown as { written: Set<string> }).written]);
  const streets = async () => (await written()).filter(name => /\w (Avenue|Street|Boulevard)$/.test(name));
  await expect.poll(() => painted(map)).toBeGreaterThan(5_000);
  const far = (await streets()).length;
  for (let steps = 0; steps < 3; steps++) await map.getByRole("button", { name: "Enlarge the map" }).click();
  await expect.poll(async () => (await streets()).length, "nearer there is room for more").toBeGreaterThan(far);
  const all = ground.join();
  for (const name of await streets()) expect(all, "the ground's own name").toContain(JSON.stringify(name));
});
