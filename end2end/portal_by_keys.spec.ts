//! An agency's work without a mouse: the draft, the honeycomb, the checklist, the amendment and the end, by keys alone.
import { type Locator, type Page } from "@playwright/test";
import { type Account, expect, type House, test } from "./house.ts";
import { press, reach, type } from "./keys.ts";

test.skip(({ isMobile }) => isMobile, "officers and reviewers work at a desk");

const QUESTIONS = 8;
const TITLE = "Blue cargo bicycle taken from a rack";
const TEXT = "A blue cargo bicycle was taken from a rack between half past nine and eleven. We look for recordings of the rack.";

/** Through the portal's own form, the code of the authenticator too. */
async function signIn(page: Page, house: House, account: Account): Promise<void> {
  await page.goto("/portal/sign-in");
  await type(page, page.getByLabel("Email address"), account.email);
  await type(page, page.getByLabel("Password"), account.password);
  await page.keyboard.press("Enter");
  if (!account.totp_secret) return;
  const code = page.getByLabel("Six digits from your authenticator app");
  await expect(code).toBeFocused();
  await page.keyboard.type(house.codes(account)[0]!);
  await page.keyboard.press("Enter");
}

/** The field's parts one after the other, as a keyboard fills them: month, day, year, hour, minute, half of the day. */
async function moment(page: Page, field: Locator, date: string, time: string): Promise<void> {
  await reach(page, field);
  await page.keyboard.type(date);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type(time);
}

/** The map is one stop of Tab; inside it arrow keys go from cell to cell, always the way that is longer still. */
async function walkTo(page: Page, map: Locator, cell: Locator): Promise<void> {
  const middle = (button: Locator) => button.evaluate(element => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2] as const;
  });
  for (let step = 0; step < 40 && !await cell.evaluate(element => element === document.activeElement); step++) {
    const [[x, y], [toX, toY]] = [await middle(map.locator(":focus")), await middle(cell)];
    const across = Math.abs(toX - x) > Math.abs(toY - y);
    await page.keyboard.press(across ? (toX > x ? "ArrowRight" : "ArrowLeft") : toY > y ? "ArrowDown" : "ArrowUp");
  }
  await expect(cell).toBeFocused();
}

async function unlock(page: Page, officer: Account): Promise<void> {
  const passphrase = page.getByLabel("Key passphrase");
  await type(page, passphrase, officer.key_passphrase!);
  await page.keyboard.press("Enter");
  await expect(passphrase).toHaveCount(0, { timeout: 20_000 });
}

/** The whole checklist and the decision; every answer is reached by Tab. */
async function approve(desk: Page): Promise<void> {
  await press(desk, desk.getByRole("link", { name: TITLE }));
  await expect(desk.getByRole("heading", { level: 1, name: TITLE })).toBeFocused();
  const groups = desk.getByRole("listitem").filter({ has: desk.getByRole("button", { name: "Unsure" }) });
  await expect(groups).toHaveCount(QUESTIONS);
  for (const group of await groups.all()) await press(desk, group.getByRole("button", { name: "Yes", exact: true }));
  await expect(desk.getByText("8 of 8 answered")).toBeVisible();
  await press(desk, desk.getByRole("radio", { name: /^Approve/ }), "Space");
  await press(desk, desk.getByRole("button", { name: "Approve" }));
  await expect(desk.getByRole("heading", { level: 1, name: "What waits for review" })).toBeFocused();
}

