//! Flag, hide, notice, appeal, another moderator, and what the one who flagged learns. In the open, without names.
import type { Page } from "@playwright/test";
import { expect, type House, test } from "./house.ts";
import { feed, type Item } from "./town.ts";

type Post = Extract<Item, { item: "post" }>;
const WORDS = "You are fools, all of you, and I know where you park.";
const entry = (page: Page, words: string) => page.getByRole("listitem").filter({ hasText: words });

async function write(page: Page, house: House, thread: string): Promise<void> {
  await house.signIn(page, house.account("resident", "outside"));
  const answer = await page.context().request.post(`${house.url}/api/threads/${thread}/comments`, {
    headers: { "x-neighbors": "1" }, data: { text: WORDS },
  });
  expect(answer.status()).toBe(201);
}

const moderators = (house: House) => house.accounts().filter(account => account.role === "moderator");

test("a comment is flagged, hidden, appealed and shown again by another moderator; everybody concerned learns it", async ({ page, desk, house }) => {
  test.slow(); // six people, one after the other
  const post = (await feed(house)).find((item): item is Post => item.item === "post")!;
  await write(page, house, post.id);

  // A neighbor flags it.
  await house.signIn(page, house.account("resident", "opted out"));
  await page.goto(`/posts/${post.id}`);
  await entry(page, WORDS).getByRole("button", { name: "Flag" }).click();
  const dialog = page.getByRole("dialog", { name: "What is wrong with it?" });
  await dialog.getByRole("button", { name: "Send the flag" }).click();
  await expect(dialog).toContainText("Choose what is wrong.");
  await house.axe(page);
  await dialog.getByLabel("Insults or harasses somebody").check();
  await dialog.getByRole("button", { name: "Send the flag" }).click();
  await expect(page.getByText("A moderator looks at it")).toBeVisible();
  await expect(dialog).toBeHidden();

  // A moderator hides it, and whoever has the thread open sees it at once.
  const [first, second] = moderators(house);
  await house.signIn(desk, first!);
  await desk.goto("/moderation");
  const waits = desk.getByRole("article").filter({ hasText: WORDS });
  await expect(waits).toContainText(/Neighbor \d+/);
  await expect(waits).toContainText("flagged once");
  await waits.getByRole("button", { name: "Hide", exact: true }).click();
  await expect(waits.getByLabel("The rule it breaks")).toHaveAccessibleDescription("Choose the rule it breaks.");
  await desk.evaluate(() => scrollTo(0, 0)); // nothing half under the bar
  await house.axe(desk);
  await waits.getByLabel("The rule it breaks").selectOption("harassment");
  await waits.getByRole("button", { name: "Hide", exact: true }).click();
  await expect(desk.getByText("It is hidden. Its author is told the reason.")).toBeFocused();
  await expect(entry(page, "Hidden by a moderator: Insults or harasses somebody")).toBeVisible();
  await expect(entry(page, WORDS)).toHaveCount(0);
  await house.axe(page);
  await page.goto("/settings/moderation");
  await expect(page.getByText("It was hidden: Insults or harasses somebody")).toBeVisible();

  // The author reads why, and appeals once. What was typed outlives a reload.
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto("/settings");
  await page.getByRole("link", { name: "Read", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Notices about what you wrote" })).toBeVisible();
  await expect(page.getByText("Hidden by moderator 1: Insults or harasses somebody")).toBeVisible();
  await expect(page.getByText(WORDS)).toBeVisible();
  await page.getByText("Appeal", { exact: true }).click();
  const field = page.getByLabel("Why was the decision wrong?");
  await page.getByRole("button", { name: "Send the appeal" }).click();
  await expect(field).toHaveAccessibleDescription("The appeal is empty. Say why the decision was wrong.");
  await field.fill("I quoted the note on my windshield.");
  await page.reload();
  await expect(field).toHaveValue("I quoted the note on my windshield.");
  await house.axe(page);
  await page.getByRole("button", { name: "Send the appeal" }).click();
  await expect(page.getByText("Your appeal waits. Another moderator answers it.")).toBeVisible();

  // Not the same moderator: another one answers.
  await desk.reload();
  await expect(desk.getByRole("article").filter({ hasText: WORDS })).toHaveCount(0);
  await house.signIn(desk, second!);
  await desk.goto("/moderation");
  const appealed = desk.getByRole("article").filter({ hasText: "I quoted the note on my windshield." });
  await appealed.getByLabel("Why it is shown again").selectOption("context");
  await desk.evaluate(() => scrollTo(0, 0)); // nothing half under the bar
  await house.axe(desk);
  await appealed.getByRole("button", { name: "Show it again" }).click();
  await expect(desk.getByText("It is shown again.")).toBeFocused();
  await page.reload();
  await expect(page.getByText("Read together with the thread it is all right")).toBeVisible();
  await page.goto(`/posts/${post.id}`);
  await expect(entry(page, WORDS)).toBeVisible();

  // The one who flagged learns how it ended; everybody can check what moderators did, and nobody what was said.
  await house.signIn(page, house.account("resident", "opted out"));
  await page.goto("/settings/moderation");
  await expect(page.getByText("It was hidden, and after another look it is shown again.")).toBeVisible();
  await page.goto("/moderation-log");
  await expect(page.locator("tr", { hasText: "Shown again" })).toContainText("moderator 2");
  await expect(page.locator("tr", { hasText: "Insults" }).filter({ hasText: "Hidden" })).toContainText("moderator 1");
  await expect(page.getByText("fools")).toHaveCount(0);
  await house.axe(page);
});

test("a moderator decides by keyboard alone, takes a hiding back, and finds a hidden post in feed and page", async ({ page, desk, house }) => {
  const post = (await feed(house)).find((item): item is Post => item.item === "post")!;
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto(`/posts/${post.id}`);
  await page.getByRole("article").getByRole("button", { name: "Flag" }).first().click();
  await page.getByLabel("Advertising, or nothing to do with the neighborhood").check();
  await page.getByRole("button", { name: "Send the flag" }).click();
  await expect(page.getByText("A moderator looks at it")).toBeVisible();

  await house.signIn(desk, moderators(house)[0]!);
  await desk.goto("/moderation");
  const waits = desk.getByRole("article").filter({ hasText: post.title! });
  await waits.getByLabel("The rule it breaks").focus();
  await desk.keyboard.press("ArrowDown");
  await waits.getByLabel("The rule it breaks").selectOption("spam");
  await desk.keyboard.press("Tab");
  await desk.keyboard.press("Enter");
  await expect(desk.getByText("It is hidden. Its author")).toBeFocused();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Hidden by a moderator: Advertising/);
  const answer = await page.request.get(`${house.url}/api/posts/${post.id}`);
  expect(await answer.json()).toMatchObject({ title: null, text: null, hidden: "spam" });

  await desk.keyboard.press("Tab");
  await desk.keyboard.press("Enter");
  await expect(desk.getByText("It is shown again.")).toBeFocused();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(post.title!);
});

test("a visitor who flags is asked to sign in, a resident who looks for the queue is told whose it is", async ({ page, house }) => {
  const post = (await feed(house)).find((item): item is Post => item.item === "post")!;
  await page.goto(`/posts/${post.id}`);
  await page.getByRole("article").getByRole("button", { name: "Flag" }).first().click();
  await expect(page.getByRole("dialog").getByRole("link", { name: "Sign in" })).toBeVisible();
  await house.axe(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.goto("/moderation");
  await expect(page.getByText("Sign in to moderate")).toBeVisible();
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto("/moderation");
  await expect(page.getByText("Only moderators decide here")).toBeVisible();
  await house.axe(page);
});
