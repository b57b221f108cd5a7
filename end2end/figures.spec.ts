//! A journalist reads how long review takes, and what an agency did month by month: as plots, as a table, as files.
import { expect, test } from "./house.ts";

const AGENCY = "/agencies/cedar-flats-police-department";

test("the figures of an agency stand in plots, in a table and in files, and say the same", async ({ page, house }) => {
  await page.goto(AGENCY);
  const plot = page.getByRole("region", { name: "Time to review by month" });
  await expect(plot).toContainText(/\d+ decisions\. The line is the median/);
  // Reviewers of the demo take two and a half hours each time.
  await expect(plot.getByRole("img")).toHaveAccessibleName(/Oct: median 2 h 30 min, half of all between 2 h 30 min and 2 h 30 min/);
  await page.getByText("The figures as a table").first().click();
  const table = page.getByRole("region", { name: "The figures as a table" });
  const october = table.getByRole("row", { name: /^October 2026/ });
  await expect(october).toContainText("2 h 30 min");
  const file = await (await page.request.get(`${house.url}/data/agencies/cedar-flats-police-department/figures.csv`)).text();
  const published = file.split("\r\n").find(line => line.includes(",requests_published,2026-10,"))!.split(",").at(-1)!;
  await expect(october.getByRole("cell").first()).toHaveText(published);
  expect(file).toContain(",review_seconds_median,2026-10,,9000");
  const files = page.getByText("These figures as files:").locator("..");
  for (const [name, type] of [["CSV", "text/csv"], ["JSON", "application/json"], ["Atom", "application/atom+xml"]] as const) {
    const address = await files.getByRole("link", { name, exact: true }).getAttribute("href");
    expect((await page.request.get(house.url + address)).headers()["content-type"]).toContain(type);
  }
  // No agency is put before another one.
  await expect(page.getByRole("main")).not.toContainText(/\brank|fastest|slowest|compared/i);
  await house.axe(page);
  await house.shot(page, "figures", { fullPage: true });
});
