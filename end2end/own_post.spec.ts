//! What an author does with a post of their own, what everybody can do with somebody else's, and what the bell tells of both.
import { type Locator, type Page } from "@playwright/test";
import { expect, type House, test } from "./house.ts";
import { feed, type PostCard } from "./town.ts";

const bell = (page: Page): Locator => page.getByRole("link", { name: /^Notices/ });
const moderators = (house: House) => house.accounts().filter(account => account.role === "moderator");
const TITLE = "The light in the alley is out";

async function aPost(house: House): Promise<PostCard> {
  return (await feed(house)).find(item => item.item === "post" && item.author.neighbor) as PostCard;
}

/** Whoever is signed in on this page writes a post; answers with its id. */
async function write(page: Page, house: House): Promise<string> {
  const { cell } = (await aPost(house)).place;
  const sent = await page.context().request.post(`${house.url}/api/posts`, {
    headers: { "x-neighbors": "1", "idempotency-key": "a-key-of-this-story" },
    data: { category: "safety", title: TITLE, text: "It has been since August.", cell, media: [] },
  });
  expect(sent.status(), await sent.text()).toBe(201);
  return (await sent.json() as PostCard).id;
}

/** Goes there, and comes back once the page hears the news. */
async function listen(page: Page, path: string): Promise<void> {
  const stream = page.waitForResponse(answer => answer.url().includes("/api/live"));
  await page.goto(path);
  await stream;
}

async function call(page: Page, house: House, path: string, data: object): Promise<void> {
  const sent = await page.context().request.post(house.url + path, { headers: { "x-neighbors": "1" }, data });
  expect(sent.ok(), `${path} answered ${sent.status()}: ${await sent.text()}`).toBe(true);
}

