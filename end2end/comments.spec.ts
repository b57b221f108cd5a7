//! A neighbor answers under a post, under a number that means nothing elsewhere, and loses nothing of what was typed.
import { unlock } from "./hand.ts";
import { expect, test } from "./house.ts";
import { feed, type Item } from "./town.ts";

const posts = async (house: Parameters<typeof feed>[0]) => (await feed(house)).filter((item): item is Extract<Item, { item: "post" }> => item.item === "post");

const WORDS = "The lid of the bin was open this morning, and the lock lay beside it.";

test("a neighbor comments, appears as a number, and the number is not the one of another thread", async ({ page, house }) => {
  const [first, second] = await posts(house);
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto(`/posts/${first!.id}`);
  await page.getByLabel("Your comment").fill(WORDS);
  await page.getByRole("button", { name: "Post comment" }).click();
  const mine = page.getByRole("listitem").filter({ hasText: WORDS });
  await expect(mine).toContainText(/Neighbor \d+/);
  await expect(page.getByLabel("Your comment")).toHaveValue("");
  await house.axe(page);
  await page.goto(`/posts/${second!.id}`);
  await page.getByLabel("Your comment").fill(WORDS);
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect(mine).toBeVisible();
  // Nothing in the two answers is the same but the words and the time.
  const ids = await Promise.all([first, second].map(async post => {
    const answer = await page.request.get(`${house.url}/api/posts/${post!.id}`);
    const thread: { id: string; text: string; author: { neighbor: Record<string, unknown> } }[] = (await answer.json()).thread;
    const comment = thread.find(comment => comment.text === WORDS)!;
    expect(Object.keys(comment.author)).toEqual(["neighbor"]);
    expect(Object.keys(comment.author.neighbor).sort()).toEqual(["number", "wrote_the_post"]);
    return comment.id;
  }));
  expect(ids[0]).not.toBe(ids[1]);
});

test("a visitor who wants to answer signs in and is back under the post", async ({ page, house }) => {
  const [post] = await posts(house);
  const resident = house.account("resident", "outside");
  await page.goto(`/posts/${post!.id}`);
  await expect(page.getByLabel("Your comment")).toHaveCount(0);
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Email address").fill(resident.email);
  await page.getByLabel("Password").fill("not the password");
  house.watch.expect(/40[13]/);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toContainText("Email and password do not fit together.");
  await expect(page.getByLabel("Email address")).toHaveValue(resident.email);
  await house.axe(page);
  await page.getByLabel("Password").fill(resident.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${house.url}/posts/${post!.id}`);
  await expect(page.getByLabel("Your comment")).toBeVisible();
});

test("a neighbor whose comment does not arrive finds it in the field, and after a reload too", async ({ page, house }) => {
  house.watch.expect(/ERR_CONNECTION_RESET/);
  const [post] = await posts(house);
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto(`/posts/${post!.id}`);
  const field = page.getByLabel("Your comment");
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect(field).toHaveAccessibleDescription(/The comment is empty\. Write what happened\./);
  await page.route("**/api/threads/*/comments", route => route.abort("connectionreset"));
  await field.fill(WORDS);
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect(field).toHaveAccessibleDescription(/The server cannot be reached\./);
  await expect(field).toHaveValue(WORDS);
  await page.reload();
  await expect(field).toHaveValue(WORDS);
  await page.unroute("**/api/threads/*/comments");
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: WORDS })).toBeVisible();
});

test("an officer answers with name, title, agency and the badge, never with a number", async ({ page, house }) => {
  const officer = house.account("officer", "cedarflats");
  const [post] = await posts(house);
  await house.signIn(page, officer);
  await page.goto(`/posts/${post!.id}`);
  await page.getByLabel("Your comment").fill(WORDS);
  await unlock(page, officer);
  await page.getByRole("button", { name: "Post comment" }).click();
  const mine = page.getByRole("listitem").filter({ hasText: WORDS });
  await expect(mine.getByRole("button", { name: /^Verified officer/ })).toBeVisible();
  await expect(mine).toContainText("Cedar Flats");
  await expect(mine).not.toContainText("Neighbor");
});
