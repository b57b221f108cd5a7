//! What one may do in a thread: mend a slip, delete and take it back, mute a neighbor in this browser alone; and what others see of it.
import type { Locator, Page } from "@playwright/test";
import { expect, type House, test } from "./house.ts";
import { feed, type Item } from "./town.ts";

type Post = Extract<Item, { item: "post" }>;
const posts = async (house: House) => (await feed(house)).filter((item): item is Post => item.item === "post");

const entry = (page: Page, words: string): Locator => page.getByRole("listitem").filter({ hasText: words });

async function say(page: Page, words: string): Promise<Locator> {
  await page.getByLabel("Your comment").fill(words);
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect(entry(page, words)).toBeVisible();
  return entry(page, words);
}

test("a neighbor mends a slip, deletes the comment, takes that back, and another browser sees each at once", async ({ page, desk, house }) => {
  const [post] = await posts(house);
  await desk.goto(`/posts/${post!.id}`);
  await expect(desk.getByRole("heading", { name: /\d+ comments?/ })).toBeVisible();
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto(`/posts/${post!.id}`);
  const mine = await say(page, "It is on Corna street.");
  await expect(entry(desk, "It is on Corna street.")).toBeVisible();
  await expect(mine).toContainText("you");
  await expect(mine.getByRole("button", { name: "Flag" })).toHaveCount(0);

  await mine.getByRole("button", { name: "Edit" }).click();
  const field = page.getByLabel("Change your comment");
  await expect(field).toBeFocused();
  await field.fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(field).toHaveAccessibleDescription("The comment is empty. Write what happened.");
  await field.fill("It is on Corona Street.");
  await house.axe(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(entry(page, "It is on Corona Street.")).toContainText("edited");
  await expect(entry(desk, "It is on Corona Street.")).toContainText("edited");
  await expect(entry(desk, "Corna")).toHaveCount(0);

  await entry(page, "It is on Corona Street.").getByRole("button", { name: "Delete" }).click();
  await expect(entry(page, "Removed by its author.")).toHaveCount(1);
  await expect(entry(desk, "Removed by its author.")).toHaveCount(1);
  await expect(entry(desk, "Corona Street")).toHaveCount(0);
  await house.axe(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(entry(page, "It is on Corona Street.")).toBeVisible();
  await expect(entry(desk, "It is on Corona Street.")).toBeVisible();
});

test("after five minutes a comment can only be deleted, and what was typed stays in the field", async ({ page, house }) => {
  house.watch.expect(/422/);
  const [post] = await posts(house);
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto(`/posts/${post!.id}`);
  const mine = await say(page, "I saw it too.");
  await mine.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Change your comment").fill("I saw it at noon.");
  await house.setClock("2026-10-21T18:35:30-06:00");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Change your comment")).toHaveAccessibleDescription(/can be changed for 5 minutes/);
  await expect(page.getByLabel("Change your comment")).toHaveValue("I saw it at noon.");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(entry(page, "I saw it too.")).toBeVisible();
  await page.reload();
  await expect(mine.getByRole("button", { name: "Delete" })).toBeVisible();
  await expect(mine.getByRole("button", { name: "Edit" })).toHaveCount(0);
});

test("a visitor mutes a neighbor in one thread, and no server hears of it", async ({ page, house }) => {
  const post = (await posts(house)).find(post => (post as unknown as { comments: number }).comments > 3)!;
  await page.goto(`/posts/${post.id}`);
  const first = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /^Mute Neighbor \d+$/ }) }).first();
  const name = (await first.getByText(/^Neighbor \d+$/).innerText());
  const words = await first.getByRole("paragraph").nth(1).innerText();
  const asked: string[] = [];
  page.on("request", request => { if (request.url().includes("/api/")) asked.push(`${request.method()} ${request.url()}`); });
  await page.getByRole("button", { name: `Mute ${name}` }).first().click();
  await expect(page.getByText(`${name}, muted in this browser`).first()).toBeVisible();
  await expect(page.getByText(words)).toHaveCount(0);
  await house.axe(page);
  await page.reload();
  await expect(page.getByText(`${name}, muted in this browser`).first()).toBeVisible();
  await page.getByRole("button", { name: "Unmute" }).first().click();
  await expect(page.getByText(words).first()).toBeVisible();
  await page.getByRole("button", { name: `Mute ${name}` }).first().click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(words).first()).toBeVisible();
  // Reading goes on: the whole thread, as everybody reads it.
  const reads = /^GET \S+\/api\/((posts|me|live)\b|threads\/[^/]+\/comments$)/;
  expect(asked.filter(call => !reads.test(call)), "nothing about it was sent").toEqual([]);
});

test("a comment begun by one resident is not found by the next one of this browser", async ({ page, house }) => {
  const [post] = await posts(house);
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto(`/posts/${post!.id}`);
  await page.getByLabel("Your comment").fill("It was a gray Honda.");
  await page.reload();
  await expect(page.getByLabel("Your comment")).toHaveValue("It was a gray Honda.");
  await house.signIn(page, house.account("resident", "inside"));
  await page.goto(`/posts/${post!.id}`);
  await expect(page.getByLabel("Your comment")).toHaveValue("");
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain("Honda");
});

test("a comment mended after its answer was lost is told of the first one, keeps its words, and goes with a second press", async ({ page, house }) => {
  house.watch.expect(/status of 409|ERR_CONNECTION_RESET/);
  const [post] = await posts(house);
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto(`/posts/${post!.id}`);
  let lost = 0;
  await page.route("**/api/threads/*/comments", async route => {
    if (route.request().method() !== "POST") return route.continue();
    await route.fetch();
    lost += 1;
    await route.abort("connectionreset");
  });
  const field = page.getByLabel("Your comment");
  await field.fill("It was a gray Honda.");
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect.poll(() => lost).toBeGreaterThan(0);
  await expect(page.getByRole("button", { name: "Post comment" })).toBeVisible({ timeout: 30_000 });
  await page.unroute("**/api/threads/*/comments");
  await field.fill("It was a silver Honda.");
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect(field).toHaveAccessibleDescription(/An earlier version of this was sent already/);
  await expect(field).toHaveValue("It was a silver Honda.");
  await expect(entry(page, "It was a gray Honda.")).toBeVisible();
  await house.axe(page);
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect(entry(page, "It was a silver Honda.")).toBeVisible();
  await expect(entry(page, "It was a gray Honda.")).toHaveCount(1);
});