test("an author deletes a post after being asked once, and whoever has it open reads that it was removed", async ({ page, desk, house }) => {
  await house.signIn(page, house.account("resident", "inside"));
  const id = await write(page, house);
  await desk.goto(`/posts/${id}`);
  await expect(desk.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  await expect(desk.getByRole("button", { name: "Delete this post" })).toHaveCount(0);

  await page.goto(`/posts/${id}`);
  const button = page.getByRole("button", { name: "Delete this post" });
  await expect(page.getByRole("article").getByRole("button", { name: "Flag" })).toHaveCount(0);
  await button.click();
  const dialog = page.getByRole("dialog", { name: "Delete your post?" });
  await expect(dialog).toContainText("This cannot be taken back.");
  await house.axe(page);
  await dialog.getByRole("button", { name: "Keep the post" }).click();
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();

  // A lost connection deletes nothing and says so.
  house.watch.expect(/ERR_CONNECTION_RESET/);
  await page.route("**/api/posts/*", route => route.request().method() === "DELETE" ? route.abort("connectionreset") : route.fallback());
  await button.click();
  await dialog.getByRole("button", { name: "Delete the post" }).click();
  await expect(dialog.getByRole("alert")).toContainText("It is not deleted yet. The server cannot be reached.");
  await page.unroute("**/api/posts/*");
  await dialog.getByRole("button", { name: "Delete the post" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Removed by its author");
  await expect(page.getByRole("main")).toBeFocused();
  await expect(button).toHaveCount(0);
  await house.axe(page);
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Removed by its author");
  await expect(page.getByText("It has been since August.")).toHaveCount(0);
  const left = await (await fetch(`${house.url}/api/posts/${id}`)).text();
  expect(left).not.toContain("August");
});

test("a card of the feed leads to the flag of its post, also by way of signing in; one's own post does not ask", async ({ page, house }) => {
  const resident = house.account("resident", "outside");
  const post = await aPost(house);
  await page.goto("/?place=capitol-hill-denver");
  await page.getByRole("article").filter({ hasText: post.title! }).getByRole("link", { name: "Flag" }).click();
  const dialog = page.getByRole("dialog", { name: "What is wrong with it?" });
  await dialog.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Email address").fill(resident.email);
  await page.getByLabel("Password").fill(resident.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog.getByLabel("Insults or harasses somebody")).toBeVisible();
  await expect(page).toHaveURL(`${house.url}/posts/${post.id}`); // read again, it does not ask again
  await dialog.getByLabel("Insults or harasses somebody").check();
  await dialog.getByRole("button", { name: "Send the flag" }).click();
  await expect(page.getByText("A moderator looks at it")).toBeVisible();

  const own = await write(page, house);
  await page.goto(`/posts/${own}?flag`);
  await expect(page.getByRole("button", { name: "Delete this post" })).toBeVisible();
  await expect(page).toHaveURL(`${house.url}/posts/${own}`);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the bell tells an author of a decision without a reload, and of the answer to the appeal; the flagger learns the outcome", async ({ page, desk, house }) => {
  test.slow(); // several people, and a bell that rests between two looks
  const [first, second] = moderators(house);
  await house.signIn(page, house.account("resident", "inside"));
  const id = await write(page, house);
  await listen(page, "/rules");
  await expect(bell(page)).toHaveText("Notices");

  await house.signIn(desk, house.account("resident", "outside"));
  await call(desk, house, "/api/flags", { item: id, reason: "spam" });
  await house.signIn(desk, first!);
  await call(desk, house, `/api/moderation/${id}`, { act: "hide", reason: "spam" });
  await expect(bell(page)).toHaveText("Notices1", { timeout: 30_000 });
  await bell(page).click();
  await expect(page.getByText("A moderator hid what you wrote: Advertising")).toBeVisible();
  await house.axe(page);
  await page.getByRole("link", { name: "Read the decisions" }).click();
  await expect(page.getByText("Hidden by moderator 1: Advertising")).toBeVisible();
  await expect(bell(page)).toHaveText("Notices");
  await page.getByText("Appeal", { exact: true }).click();
  await page.getByLabel("Why was the decision wrong?").fill("It is a light of the city.");
  await page.getByRole("button", { name: "Send the appeal" }).click();
  await expect(page.getByText("Your appeal waits.")).toBeVisible();
  await listen(page, "/agencies");
  await expect(bell(page)).toHaveText("Notices");

  await house.signIn(desk, second!);
  await call(desk, house, `/api/moderation/${id}`, { act: "restore", why: "mistake" });
  await expect(bell(page)).toHaveText("Notices1", { timeout: 30_000 });
  await page.goto("/notices");
  await expect(page.getByText("What you wrote is shown again:")).toBeVisible();

  await house.signIn(desk, house.account("resident", "outside"));
  await desk.goto("/notices");
  await expect(desk.getByText("You flagged something. It was hidden, and after another look it is shown again.")).toBeVisible();
  await desk.getByRole("link", { name: "Read the decisions" }).click();
  await expect(desk.getByText("It was hidden, and after another look it is shown again.")).toBeVisible();
  await expect(bell(desk)).toHaveText("Notices");
});

test("a comment under one's own post is news without a reload", async ({ page, desk, house }) => {
  await house.signIn(page, house.account("resident", "inside"));
  await page.goto("/compose");
  await page.getByRole("button", { name: "Safety" }).click();
  await page.getByLabel("In a few words").fill(TITLE);
  await page.getByLabel("What did you see or hear?").fill("It has been since August.");
  await page.getByRole("radio", { name: "Middle", exact: true }).check();
  await page.getByRole("button", { name: "Post", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible({ timeout: 30_000 });
  const id = new URL(page.url()).pathname.split("/").at(-1)!;
  await listen(page, "/rules");
  await house.signIn(desk, house.account("resident", "outside"));
  await call(desk, house, `/api/threads/${id}/comments`, { text: "Ours too." });
  await expect(bell(page)).toHaveText("Notices1", { timeout: 30_000 });
  await bell(page).click();
  await expect(page.getByRole("listitem").filter({ hasText: TITLE })).toContainText("1 new comment");
});

test("a moderator's queue grows by itself and keeps what was begun in it", async ({ page, desk, house }) => {
  await house.signIn(desk, moderators(house)[0]!);
  await desk.goto("/moderation");
  const posts = (await feed(house)).filter(item => item.item === "post" && item.author.neighbor) as PostCard[];
  await house.signIn(page, house.account("resident", "outside"));
  await call(page, house, "/api/flags", { item: posts[0]!.id, reason: "spam" });
  const first = desk.getByRole("article").filter({ hasText: posts[0]!.title! });
  await first.getByLabel("The rule it breaks").selectOption("threat");
  await call(page, house, "/api/flags", { item: posts[1]!.id, reason: "spam" });
  await expect(desk.getByRole("article").filter({ hasText: posts[1]!.title! })).toBeVisible();
  await expect(first.getByLabel("The rule it breaks")).toHaveValue("threat");
});
