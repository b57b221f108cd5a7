//! What happens while one reads: news wait above the list, changes show where they stand, times stay true.
import { type Request } from "@playwright/test";
import { expect, test } from "./house.ts";
import { post, write } from "./neighbor.ts";
import { ask, feed, PLACE } from "./town.ts";
import { NOW } from "./world.ts";

/** So far away that no region of its feed is one of the demo's own place; and a cell there. */
const ELSEWHERE = "montbello-denver";
const CELL_THERE = "88268cd2a1fffff";

test("what a neighbor posts while one reads waits above the list, in every tab, over one stream", async ({ page, house, clocks }) => {
  const streams: string[] = [];
  page.context().on("request", request => { if (request.url().includes("/api/live")) streams.push(request.url()); });
  const opened = page.waitForResponse(/\/api\/live/);
  await page.goto(`/?place=${PLACE}`);
  await opened;
  const second = await page.context().newPage();
  await second.clock.setFixedTime(NOW);
  clocks.push(second);
  await second.goto(`/?place=${PLACE}`);
  await expect(second.getByRole("article").first()).toBeVisible();
  await page.waitForTimeout(1_000); // long enough for a second stream to open, if one did
  expect(streams.length, "one stream for both tabs").toBe(1);

  const cell = (await feed(house)).flatMap(item => item.item === "post" && item.place.cell ? [item.place.cell] : [])[0];
  await post(house, { category: "lost_pet", title: "Gray cat on our porch", text: "Calm, with a red collar.", cell });
  for (const tab of [page, second]) {
    await expect(tab.getByRole("button", { name: "1 new post" })).toBeVisible();
    // Said once, when there is a pause, to who hears the page.
    await expect(tab.getByRole("status").filter({ hasText: "1 new post" })).toHaveCount(1);
  }
  await house.setClock("2026-10-21T18:31:00-06:00"); // newest first, and two of one moment have no order
  await post(house, { category: "safety", title: "The light at the corner is out", text: "Since this morning.", cell });
  const button = page.getByRole("button", { name: "2 new posts" });
  await expect(button).toBeVisible();
  await house.axe(page);
  const titles = page.getByRole("article").getByRole("heading", { level: 3 });
  await expect(titles.first()).not.toHaveText("The light at the corner is out");
  await button.click();
  await expect(titles.nth(0)).toHaveText("The light at the corner is out");
  await expect(titles.nth(1)).toHaveText("Gray cat on our porch");
  await expect(titles.first().getByRole("link")).toBeFocused();
  await expect(button).toHaveCount(0);

  // The tab that listened goes; the other one takes over and misses nothing.
  const again = second.waitForResponse(/\/api\/live/);
  await page.close();
  await again;
  await post(house, { category: "safety", title: "It is on again", text: "Somebody came.", cell });
  await expect(second.getByRole("button", { name: "3 new posts" })).toBeVisible();
  expect(streams.length).toBe(2);
});

test("two tabs of two places hear of both over one stream, and each of its own", async ({ page, house, clocks }) => {
  const open = new Set<Request>();
  let streams = 0;
  page.context().on("request", request => {
    if (!request.url().includes("/api/live")) return;
    open.add(request);
    streams++;
  });
  for (const end of ["requestfinished", "requestfailed"] as const) page.context().on(end as "requestfinished", request => open.delete(request));
  const opened = page.waitForResponse(/\/api\/live/);
  await page.goto(`/?place=${PLACE}`);
  await opened;
  const regions = () => [...open].flatMap(request => new URL(request.url()).searchParams.get("regions")!.split(","));
  const here = regions();
  const second = await page.context().newPage();
  await second.clock.setFixedTime(NOW);
  clocks.push(second);
  await second.goto(`/?place=${ELSEWHERE}`);
  await expect.poll(() => regions().length, "the stream grew").toBeGreaterThan(here.length);
  const both = regions();
  expect(both).toEqual(expect.arrayContaining(here));
  expect(new Set(both).size, "each region once").toBe(both.length);
  expect(open.size, "one stream is open").toBe(1);
  expect(streams, "the first, and its successor for both places").toBe(2);

  const [known] = (await ask<{ name: string; region: string }[]>(house, "/api/places?q=montbello")).filter(place => place.name === "Montbello, Denver");
  expect(both).toContain(`${known!.region}:1`);
  await post(house, { category: "lost_pet", title: "Brown dog by the school", text: "Friendly, limps a little.", cell: CELL_THERE });
  await expect(second.getByRole("button", { name: "1 new post" })).toBeVisible();
  await expect(page.getByRole("button", { name: /new post/ })).toHaveCount(0);
});

test("an answer that somebody writes is counted where the post stands, and the reader keeps their place", async ({ page, house }) => {
  const card = (await feed(house)).find(item => item.item === "post" && item.title)!;
  if (card.item !== "post") throw new Error("the demo world has no post here");
  const opened = page.waitForResponse(/\/api\/live/);
  await page.goto(`/?place=${PLACE}`);
  await opened;
  const entry = page.locator(`#item-${card.id}`);
  const comments = entry.getByRole("link", { name: /comment/ });
  const before = Number.parseInt(await comments.innerText());
  await comments.focus();
  const top = (await entry.boundingBox())!.y;
  await write(house, `/api/threads/${card.id}/comments`, { text: "Seen two blocks east." });
  await expect(comments).toHaveText(before === 0 ? "1 comment" : `${before + 1} comments`);
  await expect(comments).toBeFocused();
  expect((await entry.boundingBox())!.y).toBe(top);
});

test("a time stays true while the page is open, and is exact for who listens or asks", async ({ page, house }) => {
  const opened = page.waitForResponse(/\/api\/live/);
  await page.goto(`/?place=${PLACE}`);
  await opened;
  const cell = (await feed(house)).flatMap(item => item.item === "post" && item.place.cell ? [item.place.cell] : [])[0];
  await post(house, { category: "safety", title: "A branch fell on the sidewalk", text: "By the corner.", cell });
  await page.getByRole("button", { name: "1 new post" }).click();
  const time = page.getByRole("article").first().getByRole("time");
  const exact = await time.getAttribute("title");
  expect(exact).toMatch(/^\w{3}, \w{3} \d+, \d+:\d\d [AP]M M[DS]T$/);
  const minutes = async () => Number(/(\d+) min ago|just now/.exec(await time.innerText())?.[1] ?? 0);
  const before = await minutes();
  expect(await time.textContent()).toContain(exact!);
  await house.setClock(new Date(Date.parse(NOW) + 20 * 60_000).toISOString());
  // Somebody comes back to the tab: it does not wait for its next tick.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  expect(await minutes()).toBe(before + 20);
});
