//! Something ends while an officer types: the agency's part, the officer's, the session, the request. And what is pressed twice.
import { execFileSync } from "node:child_process";
import { type Page } from "@playwright/test";
import { draft } from "./drafting.ts";
import { unlock } from "./hand.ts";
import { type Account, expect, type House, test } from "./house.ts";
import { ask, feed, type PostCard, requestAround } from "./town.ts";
import { binary } from "./world.ts";

test.skip(({ isMobile }) => isMobile, "the portal's stories are told at a desk");

const TITLE = "Blue cargo bicycle taken from a rack";
const SLUG = "cedar-flats-police-department";

const operator = (house: House, ...what: string[]) =>
  execFileSync(binary(), ["agencies", ...what, "--data", house.server.data], { stdio: ["ignore", "ignore", "inherit"] });

const ortega = (house: House): Account => house.account("officer", "Maya Ortega");
const send = (page: Page) => page.getByRole("button", { name: "Send to review" });
const title = (page: Page) => page.getByLabel("Title", { exact: true });

/** What waits of all agencies, as anyone reads it. */
const waiting = async (house: House) => (await ask<{ waiting: number }>(house, "/api/review/age")).waiting;

test("an agency is suspended while its officer types: the draft waits with it, and goes out when that ends", async ({ page, house }) => {
  test.slow();
  house.watch.expect(/status of 4(03|22)/);
  await draft(page, house, TITLE);
  await unlock(page, ortega(house));
  const before = await waiting(house);
  operator(house, "suspend", SLUG);
  await send(page).click();
  const sentence = "Your agency is suspended: until that ends, nothing can be posted or asked in its name. What you wrote is still here.";
  await expect(page.getByRole("alert").filter({ hasText: "It was not sent." })).toContainText(sentence);
  expect(await waiting(house)).toBe(before);
  // What is typed on is saved on; a reload says beforehand that nothing can be sent.
  await title(page).fill(`${TITLE}, in the morning`);
  await expect(page.getByText(/^Draft, saved/)).toBeVisible();
  await page.reload();
  await expect(page.getByText("Drafts are saved as always, and can be sent when it ends.")).toBeVisible();
  await expect(title(page)).toHaveValue(`${TITLE}, in the morning`);
  await expect(page.getByText("7 of 10 cells")).toBeVisible();
  await house.axe(page);

  operator(house, "resume", SLUG);
  await page.reload();
  await expect(title(page)).toHaveValue(`${TITLE}, in the morning`);
  await expect(page.getByText("Drafts are saved as always", { exact: false })).toHaveCount(0);
  await unlock(page, ortega(house));
  await send(page).click();
  await expect(page).toHaveURL(/\/portal\/requests$/);
  await expect(page.getByText(`Number ${before + 1} in the queue of all agencies.`)).toBeVisible();
});

test("an officer is ended while typing: told in one sentence, and nobody else finds the draft in this browser", async ({ page, desk, house }) => {
  test.slow();
  house.watch.expect(/status of 401/);
  const raman = house.account("officer", "p.raman");
  await house.signIn(desk, raman);
  await desk.goto("/portal/requests");
  await desk.getByRole("button", { name: "New request" }).click();
  await title(desk).fill("Quillfeather was seen here");
  await expect(desk.getByText(/^Draft, saved/)).toBeVisible();
  const address = new URL(desk.url()).pathname;

  await house.signIn(page, ortega(house));
  await page.goto("/portal/officers");
  await page.getByRole("article").filter({ hasText: "Priya Raman" }).getByRole("button", { name: "End", exact: true }).click();
  await page.getByRole("button", { name: "End now" }).click();
  await expect(page.getByRole("region", { name: "No longer with the agency" }).getByText("Priya Raman")).toBeVisible();

  await title(desk).fill("Quillfeather was seen here twice");
  await expect(desk.getByRole("status").filter({ hasText: "You are signed out." })).toContainText("ask your administrator");
  await expect(title(desk)).toHaveValue("Quillfeather was seen here twice");
  // The door stays shut for them, and opens for a colleague at the same desk.
  await desk.getByRole("status").getByRole("link", { name: "Sign in" }).click();
  await enter(desk, raman);
  await expect(desk.getByRole("alert").filter({ hasText: "That did not work." })).toBeVisible();
  await enter(desk, ortega(house));
  await code(desk, house, ortega(house));
  await expect(desk).toHaveURL(house.url + address);
  await expect(title(desk)).toHaveValue("");
  const kept = await desk.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(kept).not.toContain("Quillfeather");
});

