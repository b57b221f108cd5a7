//! Someone wants to know which agencies there are, who they are, and everything one of them ever asked for.
import { type Page } from "@playwright/test";
import { parseCsv } from "./csv.ts";
import { expect, type House, test } from "./house.ts";
import { ask, type Summary } from "./town.ts";

/** 1,501 rows of the source; three of them say a second time what another says; two agencies of the demo. */
const LISTED = 1_501 - 3;
const ACTIVE = 2;
const POLICE = "cedar-flats-police-department";

interface Card { slug: string; name: string; state: string; us_state: string }
interface List { agencies: Card[]; total: number; next: string | null }
interface Profile {
  assistance_requests: (Summary & { incident_type: string })[];
  latest_posts: { id: string }[];
  posts_by_category: { category: string; posts: number }[];
  refused: number;
  officers_active: number;
  jurisdiction: string;
  contact: string;
  gifts: string;
  retention_days: number;
}

const rows = (page: Page) => page.getByRole("row").filter({ has: page.getByRole("cell") });
const total = (page: Page) => page.getByRole("heading", { level: 2, name: /agenc(y|ies)$/ });
const said = (n: number) => `${n.toLocaleString("en-US")} ${n === 1 ? "agency" : "agencies"}`;

async function open(page: Page): Promise<void> {
  await page.goto("/agencies");
  await expect(total(page)).toHaveText(said(LISTED + ACTIVE));
}

test("a journalist finds all the agencies, each named once, twenty at a time and more when asked", async ({ page, house }) => {
  await open(page);
  const names = rows(page).getByRole("link");
  const first = await names.count();
  await page.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => names.count()).toBeGreaterThan(first);
  const shown = await names.evaluateAll(links => links.map(link => link.getAttribute("href")));
  expect(new Set(shown).size).toBe(shown.length);
  await house.axe(page);

  const everywhere = await ask<Card[] | { agencies: Card[] }>(house, "/data/agencies.json");
  const all = Array.isArray(everywhere) ? everywhere : everywhere.agencies;
  expect(all.filter(card => card.state === "listed")).toHaveLength(LISTED);
  expect(all.filter(card => card.state === "active")).toHaveLength(ACTIVE);
  expect(new Set(all.map(card => card.slug)).size).toBe(LISTED + ACTIVE);
});

test("a journalist looks for a name and a state, and sends the address to a colleague who sees the same", async ({ page, house, desk }) => {
  await open(page);
  await page.getByLabel("Agency, city or county").fill("santa");
  await expect(page).toHaveURL(/[?&]q=santa/);
  await page.getByLabel("State", { exact: true }).selectOption({ label: "California" });
  await expect(page).toHaveURL(/[?&]us_state=CA/);
  // In the order of the server's list; the page's own begins with the newest.
  await page.getByRole("link", { name: "Name", exact: true }).click();
  const known = await ask<List>(house, "/api/agencies?q=santa&us_state=CA");
  expect(known.total).toBeGreaterThan(1);
  expect(known.total).toBeLessThan(LISTED);
  await expect(total(page)).toHaveText(said(known.total));
  const names = known.agencies.map(card => card.name);
  await expect(rows(page).getByRole("link")).toHaveText(names.slice(0, 20));
  await expect(rows(page).first()).toContainText("California");
  await desk.goto(page.url());
  await expect(total(desk)).toHaveText(said(known.total));
  await expect(desk.getByLabel("Agency, city or county")).toHaveValue("santa");
  await expect(desk.getByLabel("State", { exact: true })).toHaveValue("CA");

  await page.getByLabel("Agency, city or county").fill("no agency is called this");
  await expect(page.getByRole("heading", { name: "No agency fits" })).toBeVisible();
  await expect(total(page)).toHaveText(said(0));
  await house.axe(page);
});

test("a journalist looks at the active agencies only", async ({ page }) => {
  await open(page);
  await expect(page.getByLabel("Status").getByRole("option")).toHaveText(["Any status", "Listed", "Active", "Suspended", "Left"]);
  await page.getByLabel("Status").selectOption({ label: "Active" });
  await expect(page).toHaveURL(/[?&]state=active/);
  await expect(total(page)).toHaveText(said(ACTIVE));
  await expect(rows(page)).toHaveCount(ACTIVE);
  for (const row of await rows(page).all()) await expect(row).toContainText("demo");
});

