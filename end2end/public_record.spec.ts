//! Incidents of a city's public record in the feed: told apart from what a neighbor wrote, with their source.
import { expect, test } from "./house.ts";
import { importRecord, PLACE } from "./town.ts";

test("a visitor tells the public record from a neighbor's post, and finds where it comes from", async ({ page, house }) => {
  importRecord(house);
  await page.goto(`/?place=${PLACE}&kind=public_record&within=3`);
  const entries = page.getByRole("article");
  await expect(entries.first()).toBeVisible();
  for (const entry of await entries.all()) {
    await expect(entry).toHaveClass(/item--record/);
    await expect(entry).toContainText("Public record");
    await expect(entry).toContainText("Not a post by a neighbor. Placed by cell, not by address.");
    await expect(entry.getByRole("link")).toHaveText(["City and County of Denver, Denver Open Data Catalog"]);
    await expect(entry).toContainText("CC BY 3.0");
    await expect(entry).not.toContainText(/Neighbor \d|comment|demo/);
  }
  await house.axe(page);
  // Years later a day without its year would be another day.
  await expect(entries.first().getByRole("time")).toHaveText(/\b20\d\d\b/);
});
