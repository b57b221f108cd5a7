//! Someone wants to know where the idea comes from, what was criticised about it, and who says so.
import { expect, test } from "./house.ts";

test("a reader of About finds the history with its dates, figures and sources, and an answer to each criticism", async ({ page }) => {
  await page.goto("/about");
  await expect(page.getByRole("main")).toContainText("Neighbors is not connected with Ring or Amazon.");
  const history = page.getByRole("region", { name: "The idea, from 2018 to today" }).getByRole("listitem");
  for (const [when, what] of [
    ["May 2018", "Ring launches Neighbors"],
    ["Aug 28, 2019", "405 agencies"],
    ["June 2021", "1,771 agencies take part"],
    ["June 2021", "become public posts"],
    ["Jan 24, 2024", "Ring ends Requests for Assistance."],
  ] as const) {
    const entry = history.filter({ has: page.getByText(when, { exact: true }) });
    await expect(entry, when).toHaveCount(1);
    await expect(entry).toContainText(what);
  }
  const entries = await history.all();
  expect(entries.length).toBeGreaterThan(5);
  for (const entry of entries.slice(0, -1)) await expect(entry.getByRole("link")).toHaveAttribute("href", /^https:\/\//);
  await expect(entries.at(-1)!).toContainText(/^Today/);

  const criticism = page.getByRole("region", { name: "What was criticised, and what is done about it here" });
  const cards = await criticism.locator(".card").all();
  expect(cards.length).toBeGreaterThan(5);
  await expect(criticism.getByRole("heading", { level: 3 })).toHaveCount(cards.length);
  for (const card of cards) {
    await expect(card.getByRole("heading", { level: 3 })).not.toBeEmpty();
    await expect(card.getByRole("paragraph")).toHaveText(/\S.{20,}\.$/);
    await expect(card.getByRole("link")).toHaveAttribute("href", /^https:\/\//);
  }
});