test("a resident learns that their police department is listed only, since when, and who says so", async ({ page, house }) => {
  const { agencies } = await ask<List>(house, "/api/agencies?q=santa%20barbara&us_state=CA&state=listed");
  const listed = agencies.find(card => card.name === "Santa Barbara Police Department")!;
  await page.goto(`/agencies/${listed.slug}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(listed.name);
  const main = page.getByRole("main");
  await expect(main).toContainText(/Took part in Ring’s .*programme since \w{3} \d+, 20\d\d; does not use this server\./);
  await expect(main).toContainText("Atlas of Surveillance, Electronic Frontier Foundation, CC BY 4.0");
  await expect(main.getByRole("link", { name: "Go to the source" })).toHaveAttribute("href", /^https:/);
  await expect(main.getByRole("table")).toHaveCount(0);
  await expect(main.getByRole("button", { name: /^Verified/ })).toHaveCount(0);
  await house.axe(page);
});

test("a resident reads what was corrected in the source, and why", async ({ page, house }) => {
  const { agencies } = await ask<List>(house, "/api/agencies?q=wall%20township");
  expect(agencies.map(card => card.us_state)).toEqual(["NJ"]);
  await page.goto(`/agencies/${agencies[0]!.slug}`);
  await expect(page.getByRole("main")).toContainText("Corrected here:");
  await expect(page.getByRole("main")).toContainText("New Jersey");
});

test("an auditor reads everything the police of Cedar Flats ever asked for, open or closed", async ({ page, house }) => {
  const known = await ask<Profile>(house, `/api/agencies/${POLICE}`);
  const requests = known.assistance_requests;
  const open = requests.filter(request => ["open", "frozen"].includes(request.state));
  await page.goto(`/agencies/${POLICE}`);
  await expect(rows(page)).toHaveCount(requests.length);
  await expect(rows(page).getByRole("link")).toHaveText(requests.map(request => request.title));
  for (const request of requests) await expect(rows(page).filter({ hasText: request.case_number }).first()).toBeVisible();
  const published = requests.map(request => Date.parse(request.published_at));
  expect(published).toEqual([...published].sort((a, b) => b - a));

  const figure = (name: string) => page.getByRole("definition").and(page.locator(`dt:text-is("${name}") + dd`));
  await expect(figure("Requests published")).toHaveText(String(requests.length));
  await expect(figure("Open now")).toHaveText(String(open.length));
  await expect(figure("Refused in review")).toHaveText(String(known.refused));
  await expect(figure("Officers active")).toHaveText(String(known.officers_active));
  await house.axe(page);

  const tabs = page.getByRole("navigation", { name: "Filter requests" });
  await tabs.getByRole("link", { name: `Open ${open.length}` }).click();
  await expect(page).toHaveURL(/\?state=open$/);
  await expect(rows(page)).toHaveCount(open.length);
  await page.goBack();
  await expect(rows(page)).toHaveCount(requests.length);
  await tabs.getByRole("link", { name: `Closed ${requests.length - open.length}` }).click();
  await expect(rows(page)).toHaveCount(requests.length - open.length);
  const voided = requests.filter(request => request.state === "void");
  await tabs.getByRole("link", { name: `Void ${voided.length}` }).click();
  await expect(page).toHaveURL(/\?state=void$/);
  await expect(rows(page)).toHaveCount(voided.length);
  await tabs.getByRole("link", { name: `All ${requests.length}` }).click();
  await house.shot(page, "agency");

  // The same history as plots, each with its numbers written on it.
  await expect(page.getByRole("region", { name: "Requests by month", exact: true }).getByRole("img")).toBeVisible();
  const became = page.getByRole("region", { name: "What became of them" }).getByRole("listitem");
  const used = requests.filter(request => request.outcome === "used").length;
  await expect(became.filter({ hasText: /^Used/ })).toHaveText(`Used${used}`);
  await expect(page.getByRole("region", { name: "What its officers wrote last" }).getByRole("article")).toHaveCount(known.latest_posts.length);

  const badge = page.getByRole("button", { name: /^Verified agency/ });
  await badge.click();
  await expect(page.getByRole("dialog").filter({ visible: true })).toContainText("Cedar Flats Police Department");
});

test("an auditor reads what the police of Cedar Flats stated about themselves", async ({ page, house }) => {
  const known = await ask<Profile>(house, `/api/agencies/${POLICE}`);
  await page.goto(`/agencies/${POLICE}`);
  const facts = page.getByRole("complementary", { name: "About this agency" });
  const stated = (name: string) => facts.locator(`dt:text-is("${name}") + dd`);
  for (const [name, value] of [
    ["Jurisdiction", known.jurisdiction], ["Contact", known.contact], ["Gifts from vendors", known.gifts],
    ["Keeps recordings", `${known.retention_days} days`],
  ] as const) {
    expect(value, `the demo states it: ${name}`).toMatch(/\w/);
    await expect(stated(name)).toHaveText(value);
  }
  await expect(stated("Tip line")).toContainText(/\d{3}-\d{3}-\d{4}/);
});

test("an auditor sees how often and about what they asked, in plots with the numbers of the history", async ({ page, house }) => {
  const { assistance_requests: requests, posts_by_category: posts } = await ask<Profile>(house, `/api/agencies/${POLICE}`);
  await page.goto(`/agencies/${POLICE}`);
  const plot = (name: string) => page.getByRole("region", { name, exact: true });

  // The last eight months up to the newest request, empty ones too, as a reader in Denver counts them.
  const month = (at: Date) => at.toLocaleDateString("en-US", { timeZone: "America/Denver", year: "numeric", month: "short" });
  const newest = new Date(Math.max(...requests.map(request => Date.parse(request.published_at))));
  const months = Array.from({ length: 8 }, (_, back) => month(new Date(Date.UTC(newest.getUTCFullYear(), newest.getUTCMonth() - back, 15)))).reverse();
  const counts = months.map(name => requests.filter(request => month(new Date(request.published_at)) === name).length);
  const shown = counts.reduce((sum, n) => sum + n, 0);
  await expect(plot("Requests by month").getByRole("img"))
    .toHaveAccessibleName(months.map((name, n) => `${name.slice(0, 3)} ${counts[n]}`).join(", "));
  await expect(plot("Requests by month"))
    .toContainText(shown === requests.length ? `${shown} in 8 months` : `${shown} of ${requests.length} in the last 8 months shown`);

  // What an incident is called before it is described.
  const kinds = requests.map(request => request.incident_type.split(/ (?:of|with|from|in|at) /)[0]!);
  await lines("Requests by incident", kinds);
  // "lost_pet" is "Lost pet".
  const named = (category: string) => category[0]!.toUpperCase() + category.slice(1).replaceAll("_", " ");
  await lines("Posts by category", posts.flatMap(({ category, posts }) => Array<string>(posts).fill(named(category))));

  async function lines(name: string, all: string[]): Promise<void> {
    const expected = [...new Set(all)].map(kind => `${kind}${all.filter(one => one === kind).length}`);
    await expect(plot(name).getByRole("listitem").first()).toBeVisible();
    expect((await plot(name).getByRole("listitem").allTextContents()).sort(), name).toEqual(expected.sort());
  }
});

test("an auditor takes the history along as CSV, JSON and Atom: each holds every request of the page", async ({ page, house }) => {
  const { assistance_requests: requests } = await ask<Profile>(house, `/api/agencies/${POLICE}`);
  await page.goto(`/agencies/${POLICE}`);
  await expect(rows(page)).toHaveCount(requests.length);

  const csv = await download(page, house, "CSV", /^text\/csv/);
  const [head, ...lines] = parseCsv(csv);
  const column = head!.indexOf("case_number");
  expect(lines.map(line => line[column])).toEqual(requests.map(request => request.case_number));

  const json = JSON.parse(await download(page, house, "JSON", /^application\/json/));
  const listed: Summary[] = Array.isArray(json) ? json : json.assistance_requests;
  expect(listed.map(request => request.id)).toEqual(requests.map(request => request.id));

  const atom = await download(page, house, "Atom", /^application\/atom\+xml/);
  // On a page of no site: ours parses no foreign markup at all.
  const reader = await page.context().newPage();
  const entries = await reader.evaluate(atom => {
    const feed = new DOMParser().parseFromString(atom, "application/xml");
    if (feed.querySelector("parsererror") || feed.documentElement.localName !== "feed") return null;
    return [...feed.querySelectorAll("entry")].map(entry => entry.querySelector("link")?.getAttribute("href"));
  }, atom);
  expect(entries, "an Atom feed that parses").not.toBeNull();
  expect(entries!.map(link => new URL(link!, house.url).pathname)).toEqual(requests.map(request => `/assistance-requests/${request.id}`));
});

/** Follows the link on the page as its reader would. */
async function download(page: Page, house: House, name: string, type: RegExp): Promise<string> {
  // The figures of the agency have files of their own.
  const link = page.getByRole("main").getByRole("link", { name, exact: true }).and(page.locator('[href*="/assistance-requests."]'));
  const answer = await page.request.get(new URL((await link.getAttribute("href"))!, house.url).href);
  expect(answer.status(), name).toBe(200);
  expect(answer.headers()["content-type"], name).toMatch(type);
  return answer.text();
}
