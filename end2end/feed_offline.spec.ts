//! A connection that goes, a server that fails, a page that must not jump.
import { jumps, watchJumps } from "./every_page.ts";
import { expect, test } from "./house.ts";
import { post } from "./neighbor.ts";
import { feed, PLACE } from "./town.ts";

test("a visitor in a tunnel keeps what was loaded, is told since when, and goes on when out of it", async ({ page, context, house }) => {
  house.watch.expect(/ERR_INTERNET_DISCONNECTED/);
  await page.goto(`/?place=${PLACE}`);
  const entries = page.getByRole("article");
  await expect(entries.first()).toBeVisible();
  const titles = await entries.getByRole("heading", { level: 3 }).allInnerTexts();
  await context.setOffline(true);
  const banner = page.getByRole("status").filter({ hasText: "You are offline." });
  await expect(banner).toContainText(/This is what was loaded at \d+:\d\d [AP]M\./);
  await expect(entries.getByRole("heading", { level: 3 })).toHaveText(titles);
  await house.axe(page);

  await page.getByRole("link", { name: "Pets" }).click();
  const failed = page.getByRole("alert").filter({ hasText: "We could not load the posts" });
  await expect(failed).toContainText("The server cannot be reached.");
  await expect(page.getByRole("heading", { name: "What was loaded before" })).toBeVisible();
  await expect(entries.getByRole("heading", { level: 3 })).toHaveText(titles);
  await house.axe(page);

  await context.setOffline(false);
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(entries.first()).toContainText(/Lost pet|Found animal/);
  await expect(banner).toHaveCount(0);
  await expect(failed).toHaveCount(0);
});

test("a visitor whom the server fails is told why in plain words, keeps what is listed, and tries again", async ({ page, house }) => {
  for (const status of [500, 502, 503]) house.watch.expect(new RegExp(`${status}`));
  const FEED = "**/api/feed?*";
  await page.goto(`/?place=${PLACE}`);
  const titles = page.getByRole("article").getByRole("heading", { level: 3 });
  await expect(titles).toHaveCount(20);
  const listed = await titles.allInnerTexts();

  await page.route(FEED, route => route.fulfill({ status: 503, json: { error: "busy" } }));
  const more = page.getByRole("button", { name: "Show more" });
  await more.click();
  const said = page.getByRole("status").filter({ hasText: /^We could not load more of the posts\./ });
  await expect(said).toContainText("The server is busy. Nothing you wrote is lost; try again in a moment.");
  await expect(titles).toHaveText(listed);
  await house.axe(page);
  await page.unroute(FEED);
  await more.click();
  await expect.poll(() => titles.count()).toBeGreaterThan(20);
  expect((await titles.allInnerTexts()).slice(0, 20)).toEqual(listed);
  await expect(said).toHaveCount(0);

  const kinds = page.getByRole("navigation", { name: "Filter by kind" });
  const failed = page.getByRole("alert").filter({ hasText: "We could not load the posts" });
  for (const [kind, answer, sentence] of [
    ["Pets", { status: 500, json: { error: "internal" } }, "The server had a problem; it has been noted. Nothing you wrote is lost."],
    // Somebody between the server and the reader, who speaks another language.
    ["Packages", { status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }, "The answer could not be understood (status 502)."],
  ] as const) {
    await page.route(FEED, route => route.fulfill(answer));
    await kinds.getByRole("link", { name: kind }).click();
    await expect(failed).toContainText(sentence);
    await page.unroute(FEED);
    await failed.getByRole("button", { name: "Try again" }).click();
    await expect(titles.first()).toBeVisible();
    await expect(failed).toHaveCount(0);
  }
});

test("nothing on the page jumps while it loads, and not when news wait or are read", async ({ page, house }) => {
  await watchJumps(page);
  const opened = page.waitForResponse(/\/api\/live/);
  await page.goto(`/?place=${PLACE}`);
  await opened;
  await expect(page.getByRole("article").first()).toBeVisible();
  await page.waitForTimeout(3_000); // the account's button, the map and its streets come after the list
  expect(await jumps(page), "while it loads").toEqual([]);
  const cell = (await feed(house)).flatMap(item => item.item === "post" && item.place.cell ? [item.place.cell] : [])[0];
  await post(house, { category: "lost_pet", title: "Gray cat on our porch", text: "Calm, with a red collar.", cell });
  const news = page.getByRole("button", { name: "1 new post" });
  await expect(news).toBeVisible();
  await page.waitForTimeout(500);
  expect(await jumps(page), "when news wait").toEqual([]);
  await news.click();
  await expect(page.getByRole("article").first()).toContainText("Gray cat on our porch");
  await page.waitForTimeout(1_000);
  expect(await jumps(page), "when news are read").toEqual([]);
});
