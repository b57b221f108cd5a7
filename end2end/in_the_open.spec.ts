//! What an agency does in the open: told while it is typed, and to everybody afterwards.
import { draft, fill } from "./drafting.ts";
import { expect, test } from "./house.ts";
import { ADDRESSES } from "./every_page.ts";
import { address, ask, feed, PLACE, type PostCard, requestAround } from "./town.ts";

const TITLE = "Blue cargo bicycle taken from a rack";
const POLICE = "cedar-flats-police-department";

test.skip(({ isMobile }) => isMobile, "told once, at a desk");

test("an officer sees how large the area is while painting, and in one look what residents will read", async ({ page, house }) => {
  await draft(page, house, TITLE);
  const miles = async () => Number.parseFloat(await page.getByText(/^\d\.\d\d square miles$/).innerText());
  const seven = await miles();
  expect(seven).toBeGreaterThan(0.2);
  // The map and its list are one: a cell taken out of one is out of the other, and the size follows.
  const list = page.locator("details", { hasText: "Cells as a list" });
  await list.locator("summary").click();
  const cells = list.getByRole("checkbox", { checked: true });
  await expect(cells).toHaveCount(7);
  await cells.last().uncheck();
  await expect(page.getByText("6 of 10 cells")).toBeVisible();
  expect(await miles()).toBeCloseTo(seven * 6 / 7, 1);
  expect(await miles()).toBeLessThan(seven);

  await page.getByRole("button", { name: "Preview as residents see it" }).click();
  const preview = page.getByRole("region", { name: "Preview as residents see it" });
  await expect(preview.getByRole("heading", { name: TITLE })).toBeVisible();
  for (const words of ["A blue cargo bicycle was taken from a rack", "CF-26-77001", "Theft of a bicycle", "Det. Maya Ortega", "m.ortega@cedarflats.example", "9:30 AM"]) {
    await expect(preview).toContainText(words);
  }
  // Typed on, it follows.
  await page.getByLabel("Title", { exact: true }).fill(`${TITLE}, in the morning`);
  await expect(preview.getByRole("heading", { name: `${TITLE}, in the morning` })).toBeVisible();
  await house.axe(page);
  await house.shot(page, "portal-draft-preview");
  await page.getByRole("button", { name: "Close the preview" }).click();
  await expect(preview).toHaveCount(0);
});

test("two nights a year the clock lies, and the form says so", async ({ page, house }) => {
  await house.signIn(page, house.account("officer", "Maya Ortega"));
  await page.goto("/portal/requests");
  await page.getByRole("button", { name: "New request" }).click();
  await fill(page, TITLE);
  const [from, to] = [page.getByLabel("From", { exact: true }), page.getByLabel("To", { exact: true })];
  await expect(page.getByText("No change of the clock inside this window.")).toBeVisible();
  await page.getByLabel("Time zone of the place").selectOption("America/Denver");
  // Put forward: half past two never was, and from one to four are two hours.
  await from.fill("2026-03-08T01:00");
  await to.fill("2026-03-08T02:30");
  await expect(page.getByText("No clock showed this time: it was put forward over it that night.")).toBeVisible();
  await expect(to).toHaveAttribute("aria-invalid", "true");
  await to.fill("2026-03-08T04:00");
  await expect(page.getByText("The clock is changed inside this window. Its length is elapsed time.")).toBeVisible();
  await expect(page.getByText("Window is 2 h", { exact: false })).toBeVisible();
  // Put back: half past one came twice, an hour apart.
  await from.fill("2025-11-02T00:30");
  await to.fill("2025-11-02T01:30");
  await expect(page.getByText("The clock was put back that night, so this time came twice. Which is meant?")).toBeVisible();
  await expect(page.getByText("Window is 1 h", { exact: false })).toBeVisible();
  await page.getByRole("radio", { name: "The second time, after the change" }).check();
  await expect(page.getByText("Window is 2 h", { exact: false })).toBeVisible();
  await house.axe(page);
  // Where no clock is ever changed, nothing of this is asked.
  await page.getByLabel("Time zone of the place").selectOption("America/Phoenix");
  await expect(page.getByText("this time came twice", { exact: false })).toHaveCount(0);
});

