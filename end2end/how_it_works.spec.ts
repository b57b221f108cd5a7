//! Somebody without an account walks through the portal: the rules at work, a request as residents read it, the checklist.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tooWide } from "./every_page.ts";
import { expect, test } from "./house.ts";

/** What reviewers are asked, read where they get it from. */
const QUESTIONS = [...readFileSync(join(import.meta.dirname, "../domain/src/review.rs"), "utf8")
  .split("pub fn asks(self)")[1]!.split("\n    }")[0]!.matchAll(/=> "([^"]+)"/g)].map(([, question]) => question!);

test("a visitor finds the tour from the rules and breaks a made-up request, rule by rule", async ({ page, house }) => {
  await page.goto("/rules");
  await page.getByRole("link", { name: "How agencies work here: their portal, shown to everybody" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "How agencies work here" })).toBeVisible();
  const rules = page.getByRole("region", { name: "Rules, checked as you type" });
  await expect(rules).toContainText("Can be sent to review");
  await expect(rules.getByRole("listitem").filter({ hasText: "Passed: " })).toHaveCount(10);
  for (const [button, finding] of [
    ["A window of 14 hours", "This is 14 h. The most is 12 hours: move one end by at least 2 h."],
    ["An area of 19 cells", "The area has 19 cells. The most is 10: remove 9."],
    ["A third post for the case", "This case already has 2 posts. The most is 2."],
    ["No tip line", "No way to help without a name"],
    ["A lead who left the agency", "No active officer is named as lead investigator"],
  ] as const) {
    await page.getByRole("button", { name: button }).click();
    await expect(rules).toContainText("Cannot be sent");
    const failed = rules.getByRole("listitem").filter({ hasText: "Failed: " });
    await expect(failed).toHaveCount(1);
    await expect(rules.getByRole("listitem").first(), "what failed stands first").toContainText(finding.split(".")[0]!.slice(0, 12));
  }
  await page.getByRole("button", { name: "Keeps every rule" }).click();
  await expect(rules).toContainText("Can be sent to review");

  const sample = page.getByRole("article", { name: "A sample request" });
  for (const fact of ["Made up", "EX-26-00417", "4 h", "Det. Alex Example", "303-555-0100"]) await expect(sample).toContainText(fact);
  const checklist = page.getByRole("region", { name: "What a reviewer is asked" });
  expect(QUESTIONS).toHaveLength(8);
  for (const question of QUESTIONS) await expect(checklist).toContainText(question);
  await expect(page.getByRole("region", { name: "What agencies never see" }).getByRole("listitem")).toHaveCount(6);
  await house.axe(page);
  await house.shot(page, "how-it-works", { fullPage: true });
});

test("the tour asks the server for nothing of its own, and its head says what it is", async ({ page, house }) => {
  const asked: string[] = [];
  page.on("request", request => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/") && !["/api/me", "/api/live"].includes(pathname)) asked.push(pathname);
  });
  await page.goto("/how-it-works");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(asked).toEqual([]);
  await expect(page).toHaveTitle("How agencies work here · Neighbors");
  await expect(page.locator('meta[property="og:description"]')).toHaveAttribute("content", /The agencies’ portal, shown to everybody/);
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", /\/how-it-works$/);
  const plain = await (await page.request.get(`${house.url}/how-it-works`)).text();
  expect(plain).toContain("<h1>How agencies work here</h1>");
});

test.describe("in Spanish on a phone of 320 pixels", () => {
  test.use({ locale: "es-US" });

  test("the tour fits, and is told in Spanish from end to end", async ({ page, isMobile }) => {
    test.skip(!isMobile, "a phone");
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto("/how-it-works");
    await expect(page.getByRole("heading", { level: 1, name: "Cómo trabajan aquí las agencias" })).toBeVisible();
    await page.getByRole("button", { name: "Una zona de 19 celdas" }).click();
    await expect(page.getByText("No se puede enviar", { exact: true })).toBeVisible();
    expect(await tooWide(page)).toEqual([]);
  });
});
