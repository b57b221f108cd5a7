//! The front door opens, and a wrong door says so in the house's own words.
import { expect, test } from "./house.ts";

test("a visitor opens the front page and reads it", async ({ page, house }) => {
  const answer = await page.goto("/");
  expect(answer?.status()).toBe(200);
  await expect(page.locator("#shell")).toHaveCount(0); // the program has taken over from the waiting shape
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("navigation", { name: "Main" }).filter({ visible: true })).toHaveCount(1);
  await house.axe(page);
});

test("a visitor with a mistyped address is answered 404 and told where to go", async ({ page, house }) => {
  house.watch.expect(/404/);
  const answer = await page.goto("/no-such-page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is no page here" })).toBeVisible();
  await house.axe(page);
});

test("a program changed on its way does not run, and the reader is told", async ({ page, house }) => {
  house.watch.expect(/integrity|digest/i);
  house.watch.expect(/Failed to fetch/);
  await page.route("**/*.wasm", async route => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: Buffer.concat([await answer.body(), Buffer.from([0])]) });
  });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "This page did not load completely" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await house.axe(page);
  // A link somebody sent says what it is about, all the same.
  await page.goto("/agencies/cedar-flats-police-department");
  await expect(page.getByRole("heading", { name: "This page did not load completely" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Cedar Flats Police Department" })).toBeVisible();
  await house.axe(page);
});

test("a page without JavaScript says why it needs it", async ({ browser, house }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: house.url });
  const page = await context.newPage();
  await page.goto("/");
  // Playwright never looks for words inside <noscript>, even where a reader sees them.
  const said = page.locator("noscript b").first();
  await expect(said).toHaveText("This page needs JavaScript.", { useInnerText: true });
  await expect(said).toBeVisible();
  // A link somebody sent says what it is about, all the same.
  await page.goto("/agencies/cedar-flats-police-department");
  await expect(page.getByRole("heading", { level: 1, name: "Cedar Flats Police Department" })).toBeVisible();
  await expect(page.locator("#shell-waiting")).toBeHidden();
  await context.close();
});