test("everybody reads how long agencies wait for a reviewer, and what an agency owes", async ({ page, house }) => {
  const age = await ask<{ waiting: number; oldest_submitted_at: string | null }>(house, "/api/review/age");
  await page.goto("/rules");
  const said = page.getByRole("status").filter({ hasText: "for review" });
  if (age.waiting === 0) await expect(said).toHaveText("No request waits for review now.");
  else await expect(said).toHaveText(new RegExp(`^${age.waiting} requests? waits? for review, (the oldest )?since `));
  const before = await said.innerText();
  await house.setClock(new Date(Date.parse("2026-10-22T00:30:00Z") + 3 * 3_600_000).toISOString());
  await page.reload();
  await expect(said).toHaveText(/./);
  if (age.waiting > 0) expect(await said.innerText()).not.toBe(before);

  // A month after it closed, nobody has said what came of it.
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  const { open_until } = await ask<{ open_until: string }>(house, `/api/assistance-requests/${request.id}`);
  const due = Date.parse(open_until) + 30 * 24 * 3_600_000;
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: request.title }) });
  await house.setClock(new Date(due).toISOString());
  await page.goto(`/agencies/${POLICE}`);
  await expect(row).toContainText(/Due by /);
  await house.setClock(new Date(due + 1_000).toISOString());
  await page.reload();
  await expect(row.getByText("Outcome overdue")).toBeVisible();
  const { assistance_requests } = await ask<{ assistance_requests: { outcome_overdue?: boolean }[] }>(house, `/api/agencies/${POLICE}`);
  const overdue = assistance_requests.filter(one => one.outcome_overdue).length;
  expect(overdue).toBeGreaterThan(0);
  await expect(page.getByRole("definition").and(page.locator('dt:text-is("Outcome overdue") + dd'))).toHaveText(String(overdue));
  await page.goto(address(request));
  await expect(page.getByText("Outcome overdue")).toBeVisible();
});

test("who left is said on the badge of everything they wrote, and what they wrote stays proved", async ({ page, desk, house }) => {
  const post = (await feed(house)).find(item => item.item === "post" && (item as PostCard).author.officer?.badge.name === "Officer Priya Raman") as PostCard;
  await house.signIn(desk, house.account("officer", "m.ortega"));
  await desk.goto("/portal/officers");
  await desk.getByRole("article").filter({ hasText: "Officer Priya Raman" }).getByRole("button", { name: "End", exact: true }).click();
  await desk.getByRole("button", { name: "End now" }).click();
  await expect(desk.getByRole("region", { name: "No longer with the agency" }).getByText("Officer Priya Raman")).toBeVisible();

  await page.goto(`/?place=${PLACE}&kind=agencies`);
  const entry = page.getByRole("article").filter({ hasText: post.title! });
  await entry.getByRole("button", { name: /^no longer with the agency since .*Oct 21, 2026/ }).click();
  const proof = page.getByRole("dialog").filter({ visible: true });
  await expect(proof.getByText(/^Ended .*Oct 21, 2026$/)).toBeVisible();
  await expect(proof.getByText("Valid now")).toHaveCount(0);
  await expect(proof.getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
  await house.axe(page);
  await house.shot(page, "badge-ended");

  // A server that shows them as if they were still there is caught.
  await page.route(/\/api\/feed|kind=agencies/, async route => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(/,"ended_at":"[^"]*"/g, "") });
  });
  await page.reload();
  await entry.getByRole("button", { name: /^Verified officer/ }).click();
  await expect(proof.getByText("The record says that the officer left the agency.")).toBeVisible({ timeout: 20_000 });
});

test("residents never load the portal", async ({ page, house }) => {
  const loaded: string[] = [];
  page.on("request", request => loaded.push(new URL(request.url()).pathname));
  const resident = house.account("resident", "inside");
  const request = await requestAround(house, resident.home_cell!);
  await house.signIn(page, resident);
  const own = ADDRESSES.filter(pattern => !/^\/(portal|review)/.test(pattern) && !pattern.includes(":"));
  for (const path of [...own, address(request), `${address(request)}/help`, `/agencies/${POLICE}`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  }
  expect(loaded.length).toBeGreaterThan(100);
  expect(loaded.filter(path => /portal|^\/review/.test(path))).toEqual([]);
  // It is there, and this would see it.
  await page.goto("/portal");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  expect(loaded.some(path => /^\/assets\/portal-.*\.wasm$/.test(path))).toBe(true);
});
