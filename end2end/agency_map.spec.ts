//! Someone looks at all the agencies at once: where they are, how they grew, and takes along what is shown.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Page } from "@playwright/test";
import { parseCsv } from "./csv.ts";
import { expect, type House, test } from "./house.ts";

interface Row { name: string; state: string; type: string; since: string }

/** The source, one line for each agency: a repeat leaves its date with the original when it is the earlier one. */
const SOURCE: Row[] = (() => {
  const [head, ...lines] = parseCsv(readFileSync(join(import.meta.dirname, "../data/ring_partner_agencies_2020-10.csv"), "utf8"));
  const column = (name: string) => head!.indexOf(name);
  // Of a date known to the month only, its first day counts.
  const since = (line: string[]) => `${line[column("active_date")]}-01`.slice(0, 10);
  const repeats = lines.filter(line => line[column("duplicate_of")] !== "");
  return lines.filter(line => line[column("duplicate_of")] === "").map(line => {
    const dates = [line, ...repeats.filter(repeat => repeat[column("duplicate_of")] === line[column("aos_id")])].map(since);
    return { name: line[column("agency")]!, state: line[column("state")]!, type: line[column("lea_type")]!, since: dates.sort()[0]! };
  });
})();
const by = (day: string) => SOURCE.filter(row => row.since <= day).length;
/** The two of the demo are of this server, and came years later. */
const TODAY = SOURCE.length + 2;

const rows = (page: Page) => page.getByRole("row").filter({ has: page.getByRole("link") });
const total = (page: Page) => page.getByRole("heading", { level: 2, name: /agenc(y|ies)$/ });
const said = (n: number) => `${n.toLocaleString("en-US")} ${n === 1 ? "agency" : "agencies"}`;
const slider = (page: Page) => page.getByRole("slider", { name: "Date" });
const growth = (page: Page) => page.getByRole("region", { name: "Agencies over time" });
/** The button that stands on the cell the keys are at. */
const cursor = (page: Page) => growth(page).locator(".hex-mark__button--cursor");
const card = (page: Page) => growth(page).getByRole("region", { name: "Chosen on the map" });

/** The number beside the map and the one above the list are one. */
async function shows(page: Page, n: number): Promise<void> {
  await expect(total(page)).toHaveText(said(n));
  await expect(growth(page).locator(".big-number")).toHaveText(n.toLocaleString("en-US"));
}

test("a journalist reads how many there were on a day: the source's own numbers, from first to last", async ({ page, house }) => {
  const days = [...new Set(SOURCE.map(row => row.since))].sort();
  const middle = days[Math.floor(days.length / 2)]!;
  for (const day of ["2019-08-27", days[0]!, middle, days.at(-1)!]) {
    await page.goto(`/agencies?until=${day}`);
    await shows(page, by(day));
  }
  expect(by("2019-08-27"), "the published figure").toBe(405);
  await page.goto("/agencies?until=2019-08-27");
  await expect(growth(page)).toContainText("agencies on Tue, Aug 27, 2019");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", "Tue, Aug 27, 2019: 405 agencies");
  await expect(growth(page)).toContainText("1,771 in June 2021: a total without names");
  await expect(growth(page).getByRole("link", { name: "Digital Trends" })).toHaveAttribute("href", /^https:/);
  await expect(cursor(page)).toBeAttached();
  await house.axe(page);
  await house.shot(page, "agencies-2019-08-27");
});

test("the slider goes by keys from week to week, and the address keeps the day", async ({ page }) => {
  await page.goto("/agencies?until=2019-08-20");
  await shows(page, by("2019-08-20"));
  await slider(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/[?&]until=2019-08-27/);
  await shows(page, 405);
  await page.keyboard.press("End");
  await expect(page).not.toHaveURL(/until/);
  await shows(page, TODAY);
  await expect(growth(page)).toContainText("agencies today");
  await page.keyboard.press("Home");
  await expect(page).toHaveURL(/[?&]until=2018-03-20/);
  await shows(page, by("2018-03-20"));
  await page.goBack();
  await shows(page, TODAY);
});

test("filters stand in the address, narrow map and list alike, and 'back' takes them away again", async ({ page, house }) => {
  let calls = 0;
  page.on("request", request => { if (request.url().includes("/api/agencies")) calls += 1; });
  await page.goto("/agencies");
  await shows(page, TODAY);
  const california = SOURCE.filter(row => row.state === "CA");
  const sheriffs = california.filter(row => row.type === "Sheriff");
  await page.getByLabel("State", { exact: true }).selectOption({ label: "California" });
  await shows(page, california.length);
  await page.getByLabel("Type").selectOption({ label: "Sheriff" });
  await expect(page).toHaveURL(/us_state=CA&kind=sheriff/);
  await shows(page, sheriffs.length);
  await page.goBack();
  await shows(page, california.length);
  await expect(page.getByLabel("Type")).toHaveValue("");
  await page.getByLabel("Agency, city or county").pressSequentially("santa b");
  await expect(rows(page).first()).toContainText("California");
  await page.goBack();
  await expect(page.getByLabel("Agency, city or county")).toHaveValue("");
  await shows(page, california.length);
  await page.goBack();
  await shows(page, TODAY);
  expect(calls, "one answer is enough for all of it").toBe(1);
  await page.goto(`/agencies?us_state=CA&kind=sheriff&until=2019-08-27`);
  await shows(page, sheriffs.filter(row => row.since <= "2019-08-27").length);
  await expect(page.getByLabel("Type")).toHaveValue("sheriff");
  await expect(growth(page).locator(".plot .plot__known"), "a total of all says nothing about some").toHaveCount(0);
  await house.axe(page);
});

