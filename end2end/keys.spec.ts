//! Keys of an agency: made once with a sheet for the safe, and what they certify.
import { admit, enrol, operator } from "./founding.ts";
import { unlock } from "./hand.ts";
import { expect, test } from "./house.ts";
import { ask } from "./town.ts";

const CHIEF = { email: "chief@pineridge.example", name: "Chief Ana Whitehorse", title: "Fire Chief", badge: "1" };
const SUCCESSOR = { email: "successor@pineridge.example", name: "Chief Bela Okafor", title: "Fire Chief", badge: "2" };

test.beforeEach(({}, { project }) => {
  test.skip(project.name === "phone", "the portal's stories are told at a desk");
});

test("an agency makes its keys with a sheet of paper; when its administrator is gone, the next one types the sheet", async ({ page, desk, house }) => {
  test.slow();
  const slug = await admit(house, "Pine Ridge Fire Department", "pineridge.example", CHIEF.email);
  const chief = await enrol(page, house, CHIEF);
  await page.getByRole("link", { name: "Keys" }).click();
  await expect(page.getByText("Your agency has no keys yet")).toBeVisible();
  await page.getByRole("button", { name: "Make the keys" }).click();
  await expect(page.getByText("What an officer says is signed. Unlock your key first.")).toBeVisible();
  await unlock(page, chief);
  await page.getByRole("button", { name: "Make the keys" }).click();
  const sheet = page.getByRole("region", { name: /^Recovery sheet of / });
  await expect(sheet.locator(".sheet__words")).toHaveCount(3);
  const words = await sheet.locator(".sheet__words").allInnerTexts();
  expect(words[0]!.replaceAll(" ", "")).toMatch(/^[0-9a-f]{64}$/);
  const recovery = words[1]!.replaceAll(" ", "");
  expect(recovery).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
  await house.axe(page);
  await house.shot(page, "portal-recovery-sheet", { fullPage: true });
  // Whoever did not print it is stopped.
  await page.getByLabel("The last six letters").fill("XXXXXX");
  await page.getByRole("button", { name: "The sheet is in the safe" }).click();
  await expect(page.getByText("These are not the last letters on the sheet.", { exact: false })).toBeVisible();
  await page.getByLabel("The last six letters").fill(recovery.slice(-6));
  await page.getByRole("button", { name: "The sheet is in the safe" }).click();
  await expect(page.getByRole("heading", { name: "Root key", exact: true })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: CHIEF.name }).getByText(/^Certified .*Oct 21, 2026$/)).toBeVisible();
  await house.axe(page);
  await house.shot(page, "portal-keys");

  // Nothing of the sheet left this page.
  const chain = JSON.stringify(await ask(house, `/api/badges/agency/${slug}`));
  expect(chain).toContain(words[2]!.length > 0 ? "agency_key" : "");
  expect(chain).not.toContain(words[0]!.replaceAll(" ", ""));
  await page.goto(`/agencies/${slug}`);
  await page.getByRole("button", { name: /^Verified agency/ }).click();
  await expect(page.getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(words[2]!)).toBeVisible();

  // Years later: nobody is left who could hand the key on, but the paper is in the safe.
  operator(house, "invite", slug, SUCCESSOR.email, "--public-url", house.url);
  await enrol(desk, house, SUCCESSOR);
  await desk.getByRole("link", { name: "Keys" }).click();
  await expect(desk.getByRole("heading", { name: "The root key is not sealed to you" })).toBeVisible();
  const waits = desk.getByRole("listitem").filter({ hasText: SUCCESSOR.name });
  await expect(waits.getByText("Waits for a certificate")).toBeVisible();
  await expect(desk.getByRole("button", { name: /^Certify/ })).toHaveCount(0);
  await house.axe(desk);
  const sent: string[] = [];
  desk.on("request", request => sent.push(request.postData() ?? ""));
  const paper = desk.getByLabel("Root key, from the paper");
  const wrong = words[0]!.replace(/[0-9]/, digit => String(9 - Number(digit)));
  await paper.fill(wrong);
  await desk.getByRole("button", { name: "Take the root key from the sheet" }).click();
  await expect(desk.getByText("This is not the root key on your agency's sheet.", { exact: false })).toBeVisible();
  await expect(paper).toHaveValue(wrong);
  await paper.fill(words[0]!.toUpperCase());
  await desk.getByRole("button", { name: "Take the root key from the sheet" }).click();
  await expect(waits.getByText(/^Certified .*Oct 21, 2026$/)).toBeVisible();
  await expect(desk.getByRole("heading", { name: "The root key is not sealed to you" })).toHaveCount(0);
  // What was typed left that page only sealed.
  expect(sent.filter(body => body.includes("certificate"))).toHaveLength(1);
  expect(sent.join().toLowerCase()).not.toContain(words[0]!.replaceAll(" ", ""));
});
