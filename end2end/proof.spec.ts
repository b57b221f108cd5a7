//! What stands behind a badge: checked in the reader's browser, and red where anything does not fit.
import type { Page } from "@playwright/test";
import { unlock } from "./hand.ts";
import { type House, expect, test } from "./house.ts";
import { feed, PLACE, type PostCard } from "./town.ts";

const WORDS = "We will look at the alley on Monday morning.";

/** Opens the first badge in `within`, and waits until it is judged. */
async function opened(page: Page, within = page.locator("body")) {
  await within.getByRole("button", { name: /^Verified officer/ }).first().click();
  const proof = page.getByRole("dialog").filter({ visible: true });
  await expect(proof).toHaveCount(1);
  return proof;
}

async function thread(house: House): Promise<string> {
  const post = (await feed(house)).find(item => item.item === "post" && (item as PostCard).author.neighbor) as PostCard;
  return `/posts/${post.id}`;
}

/** An officer comments at a desk, with the passphrase of their key. */
async function comment(desk: Page, house: House, path: string): Promise<void> {
  const officer = house.account("officer", "m.ortega");
  await house.signIn(desk, officer);
  await desk.goto(path);
  await desk.getByLabel("Your comment").fill(WORDS);
  await desk.getByRole("button", { name: "Post comment" }).click();
  await expect(desk.getByText("What an officer says is signed. Unlock your key first.")).toBeVisible();
  await unlock(desk, officer);
  await expect(desk.getByLabel("Your comment")).toHaveValue(WORDS);
  await desk.getByRole("button", { name: "Post comment" }).click();
  await expect(desk.getByText("Comment posted.")).toBeVisible();
}

test("a visitor opens a badge in the feed: its program comes only then, and every link holds", async ({ page, house }) => {
  const programs: string[] = [];
  page.on("request", request => { if (/\/assets\/proof-.*\.wasm/.test(request.url())) programs.push(request.url()); });
  await page.goto(`/?place=${PLACE}&kind=agencies`);
  await expect(page.getByRole("button", { name: /^Verified officer/ }).first()).toBeVisible();
  expect(programs).toEqual([]);
  const proof = await opened(page);
  await expect(proof.getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
  for (const link of ["The public record, signed", "The agency, admitted in it", "The agency's root key", "The officer, certified with it", "These words, signed by the officer"]) {
    await expect(proof.getByText(link)).toBeVisible();
  }
  expect(programs).toHaveLength(1);
  await house.axe(page);
  await house.shot(page, "badge-proof");
  await proof.getByRole("button", { name: "Close" }).click();
  await expect(proof).toHaveCount(0);
});

test("an agency's badge and a request's hold, too", async ({ page, house }) => {
  await page.goto("/agencies/cedar-flats-police-department");
  await page.getByRole("button", { name: /^Verified agency/ }).click();
  await expect(page.getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
  const request = (await feed(house)).find(item => item.item === "assistance_request")!;
  await page.goto(`/assistance-requests/${request.id}`);
  await expect((await opened(page)).getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
});

test("of a request not only the words are proved: another hour or another house is caught", async ({ page, house }) => {
  const request = (await feed(house)).find(item => item.item === "assistance_request")!;
  const judged = async (change: (request: { draft: { window: { until: string }; lead: { contact: string } } }) => void) => {
    await page.unroute(`**/api/assistance-requests/${request.id}`);
    await page.route(`**/api/assistance-requests/${request.id}`, async route => {
      const answer = await route.fetch();
      const told = await answer.json();
      change(told);
      await route.fulfill({ response: answer, json: told });
    });
    await page.goto(`/assistance-requests/${request.id}`);
    return opened(page);
  };
  await expect((await judged(() => {})).getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
  const later = (until: string) => new Date(Date.parse(until) + 3_600_000).toISOString().replace(".000", "");
  for (const change of [
    (told: { draft: { window: { until: string } } }) => { told.draft.window.until = later(told.draft.window.until); },
    (told: { draft: { lead: { contact: string } } }) => { told.draft.lead.contact = "somebody@elsewhere.example"; },
  ]) {
    await expect((await judged(change)).getByText("Other words were signed than are shown here.")).toBeVisible({ timeout: 20_000 });
  }
});

test("an officer's comment is signed with their key; a server that shows other words is caught", async ({ page, desk, house }) => {
  test.slow();
  const path = await thread(house);
  await comment(desk, house, path);
  await page.goto(path);
  const said = page.getByRole("listitem").filter({ hasText: WORDS });
  await expect((await opened(page, said)).getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });

  // The same thread from a server that adds words on their way, from one that changes them, from one that passes the badge
  // of the agency off as the officer's. One handler for all: a refetch may be under way while the next begins.
  let tell = (told: string) => told.replaceAll(WORDS, `${WORDS} Stay inside until then.`);
  await page.route(/\/api\/(posts|threads)\//, async route => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: tell(await answer.text()) });
  });
  await page.reload();
  const longer = page.getByRole("listitem").filter({ hasText: "Stay inside until then." });
  await expect((await opened(page, longer)).getByText("Other words were signed than are shown here.")).toBeVisible({ timeout: 20_000 });

  tell = told => told.replaceAll("Monday", "Friday");
  await page.reload();
  const changed = page.getByRole("listitem").filter({ hasText: WORDS.replace("Monday", "Friday") });
  const proof = await opened(page, changed);
  await expect(proof.getByText("Does not hold")).toBeVisible({ timeout: 20_000 });
  await expect(proof.getByText("Other words were signed than are shown here.")).toBeVisible();
  await house.axe(page);
  await house.shot(page, "badge-broken");

  // What kind of badge it is, the page says.
  tell = told => told.replaceAll(/"proof":"comment\/[^"]+"/g, '"proof":"agency/cedar-flats-police-department"');
  await page.reload();
  const passed = await opened(page, said);
  await expect(passed.getByText("Does not hold", { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(passed.getByText("Proved in this browser")).toHaveCount(0);
});

test("a record that was rewritten since the last visit is red", async ({ page }) => {
  await page.goto("/agencies/cedar-flats-police-department");
  const badge = page.getByRole("button", { name: /^Verified agency/ });
  await badge.click();
  await expect(page.getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
  // Another past: as if this browser had seen a longer record, or one with another root.
  await page.evaluate(() => {
    const tree = JSON.parse(localStorage.getItem("neighbors-record-tree")!) as { size: number; root: string };
    localStorage.setItem("neighbors-record-tree", JSON.stringify({ size: tree.size - 1, root: tree.root }));
  });
  await page.reload();
  await badge.click();
  await expect(page.getByText("The record was rewritten since this browser last saw it.")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText("Proved in this browser")).toHaveCount(0);
});

test("a proof that does not arrive says so, and is asked for again", async ({ page, house }) => {
  house.watch.expect(/503|Failed to load/);
  let down = true;
  await page.route("**/api/badges/**", route => down ? route.fulfill({ status: 503, body: "" }) : route.continue());
  await page.goto("/agencies/cedar-flats-police-department");
  await page.getByRole("button", { name: /^Verified agency/ }).click();
  const again = page.getByRole("dialog").getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible({ timeout: 20_000 });
  down = false;
  await again.click();
  await expect(page.getByText("Proved in this browser")).toBeVisible();
});
