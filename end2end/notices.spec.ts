//! Notices: the bell counts what is new where one wrote and around one's home, from what only this browser remembers.
import { type Page } from "@playwright/test";
import { expect, type House, test } from "./house.ts";
import { link, mail } from "./mailbox.ts";
import { feed, type PostCard } from "./town.ts";

const bell = (page: Page) => page.getByRole("link", { name: /^Notices/ });

/** A post of the demo by a neighbor. */
async function aPost(house: House): Promise<PostCard> {
  return (await feed(house)).find(item => item.item === "post" && item.author.neighbor) as PostCard;
}

async function say(page: Page, house: House, thread: string, text: string): Promise<void> {
  const answer = await page.context().request.post(`${house.url}/api/threads/${thread}/comments`, {
    headers: { "x-neighbors": "1" }, data: { text },
  });
  expect(answer.status()).toBe(201);
}

test("whoever wrote in a thread sees how many answers are new, and the server is asked without a name", async ({ page, desk, house }) => {
  const post = await aPost(house);
  await house.signIn(page, house.account("resident", "inside"));
  await page.goto(`/posts/${post.id}`);
  await page.getByLabel("Your comment").fill("I saw it too.");
  await page.getByRole("button", { name: "Post comment" }).click();
  await expect(page.getByText("I saw it too.")).toBeVisible();
  await page.goto(`/posts/${post.id}`);
  await expect(bell(page)).toHaveText("Notices");
  await page.goto("/rules"); // what comes while one has the thread open is read

  await house.signIn(desk, house.account("resident", "outside"));
  for (const text of ["So did we.", "Thank you both."]) await say(desk, house, post.id, text);

  const asked: string[] = [];
  page.on("request", async request => {
    if (request.url().endsWith("/api/threads/news")) asked.push((await request.allHeaders()).cookie ?? "no cookie");
  });
  await page.goto("/agencies");
  await expect(bell(page)).toHaveText("Notices1");
  await bell(page).click();
  await expect(page.getByRole("heading", { level: 1, name: "Notices" })).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: post.title! });
  await expect(row).toContainText("2 new comments");
  await house.axe(page);
  await house.shot(page, `notices-${test.info().project.name}`);
  expect(new Set(asked)).toEqual(new Set(["no cookie"]));

  // The feed's own program shows what was found last.
  await page.goto("/");
  await expect(bell(page)).toHaveText("Notices1");
  await page.goto(`/posts/${post.id}`);
  await expect(page.getByText("Thank you both.")).toBeVisible();
  await page.goto("/notices");
  await expect(row).toContainText("Nothing new");
  await expect(bell(page)).toHaveText("Notices");
});

test("a new device finds the threads again, and forgets them at sign-out", async ({ page, house }) => {
  const post = await aPost(house);
  await house.signIn(page, house.account("resident", "inside"));
  await say(page, house, post.id, "From another device.");
  await page.goto("/notices");
  await expect(page.getByText("This browser knows of no thread you wrote in.")).toBeVisible();
  await page.getByRole("button", { name: "Find my threads on this device" }).click();
  await expect(page.getByRole("link", { name: post.title! })).toBeVisible();
  await page.goto("/settings");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What happened nearby" })).toBeAttached();
  expect(await page.evaluate(() => localStorage.getItem("neighbors-threads"))).toBeNull();
  await expect(bell(page)).toHaveCount(0);
  await page.goto("/notices");
  await expect(page.getByText("Notices belong to an account.")).toBeVisible();
});

test("what is new around a home is counted in this browser, and the bell is silent for who wants no notice", async ({ page, desk, house }) => {
  const resident = house.account("resident", "inside");
  await house.signIn(page, resident);
  await page.goto("/notices");
  await page.getByRole("switch", { name: "Count new posts around my home" }).check();
  await expect(page.getByText("Nothing new since you last said you had seen it.")).toBeVisible();

  await house.signIn(desk, house.account("resident", "outside"));
  const cell = (await aPost(house)).place.cell;
  const sent = await desk.context().request.post(`${house.url}/api/posts`, {
    headers: { "x-neighbors": "1", "idempotency-key": "a-key-of-this-story" },
    data: { category: "safety", title: "The light is out", text: "It has been since August.", cell, media: [] },
  });
  expect(sent.status(), await sent.text()).toBe(201);
  await page.goto("/agencies");
  await expect(bell(page)).toHaveText("Notices1");
  await page.goto("/notices");
  await expect(page.getByRole("link", { name: "1 new post" })).toBeVisible();

  await page.goto("/settings");
  await page.getByRole("switch", { name: "Do not notify me" }).check();
  await expect(page.getByText(/^Saved on/)).toBeVisible();
  await page.goto("/agencies");
  await expect(bell(page)).toHaveText("Notices");
  await page.goto("/notices");
  await expect(page.getByText("“Do not notify me” is on: no digest is sent while it is.")).toBeVisible();
  await page.getByRole("button", { name: "I have seen them" }).click();
  await expect(page.getByText("Nothing new since you last said you had seen it.")).toBeVisible();
});

test("a digest is wanted by one switch, and leaves in the language of the page", async ({ page, house }) => {
  await house.signIn(page, house.account("resident", "inside"));
  await page.goto("/notices");
  const digest = page.getByRole("switch", { name: "A digest of my region, once a day" });
  await expect(digest).not.toBeChecked();
  await expect(page.getByText("Whoever reads your mailbox learns the region you live in.")).toBeVisible();
  await digest.check();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(digest).toBeChecked();
  await expect(page.getByText("In English, in the morning. No home, no mail.")).toBeVisible();
  await digest.uncheck();
  await expect(page.getByText("Saved.")).toBeVisible();
});

test("the feed's own bell warns of a password chosen by mail, whatever no other page has found yet", async ({ page, desk, house }) => {
  const resident = house.account("resident", "inside");
  await house.signIn(page, resident);
  // A tab that is open already hears of it with the next look, without a reload.
  await page.goto("/rules");
  await expect(bell(page)).toHaveText("Notices");
  await desk.goto("/recover");
  await desk.getByLabel("Email address of your account").fill(resident.email);
  await desk.getByRole("button", { name: "Send me the link" }).click();
  await desk.goto(link(house, await mail(house, resident.email, "Choose a new password")));
  await desk.getByLabel("New password").fill("gravel lantern opposite tin");
  await desk.getByRole("button", { name: "Use this password from tomorrow" }).click();
  await expect(desk.getByText("It takes effect on")).toBeVisible();
  await page.getByRole("link", { name: "Agencies", exact: true }).filter({ visible: true }).first().click();
  await expect(bell(page)).toHaveText("Notices1");

  // A new browser that opens the feed first.
  await page.evaluate(() => localStorage.clear());
  await page.goto("/");
  await expect(bell(page)).toHaveText("Notices1");
  await bell(page).click();
  await expect(page.getByText("A new password was chosen by a link sent to your mailbox.")).toBeVisible();
});
