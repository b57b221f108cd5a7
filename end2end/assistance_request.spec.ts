//! Someone reads a request for assistance: who asks, why, where, when, and whether it keeps the rules.
import { expect, test } from "./house.ts";
import { address, ask, requestAround, requests, type Summary } from "./town.ts";

interface Whole {
  version: number;
  draft: {
    case_number: string; incident_type: string; text: string;
    lead: { name: string; title: string; contact: string };
    area: { cells: string[] }; window: { from: string; until: string }; zone: string;
    tip_line: { phone: string | null; web: string | null };
  };
  officer: { name: string };
}

const whole = (house: Parameters<typeof ask>[0], request: Summary) => ask<Whole>(house, `/api${address(request)}`);

/** "Tue, Oct 20, 2026" and "8:30 PM", as they are said where it happened. */
function spoken(instant: string, zone: string): [day: string, clock: string, zone: string] {
  const at = new Date(instant);
  const say = (options: Intl.DateTimeFormatOptions) => at.toLocaleString("en-US", { timeZone: zone, ...options });
  const short = say({ timeZoneName: "short" }).split(" ").at(-1)!;
  return [
    say({ weekday: "short", month: "short", day: "numeric", year: "numeric" }),
    say({ hour: "numeric", minute: "2-digit" }),
    short,
  ];
}

test("a visitor reads who asks, about what, in which window, and whom to call without giving a name", async ({ page, house }) => {
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  const { draft, officer } = await whole(house, request);
  await page.goto(address(request));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(request.title);
  const facts = page.getByRole("complementary", { name: "Facts" });
  for (const fact of [draft.case_number, draft.incident_type, draft.lead.name, draft.lead.title, draft.lead.contact]) {
    await expect(facts).toContainText(fact);
  }
  await expect(page.getByRole("main")).toContainText(officer.name);
  await expect(page.getByRole("main").getByRole("link", { name: request.agency.name }).first()).toBeVisible();
  for (const line of draft.text.split(/\n+/)) await expect(page.getByText(line.trim())).toBeVisible();

  const where = page.getByRole("region", { name: "Where and when" });
  for (const [name, instant] of [["From", draft.window.from], ["To", draft.window.until]] as const) {
    const end = where.getByRole("paragraph").filter({ hasText: new RegExp(`^${name}`) });
    for (const words of spoken(instant, draft.zone)) await expect(end).toContainText(words);
  }
  const minutes = (Date.parse(draft.window.until) - Date.parse(draft.window.from)) / 60_000;
  const length = [minutes >= 60 && `${Math.floor(minutes / 60)} h`, minutes % 60 && `${minutes % 60} min`].filter(Boolean).join(" ");
  await expect(where.getByText(length, { exact: true })).toBeVisible();

  const anonymous = page.getByRole("region", { name: "Help without your name" });
  await expect(anonymous.getByRole("link", { name: draft.tip_line.phone! })).toHaveAttribute("href", /^tel:\+1\d{10}$/);
  await expect(anonymous).toContainText("asks for no name");
  await house.axe(page);
  await house.shot(page, `assistance-request-${test.info().project.name}`);
});

test("a visitor sees the area as a honeycomb, and the same cells as a list", async ({ page, house }) => {
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  const cells = request.area.cells.length;
  await page.goto(address(request));
  const map = page.getByRole("application", { name: /^Map: / });
  await expect(map).toBeVisible();
  await expect(map).toHaveAccessibleName(new RegExp(`^Map: ${cells} cells? around the incident`));
  // Leaflet draws all cells of the area into one path: a corner is where a cell's outline begins.
  const outline = await map.locator("path.area__cell").getAttribute("d");
  expect(outline!.match(/M/g)).toHaveLength(cells);
  await expect(page.getByText(new RegExp(`^${cells} cells? · 0\\.\\d\\d square miles$`))).toBeVisible();
  await page.getByText(`The ${cells} cells as a list`).click();
  const list = page.getByRole("list").filter({ hasText: "The incident’s own cell" });
  await expect(list.getByRole("listitem")).toHaveCount(cells);
  const names = await list.getByRole("listitem").allInnerTexts();
  expect(names.filter(name => !/^The incident’s own cell$|^[A-Z][a-z-]+, \d cells? away$/.test(name))).toEqual([]);
  await page.getByRole("button", { name: "Enlarge the map" }).click();
  await expect(map.locator("path.area__cell")).not.toHaveAttribute("d", outline!);
  await house.axe(page);
});

test("a visitor sees each rule the request passed, worked out again in their own browser", async ({ page, house }) => {
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  await page.goto(address(request));
  const rules = page.getByRole("region", { name: "Rules it passed" });
  const lines = rules.getByRole("listitem");
  await expect(lines).toHaveCount(11);
  await expect(rules).toContainText("11 of 11");
  for (const line of await lines.all()) await expect(line).toContainText("Passed:");
  await expect(rules).toContainText(`First post for case ${request.case_number}`);
  await expect(rules).toContainText("at most 2 for one case");
  await rules.getByRole("link", { name: "All rules" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The rules, with their numbers" })).toBeVisible();
});

test("a request that breaks a rule is found out by the reader's browser, whatever the server says", async ({ page, house }) => {
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  await page.route(`**/api${address(request)}`, async route => {
    const answer = await route.fetch();
    const whole = await answer.json();
    // Thirteen hours: one more than a window may have.
    whole.draft.window.from = new Date(Date.parse(whole.draft.window.until) - 13 * 3_600_000).toISOString();
    whole.draft.tip_line = { phone: null, web: null };
    await route.fulfill({ response: answer, json: whole });
  });
  await page.goto(address(request));
  const rules = page.getByRole("region", { name: "Rules, not all passed" });
  await expect(rules).toContainText("9 of 11");
  const lines = rules.getByRole("listitem");
  await expect(lines.nth(0)).toContainText("Failed: Window is 13 h");
  await expect(lines.nth(0)).toContainText("The most is 12 h: move one end by at least 1 h.");
  await expect(lines.nth(1)).toContainText("Failed:");
  await expect(lines.nth(1)).toContainText("Give a way to help without a name");
  await expect(lines.nth(2)).toContainText("Passed:");
  await house.axe(page);
});

test("a closed request stays to be read, with its outcome and without a way to share", async ({ page, house }) => {
  const closed = (await ask<{ assistance_requests: Summary[] }>(house, "/api/agencies/cedar-flats-police-department"))
    .assistance_requests.find(request => request.state === "resolved")!;
  await page.goto(address(closed));
  await expect(page.getByText(/^Resolved \w{3}, /)).toBeVisible();
  await expect(page.getByRole("link", { name: "Tap here to help" })).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Your choice" })).toContainText("This request is resolved.");
  await house.axe(page);
});

test("a request that expires while it is read says so after a reload", async ({ page, house }) => {
  const [request] = (await requests(house)).filter(request => request.state === "open");
  await page.goto(address(request!));
  await expect(page.getByText(/^Open until /)).toBeVisible();
  await house.setClock("2026-12-24T12:00:00-07:00");
  await page.reload();
  await expect(page.getByText(/^Expired \w{3}, /)).toBeVisible();
  await expect(page.getByRole("region", { name: "Your choice" })).toContainText("This request is expired.");
});
