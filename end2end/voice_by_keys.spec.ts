//! A voice without a mouse: comment, mute, flag and appeal by Tab, Space and Enter alone.
import { expect, test } from "./house.ts";
import { press, reach, type } from "./keys.ts";
import { feed, type PostCard } from "./town.ts";

const WORDS = "You are fools, all of you.";

test("a resident without a mouse comments, mutes a neighbor, flags, and appeals against what was hidden", async ({ page, desk, house, isMobile }) => {
  test.skip(isMobile, "a phone has no keyboard");
  test.slow();
  const post = (await feed(house)).find(item => item.item === "post") as PostCard;
  await house.signIn(desk, house.account("resident", "inside"));
  const said = await desk.context().request.post(`${house.url}/api/threads/${post.id}/comments`, {
    headers: { "x-neighbors": "1" }, data: { text: WORDS },
  });
  expect(said.status()).toBe(201);

  // Comment.
  await house.signIn(page, house.account("resident", "outside"));
  await page.goto(`/posts/${post.id}`);
  await type(page, page.getByLabel("Your comment"), "I was there as well. Nobody was hurt.");
  await press(page, page.getByRole("button", { name: "Post comment" }));
  const mine = page.getByRole("listitem").filter({ hasText: "Nobody was hurt." });
  await expect(mine).toBeVisible();

  // Flag: the dialog takes the focus, is closed by Escape, and gives the focus back.
  await page.goto(`/posts/${post.id}`);
  const theirs = page.getByRole("listitem").filter({ hasText: WORDS });
  const flag = theirs.getByRole("button", { name: "Flag" });
  await press(page, flag);
  const dialog = page.getByRole("dialog", { name: "What is wrong with it?" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(flag).toBeFocused();
  await page.keyboard.press("Enter");
  const reason = dialog.getByLabel("Insults or harasses somebody");
  await reach(page, dialog.getByRole("radio").first());
  await page.keyboard.press("Space");
  for (let step = 0; step < 12 && !await reason.isChecked(); step++) await page.keyboard.press("ArrowDown");
  await expect(reason).toBeChecked();
  await press(page, dialog.getByRole("button", { name: "Send the flag" }));
  await expect(page.getByText("A moderator looks at it")).toBeVisible();

  // Mute, and take it back.
  await press(page, theirs.getByRole("button", { name: /^Mute Neighbor \d+$/ }));
  await expect(page.getByText(WORDS)).toHaveCount(0);
  await press(page, page.getByRole("button", { name: "Unmute" }).first());
  await expect(page.getByText(WORDS)).toBeVisible();

  // Appeal: what a moderator hid of one's own.
  const comments: { id: string; text: string | null }[] = await (await page.request.get(`${house.url}/api/threads/${post.id}/comments`)).json();
  const own = comments.find(comment => comment.text?.includes("Nobody was hurt."))!;
  await house.signIn(desk, house.accounts().find(account => account.role === "moderator")!);
  const hidden = await desk.context().request.post(`${house.url}/api/moderation/${own.id}`, {
    headers: { "x-neighbors": "1" }, data: { act: "hide", reason: "spam" },
  });
  expect(hidden.ok(), `${hidden.status()}: ${await hidden.text()}`).toBe(true);
  await page.goto("/settings");
  await press(page, page.getByRole("link", { name: "Read", exact: true }));
  await expect(page.getByRole("heading", { level: 1, name: "Notices about what you wrote" })).toBeFocused();
  await press(page, page.locator("summary").filter({ hasText: "Appeal" }));
  await type(page, page.getByLabel("Why was the decision wrong?"), "It was a report, not an advertisement.");
  await press(page, page.getByRole("button", { name: "Send the appeal" }));
  await expect(page.getByText("Your appeal waits. Another moderator answers it.")).toBeVisible();
});
