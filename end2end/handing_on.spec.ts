//! An officer who came later opens what is shared once a colleague, or the recovery sheet, hands the keys on.
import type { Page } from "@playwright/test";
import { Camera } from "./camera.ts";
import { enrol, invite } from "./founding.ts";
import { unlock } from "./hand.ts";
import { type Account, expect, type House, test } from "./house.ts";
import { confirmHome, consent, ROSA, toConsent } from "./sharing.ts";
import { address, requestAround } from "./town.ts";

const NOVAK = { email: "j.novak@cedarflats.example", name: "Officer Jana Novak", title: "Patrol, District 1", badge: "4410" };

test.skip(({ isMobile }) => isMobile, "the portal's stories are told at a desk");

/** A resident shares one photo with the request around them. */
async function shared(page: Page, house: House, camera: Camera): Promise<void> {
  const resident = house.account("resident", "inside");
  const request = await requestAround(house, resident.home_cell!);
  await house.signIn(page, resident);
  await confirmHome(page, resident.home_cell!);
  const taken = new Date(Date.parse(request.window.from) + 180_000);
  await toConsent(page, `${address(request)}/help`, [camera.photo("porch.jpg", taken, "mark-of-the-photo")]);
  await consent(page);
  await expect(page).toHaveURL(/\/shares\/[0-9a-f-]{36}$/);
}

/** On the first share of the inbox. */
async function open(desk: Page): Promise<void> {
  await desk.goto("/portal");
  await desk.getByRole("link", { name: /^Share 1/ }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "Share 1" })).toBeVisible();
}

/** Invited, enrolled at `desk`, certified; without the key of any request. Answers with who they are. */
async function newcomer(page: Page, desk: Page, house: House, administrator: Account): Promise<Account> {
  await invite(page, house, administrator, NOVAK.email);
  const novak = await enrol(desk, house, NOVAK);
  await open(desk);
  await expect(desk.getByText("You cannot open this one yet.")).toBeVisible();
  await page.goto("/portal/keys");
  await unlock(page, administrator);
  const waits = page.getByRole("listitem").filter({ hasText: NOVAK.name });
  await waits.getByRole("button", { name: "Certify" }).click();
  await expect(waits.getByText(/^Certified /)).toBeVisible();
  return novak;
}

async function reads(desk: Page, novak: Account): Promise<void> {
  await open(desk);
  await unlock(desk, novak);
  await desk.getByRole("button", { name: "Open this share" }).click();
  await expect(desk.getByText(ROSA.name, { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(desk.getByText(ROSA.address, { exact: true })).toBeVisible();
}

test("a colleague who has the keys hands them on; nobody whom the record does not prove gets one", async ({ page, desk, house }) => {
  test.slow();
  const camera = new Camera();
  await shared(page, house, camera);
  camera.end();
  const ortega = house.account("officer", "m.ortega");
  const novak = await newcomer(page, desk, house, ortega);

  // A server that would read along names a key of its own in place of the newcomer's.
  const elsewhere = (await (await page.request.get(`${house.url}/api/portal/key`)).json() as { recipient: string }).recipient;
  await page.route("**/api/portal/keys-of-requests", async route => {
    if (route.request().method() !== "GET") return route.continue();
    const answer = await route.fetch();
    const told = await answer.json() as { waiting: { recipient: string }[] };
    for (const waiting of told.waiting) waiting.recipient = elsewhere;
    await route.fulfill({ response: answer, json: told });
  });
  const sent: string[] = [];
  page.on("request", request => { if (request.method() === "POST") sent.push(request.url()); });
  await page.goto("/portal");
  const waiting = page.getByRole("region", { name: "Colleagues wait for keys" });
  await expect(waiting.getByRole("listitem")).toHaveText(/^Officer Jana Novak, the keys? of \d+ requests?$/);
  await unlock(page, ortega);
  await house.axe(page);
  await house.shot(page, "portal-hand-on");
  await waiting.getByRole("button", { name: "Hand the keys on" }).click();
  await expect(waiting.getByText("The public record does not prove that everybody this would be sealed to is of your agency.", { exact: false })).toBeVisible({ timeout: 20_000 });
  expect(sent.filter(url => url.endsWith("keys-of-requests"))).toEqual([]);

  await page.unroute("**/api/portal/keys-of-requests");
  await page.reload();
  await unlock(page, ortega);
  await waiting.getByRole("button", { name: "Hand the keys on" }).click();
  await expect(page.getByText("The keys are handed on. Your colleagues can open what was shared.")).toBeVisible({ timeout: 20_000 });
  await expect(waiting).toHaveCount(0);
  await reads(desk, novak);
});

test("the recovery key on the sheet opens what nobody else can", async ({ page, desk, house }) => {
  test.slow();
  const camera = new Camera();
  await shared(page, house, camera);
  camera.end();
  const ortega = house.account("officer", "m.ortega");
  const novak = await newcomer(page, desk, house, ortega);
  const key = ortega.recovery_sheet![1];

  await page.reload();
  await unlock(page, ortega);
  const sheet = page.getByRole("region", { name: "Keys some officers lack" });
  const paper = sheet.getByLabel("Recovery key, from the paper");
  await house.axe(page);
  await house.shot(page, "portal-keys-sheet");
  const mistaken = key.replace(/.$/, last => last === "Q" ? "P" : "Q");
  await paper.fill(mistaken);
  await sheet.getByRole("button", { name: "Hand the keys on with the sheet" }).click();
  await expect(sheet.getByText("This is not the recovery key on your agency's sheet.", { exact: false })).toBeVisible();
  await expect(paper).toHaveValue(mistaken);
  const sent: string[] = [];
  page.on("request", request => sent.push(request.postData() ?? ""));
  await paper.fill(key.toLowerCase().replace(/(.{8})/g, "$1 "));
  await sheet.getByRole("button", { name: "Hand the keys on with the sheet" }).click();
  await expect(page.getByText("That the sheet was used stands in the public record.", { exact: false })).toBeVisible({ timeout: 20_000 });
  await expect(sheet).toHaveCount(0);
  expect(sent.join().toUpperCase().replace(/\s/g, "")).not.toContain(key);
  await reads(desk, novak);
});