test("a session ends while an officer types: back through the door, at the same place, with every word", async ({ page, house }) => {
  test.slow();
  house.watch.expect(/status of 401/);
  await draft(page, house, TITLE);
  await expect(page.getByText(/^Draft, saved/)).toBeVisible();
  const ended = await page.context().request.delete(`${house.url}/api/session`, { headers: { "x-neighbors": "1" } });
  expect(ended.ok()).toBe(true);
  await title(page).fill(`${TITLE}, and a helmet`);
  await expect(page.getByRole("status").filter({ hasText: "You are signed out." })).toBeVisible();
  await house.axe(page);
  await page.getByRole("status").getByRole("link", { name: "Sign in" }).click();
  await enter(page, ortega(house));
  await code(page, house, ortega(house));
  await expect(title(page)).toHaveValue(`${TITLE}, and a helmet`);
  await expect(page.getByText("7 of 10 cells")).toBeVisible();
  await unlock(page, ortega(house));
  await send(page).click();
  const sent = page.getByRole("article").filter({ has: page.getByRole("heading", { name: `${TITLE}, and a helmet` }) });
  await expect(sent).toHaveCount(1);
  await expect(sent.getByText("Waits for review")).toBeVisible();
});

test("a request runs out while its amendment is typed: said in one sentence, and the words stay", async ({ page, house }) => {
  test.slow();
  house.watch.expect(/status of 4(09|22)/);
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  const { open_until } = await ask<{ open_until: string }>(house, `/api/assistance-requests/${request.id}`);
  const end = Date.parse(open_until);
  await house.setClock(new Date(end - 5 * 60_000).toISOString());
  await house.signIn(page, ortega(house));
  await page.goto("/portal/requests");
  await page.getByRole("article").filter({ hasText: request.title }).getByRole("link", { name: "Amend" }).click();
  await title(page).fill(`${request.title}, corrected`);
  await unlock(page, ortega(house));
  await expect(send(page)).not.toHaveAttribute("aria-disabled", "true");
  await house.setClock(new Date(end + 60_000).toISOString());
  await send(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "It was not sent." })).toContainText("It is not open any more, so it cannot be amended.");
  await page.reload();
  await expect(title(page)).toHaveValue(`${request.title}, corrected`);
  const after = await ask<{ version: number; state: string }>(house, `/api/assistance-requests/${request.id}`);
  expect([after.version, after.state]).toEqual([request.version, "expired"]);
});

test("pressed twice, and once more after a lost answer: one request, one publication, one comment", async ({ page, desk, house }) => {
  test.slow();
  house.watch.expect(/ERR_FAILED/);
  const before = await waiting(house);
  await draft(page, house, TITLE);
  await unlock(page, ortega(house));
  // The server takes it, and the answer never arrives.
  await page.route("**/api/portal/assistance-requests", async route => {
    if (route.request().method() !== "POST") return route.fallback();
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await send(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "It was not sent." })).toContainText("The server cannot be reached.");
  expect(await waiting(house)).toBe(before + 1);
  await send(page).dblclick();
  await expect(page).toHaveURL(/\/portal\/requests$/);
  await expect(page.getByText(`Number ${before + 1} in the queue of all agencies.`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Drafts" })).toHaveCount(0);
  expect(await waiting(house)).toBe(before + 1);

  await house.signIn(desk, house.account("reviewer", "before they are published"));
  await desk.goto("/review");
  await desk.getByRole("link", { name: TITLE }).click();
  const groups = desk.getByRole("listitem").filter({ has: desk.getByRole("button", { name: "Unsure" }) });
  await expect(groups).toHaveCount(8);
  for (const group of await groups.all()) await group.getByRole("button", { name: "Yes", exact: true }).click();
  await desk.getByRole("radio", { name: /^Approve/ }).check();
  await desk.route("**/api/review/*", async route => {
    if (route.request().method() !== "POST") return route.fallback();
    await route.fetch();
    await route.abort();
  });
  await desk.getByRole("button", { name: "Approve" }).click();
  await expect(desk.getByText("The server cannot be reached.", { exact: false })).toBeVisible();
  await desk.unroute("**/api/review/*");
  await desk.getByRole("button", { name: "Approve" }).dblclick();
  await expect(desk).toHaveURL(/\/review$/);
  await page.reload();
  const item = page.getByRole("article").filter({ hasText: TITLE });
  await expect(item).toHaveCount(1);
  await expect(item.getByText("Open", { exact: true })).toBeVisible();

  const post = (await feed(house)).find(item => item.item === "post") as PostCard;
  const words = "An officer has looked at the rack.";
  await page.goto(`/portal/posts/${post.id}`);
  await page.getByLabel("Your comment").fill(words);
  await unlock(page, ortega(house));
  await page.route("**/api/threads/*/comments", async route => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect(page.getByLabel("Your comment")).toHaveAccessibleDescription(/The server cannot be reached\./);
  await page.getByRole("button", { name: "Post comment" }).dblclick();
  await expect(page.getByLabel("Your comment")).toHaveValue("");
  const comments = await ask<{ text: string | null }[]>(house, `/api/threads/${post.id}/comments`);
  expect(comments.filter(comment => comment.text === words)).toHaveLength(1);
});

/** Through the portal's form: email and password. */
async function enter(page: Page, account: Account): Promise<void> {
  await page.getByLabel("Email address").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The clock stands still and each code works once: the first went with the sign-in before. */
async function code(page: Page, house: House, account: Account): Promise<void> {
  await page.getByLabel("Six digits from your authenticator app").fill(house.codes(account)[1]!);
  await page.getByRole("button", { name: "Sign in" }).click();
}