test("an officer without a mouse asks, amends and resolves, and a reviewer without a mouse publishes", async ({ page, desk, house }) => {
  test.setTimeout(300_000);
  const officer = house.account("officer", "Maya Ortega");
  house.watch.expect(/status of 401/); // the portal's door asks for a code
  const item = page.getByRole("article").filter({ hasText: TITLE });

  await test.step("from the form of the door to an empty draft", async () => {
    await signIn(page, house, officer);
    await expect(page.getByRole("heading", { level: 1, name: "Shares" })).toBeVisible();
    await press(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Requests" }));
    await expect(page.getByRole("heading", { level: 1, name: "Requests for assistance" })).toBeFocused();
    await press(page, page.getByRole("button", { name: "New request" }));
    await expect(page.getByRole("heading", { level: 1, name: "New request for assistance" })).toBeFocused();
    await type(page, page.getByLabel("Case number", { exact: true }), "CF-26-77003");
    await type(page, page.getByLabel("Incident", { exact: true }), "Theft of a bicycle");
    await type(page, page.getByLabel("Contact shown"), "m.ortega@cedarflats.example");
  });
  const map = page.getByRole("application");
  await test.step("the incident's cell is found by name, arrow keys and space", async () => {
    await type(page, page.getByLabel("Neighborhood, city or street"), "Baker");
    await page.keyboard.press("Enter");
    await press(page, page.getByRole("group", { name: "Places found" }).getByRole("button", { name: /^Baker/ }).first());
    const middle = map.getByRole("button", { name: /, in the middle$/ });
    await expect(middle).toBeVisible();
    await reach(page, map.getByRole("button", { name: /^Cell 1,/ }));
    await walkTo(page, map, middle);
    await page.keyboard.press("Space");
    await expect(page.getByText("7 of 10 cells")).toBeVisible();
    // The button that was pressed is gone: the focus is where its place was, not lost.
    await expect(page.getByRole("heading", { name: "Area", exact: true })).toBeFocused();
  });
  await test.step("space takes a cell out and puts it back, and no key takes the incident's", async () => {
    const own = map.getByRole("button", { name: /The incident’s own cell$/ });
    await expect(own).toHaveAttribute("aria-pressed", "true");
    await reach(page, map.getByRole("button", { name: /^Cell 1,/ }));
    await walkTo(page, map, own);
    await page.keyboard.press("Space");
    await expect(page.getByText("The cell of the incident is not part of the area. Add it.")).toBeVisible();
    await expect(own).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("ArrowRight");
    const beside = map.locator(":focus");
    await expect(beside).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("Space");
    await expect(page.getByText("6 of 10 cells")).toBeVisible();
    await expect(beside).toHaveAttribute("aria-pressed", "false");
    await page.keyboard.press("Space");
    await expect(page.getByText("7 of 10 cells")).toBeVisible();
    await expect(beside).toHaveAttribute("aria-pressed", "true");
  });
  await test.step("the list beside the map does the same", async () => {
    await press(page, page.locator("summary").filter({ hasText: "Cells as a list" }));
    const list = page.getByRole("group", { name: "Cells as a list" });
    const first = list.getByRole("checkbox").first();
    const label = await first.evaluate(box => box.closest("label")!.innerText.trim());
    const twin = map.getByRole("button", { name: label });
    await expect(twin).toHaveAttribute("aria-pressed", "false");
    await press(page, first, "Space");
    await expect(first).toBeChecked();
    await expect(twin).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("Space");
    await expect(first).not.toBeChecked();
    await expect(page.getByText("7 of 10 cells")).toBeVisible();
  });
  await test.step("window, words and declarations, and it is sent", async () => {
    await moment(page, page.getByLabel("From", { exact: true }), "10212026", "0930A");
    await moment(page, page.getByLabel("To", { exact: true }), "10212026", "1100A");
    await expect(page.getByLabel("To", { exact: true })).toHaveValue("2026-10-21T11:00");
    await type(page, page.getByLabel("Title", { exact: true }), TITLE);
    await type(page, page.getByLabel("Text", { exact: true }), TEXT);
    const declared = page.getByRole("group", { name: "Your agency declares" }).getByRole("checkbox");
    for (const box of await declared.all()) {
      await press(page, box, "Space");
      await expect(box).toBeChecked();
    }
    await expect(page.getByRole("complementary", { name: "Rules, checked as you type" }).getByText("Ready")).toBeVisible();
    await unlock(page, officer);
    await press(page, page.getByRole("button", { name: "Send to review" }));
    await expect(page.getByRole("heading", { level: 1, name: "Requests for assistance" })).toBeFocused();
    await expect(page.getByText("Number 2 in the queue of all agencies.")).toBeVisible();
  });
  await test.step("a reviewer answers every question and publishes it", async () => {
    await signIn(desk, house, house.account("reviewer", "before they are published"));
    await expect(desk.getByRole("heading", { level: 1, name: "What waits for review" })).toBeVisible();
    await approve(desk);
  });
  await test.step("the officer corrects the text, and the reviewer publishes that", async () => {
    await page.reload();
    await press(page, item.getByRole("link", { name: "Amend" }));
    await expect(page.getByRole("heading", { level: 1, name: "Amend a request" })).toBeFocused();
    await reach(page, page.getByLabel("Text", { exact: true }));
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" The rack stands at the corner.");
    await unlock(page, officer);
    await press(page, page.getByRole("button", { name: "Send to review" }));
    await expect(page.getByText("Amendment, version 2")).toBeVisible();
    await desk.reload();
    await approve(desk);
  });
  await test.step("it is resolved after one question, and the outcome said; the focus stays with the request", async () => {
    await page.reload();
    await expect(item.getByText("version 2")).toBeVisible();
    await press(page, item.getByRole("button", { name: "Resolve" }));
    // Asked in place: the focus goes along, and back.
    await expect(item.getByText(/Nothing can be shared with it from now on/)).toBeVisible();
    await expect(item.getByRole("button", { name: "Back" })).toBeVisible();
    await expect(item.locator(":focus")).toHaveCount(1);
    await press(page, item.getByRole("button", { name: "Back" }));
    await expect(item.getByRole("button", { name: "Resolve" })).toBeFocused();
    await page.keyboard.press("Enter");
    await press(page, item.getByRole("button", { name: "Resolve" }));
    await expect(item.getByText("What came of it? Said once, in public.")).toBeVisible();
    await expect(item.getByRole("heading", { level: 3 }).getByRole("link")).toBeFocused();
    await press(page, item.getByRole("button", { name: "Used", exact: true }));
    await expect(item.getByText("Used", { exact: true })).toBeVisible();
    await expect(item.getByRole("heading", { level: 3 }).getByRole("link")).toBeFocused();
  });
});