test("by keys alone: to an agency on the map, to its card, to its profile", async ({ page, house, isMobile }) => {
  test.skip(isMobile, "a phone has no keyboard");
  await page.goto("/agencies?us_state=CO");
  await shows(page, SOURCE.filter(row => row.state === "CO").length + 2);
  await expect(cursor(page)).toBeAttached();
  await cursor(page).focus();
  for (let steps = 0; steps < 8 && !(await card(page).isVisible()); steps++) await page.keyboard.press("Enter");
  await expect(card(page)).toBeFocused();
  const name = await card(page).getByRole("link").first().innerText();
  await page.getByLabel("Agency, city or county").fill(name);
  await expect(rows(page).filter({ hasText: name }).first()).toBeVisible();
  await expect(card(page), "still on the map, since it is still in the list").toBeVisible();
  await house.axe(page);
  await page.getByLabel("Agency, city or county").fill("no agency is called this");
  await shows(page, 0);
  await expect(card(page), "gone from the list, gone from the map").toHaveCount(0);
  await expect(cursor(page)).toBeHidden();

  await page.goto(`/agencies?q=${encodeURIComponent(name)}&us_state=CO`);
  await expect(cursor(page)).toHaveAttribute("aria-label", name);
  await cursor(page).focus();
  await page.keyboard.press("Enter");
  await expect(card(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(card(page)).toHaveCount(0);
  await expect(cursor(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
});

test("the list has three orders, twenty at a time", async ({ page }) => {
  await page.goto("/agencies?until=2019-08-27");
  await expect(rows(page)).toHaveCount(20);
  await expect(rows(page).first()).toContainText("Aug 27, 2019");
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(rows(page)).toHaveCount(40);
  await page.getByRole("link", { name: "State", exact: true }).click();
  await expect(page).toHaveURL(/until=2019-08-27&sort=state/);
  await expect(rows(page)).toHaveCount(20);
  await expect(rows(page).first()).toContainText("Alabama");
  await expect(page.getByRole("link", { name: "State", exact: true })).toHaveAttribute("aria-current", "true");
});

test("the files hold exactly what is shown", async ({ page, house }) => {
  await page.goto("/agencies?us_state=WI&until=2019-08-27");
  const expected = SOURCE.filter(row => row.state === "WI" && row.since <= "2019-08-27").length;
  await shows(page, expected);
  while (await page.getByRole("button", { name: "Show more" }).isVisible()) await page.getByRole("button", { name: "Show more" }).click();
  const links = await rows(page).getByRole("link").evaluateAll(links => links.map(link => link.getAttribute("href")!));
  const shown = links.map(link => link.split("/").at(-1)!).sort();
  expect(shown).toHaveLength(expected);

  const [head, ...lines] = parseCsv(await file(page, house, "CSV"));
  expect(lines.map(line => line[head!.indexOf("slug")])).toEqual(shown);
  const json = JSON.parse(await file(page, house, "JSON")) as { agencies: { slug: string }[] };
  expect(json.agencies.map(agency => agency.slug)).toEqual(shown);
  const shapes = JSON.parse(await file(page, house, "GeoJSON")) as { features: { id: string }[] };
  expect(shapes.features).toHaveLength(expected);
});

test("it plays only when asked, and stops when asked", async ({ page }) => {
  await page.goto("/agencies?until=2019-08-27");
  await shows(page, 405);
  await page.getByRole("button", { name: "Play" }).click();
  const day = async () => Number(await slider(page).inputValue());
  const start = await day();
  await expect.poll(day).toBeGreaterThan(start + 1);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
  await expect(page).not.toHaveURL(/until=2019-08-27/);
  const until = new URL(page.url()).searchParams.get("until")!;
  await shows(page, by(until));
});

test("who wants no motion goes on month by month instead", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/agencies?until=2019-07-30");
  await shows(page, by("2019-07-30"));
  const next = page.getByRole("button", { name: "One month on" });
  await next.click();
  await expect(page).toHaveURL(/until=2019-08-27/);
  await shows(page, 405);
  await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(0);
});

test("the curve has a table with the same numbers", async ({ page, house }) => {
  await page.goto("/agencies");
  const button = page.getByRole("button", { name: "As a table" });
  await button.click();
  await expect(button).toHaveAttribute("aria-expanded", "true");
  const months = page.getByRole("region", { name: "Agencies by month" });
  const august = SOURCE.filter(row => row.since.startsWith("2019-08")).length;
  await expect(months.getByRole("row", { name: "August 2019" }).getByRole("cell")).toHaveText([String(august), String(by("2019-08-31"))]);
  await expect(months.getByRole("row", { name: "June 2021" }).getByRole("cell")).toHaveText(["total without names", "1,771"]);
  await house.axe(page);
});

test("those without a known place are in the list, and the map says so", async ({ page }) => {
  await page.goto("/agencies?q=wall%20township");
  await shows(page, 1);
  await expect(growth(page)).toContainText("1 agency has no known place: it is in the list only.");
  await expect(cursor(page)).toBeHidden();
});

test("without the map's script the list, the curve and the slider stay", async ({ page, house }) => {
  house.watch.expect(/ERR_FAILED/);
  await page.route("**/assets/leaflet-*.js", route => route.abort());
  await page.goto("/agencies?until=2019-08-27");
  await shows(page, 405);
  await expect(growth(page).getByRole("status")).toHaveText("The map did not arrive. The list has all that is on it.");
});

test("a profile shows where its agency serves, listed or active", async ({ page }) => {
  for (const [slug, name] of [
    ["ventura-county-sheriffs-office-ca", /^Map of where Ventura County/], ["cedar-flats-police-department", /^Map of where Cedar Flats Police/],
  ] as const) {
    await page.goto(`/agencies/${slug}`);
    await expect(page.getByRole("application", { name }).locator("path.area__edge")).toBeAttached();
  }
});

test("coming nearer, a reader sees sheriffs by the outlines of their counties, until they ask for police only", async ({ page }) => {
  await page.goto("/agencies?us_state=CA&kind=sheriff");
  await expect(cursor(page)).toBeAttached();
  const counties = growth(page).locator("path.agency-county");
  await expect(counties).toHaveCount(0);
  let asked = false;
  page.on("request", request => { asked ||= request.url().includes("/ground/agencies/"); });
  for (let steps = 0; steps < 9 && !asked; steps++) {
    await cursor(page).focus(); // which brings it into view
    await page.keyboard.press(/come nearer$/.test((await cursor(page).getAttribute("aria-label"))!) ? "Enter" : "+");
    await cursor(page).blur();
    await page.waitForTimeout(500); // from near enough the map asks for outlines as soon as it stands still
  }
  await expect(counties.first()).toBeAttached();
  await page.getByLabel("Type").selectOption({ label: "Police" });
  await expect(page).toHaveURL(/kind=police/);
  await expect(counties).toHaveCount(0);
});

test("a reader whom the server fails is told why, tries again, and has all of them", async ({ page, house }) => {
  house.watch.expect(/503/);
  await page.route("**/api/agencies/map", route => route.fulfill({ status: 503, json: { error: "busy" } }));
  await page.goto("/agencies?us_state=CA");
  const failed = page.getByRole("alert").filter({ hasText: "We could not load the agencies" });
  await expect(failed).toContainText("The server is busy. Nothing you wrote is lost; try again in a moment.");
  await house.axe(page);
  await page.unroute("**/api/agencies/map");
  await failed.getByRole("button", { name: "Try again" }).click();
  await shows(page, SOURCE.filter(row => row.state === "CA").length);
  await expect(failed).toHaveCount(0);
});

test.describe("in Spanish", () => {
  test.use({ locale: "es-US" });
  test("the day, the number and the note are said in Spanish", async ({ page }) => {
    await page.goto("/agencies?until=2019-08-27");
    await expect(page.getByRole("heading", { level: 2, name: "405 agencias" })).toBeVisible();
    await expect(page.getByRole("slider", { name: "Fecha" })).toHaveAttribute("aria-valuetext", /^mar, 27 de ago de 2019: 405 agencias$|^mar, 27 ago 2019: 405 agencias$/);
    await expect(page.getByText("un total sin nombres")).toBeVisible();
    await expect(page.getByRole("button", { name: "Reproducir" })).toBeVisible();
  });
});

test("on a phone the map comes first, calm in height, and nothing is wider than the page", async ({ page, isMobile, house }) => {
  test.skip(!isMobile, "of phones");
  await page.goto("/agencies?until=2019-08-27");
  await shows(page, 405);
  const map = (await growth(page).locator(".map--nation").boundingBox())!;
  const list = (await total(page).boundingBox())!;
  expect(map.y).toBeLessThan(list.y);
  expect(map.height).toBeLessThan(844 * 0.4);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await house.shot(page, "agencies-phone");
});

/** Follows the link on the page as its reader would. */
async function file(page: Page, house: House, name: string): Promise<string> {
  const link = page.getByRole("main").getByRole("link", { name, exact: true });
  const answer = await page.request.get(new URL((await link.getAttribute("href"))!, house.url).href);
  expect(answer.status(), name).toBe(200);
  return answer.text();
}
