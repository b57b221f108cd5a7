//! Whoever cannot share, or does not want to, is told why, shown a way out, and left alone.
import { type Page } from "@playwright/test";
import { type Account, expect } from "./house.ts";
import { confirmHome } from "./sharing.ts";
import { address, ask, requestAround, requests, type Summary } from "./town.ts";
import { wired as test } from "./wire.ts";

/** What is told on the request itself and on the page of a followed link alike. */
async function told(page: Page, request: Summary, words: RegExp): Promise<void> {
  await page.goto(address(request));
  const act = page.getByRole("region", { name: "Your choice" });
  await expect(act).toContainText(words);
  await expect(act.getByRole("link", { name: "Tap here to help" })).toHaveCount(0);
  await expect(act.getByRole("link", { name: "Help without your name" }).filter({ visible: true }).first()).toBeVisible();
  await page.goto(`${address(request)}/help`);
  await expect(page.getByRole("heading", { level: 1, name: "You cannot share here now" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(words);
  await expect(page.getByRole("button", { name: /^Share all relevant/ })).toHaveCount(0);
}

const wayOut = (page: Page, name: string) => page.getByRole("main").getByRole("link", { name });

/** A request the resident's home would allow, if nothing else stood against it. */
const around = (house: Parameters<typeof requestAround>[0], resident: Account) => requestAround(house, resident.home_cell!);

test("someone signed out is asked to sign in, and is back at the request afterwards", async ({ page, house }) => {
  const resident = house.account("resident", "inside");
  const request = await around(house, resident);
  await told(page, request, /Sign in to share\./);
  await house.axe(page);
  await wayOut(page, "Sign in").click();
  await page.getByLabel("Email address").fill(resident.email);
  await page.getByLabel("Password").fill(resident.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${house.url}${address(request)}/help`);
  await expect(page.getByRole("main")).toContainText("Confirm your home on this device.");
});

test("someone who opted out is told so, with the way to the settings", async ({ page, house }) => {
  const resident = house.account("resident", "opted out");
  await house.signIn(page, resident);
  const [request] = (await requests(house)).filter(request => request.state === "open");
  await told(page, request!, /You have opted out of all requests\./);
  await wayOut(page, "Open settings").click();
  await expect(page.getByRole("switch", { name: "Opt out of all future requests" })).toBeChecked();
});

test("someone without a home is told that only people inside the area can share", async ({ page, house }) => {
  await house.signIn(page, house.account("resident", "no home"));
  const [request] = (await requests(house)).filter(request => request.state === "open");
  await told(page, request!, /Pick your home first\. Only people inside the area can share here\./);
  await wayOut(page, "Pick my home").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your home");
});

test("someone who lives outside learns it from their own browser; the server hears nothing of it", async ({ page, house, wire }) => {
  const resident = house.account("resident", "outside");
  await house.signIn(page, resident);
  await confirmHome(page, resident.home_cell!);
  const request = (await requests(house)).find(request => request.state === "open" && !request.area.cells.includes(resident.home_cell!))!;
  wire.clear();
  await told(page, request, /You live outside this area\. Only people inside it can share here\./);
  expect(wire.sent.filter(sent => sent.method !== "GET")).toEqual([]);
  expect(wire.leaks([resident.home_cell!])).toEqual([]);
  await house.axe(page);
  await wayOut(page, "Help without your name").click();
  await expect(page.getByRole("region", { name: "Help without your name" })).toBeInViewport();
});

test("someone whose home is newer than the request is told that nobody hops in", async ({ page, house }) => {
  const resident = house.account("resident", "new");
  await house.signIn(page, resident);
  const request = await around(house, resident);
  await told(page, request, /Confirm your home on this device\./);
  await confirmHome(page, resident.home_cell!);
  await told(page, request, /is newer than this request\./);
});

test("someone who comes too late is told what became of the request", async ({ page, house }) => {
  const resident = house.account("resident", "inside");
  await house.signIn(page, resident);
  const { assistance_requests: all } = await ask<{ assistance_requests: Summary[] }>(house, "/api/agencies/cedar-flats-police-department");
  for (const state of ["resolved", "expired", "void"] as const) {
    const closed = all.find(request => request.state === state);
    expect(closed, `the demo has a request that is ${state}`).toBeDefined();
    await told(page, closed!, new RegExp(`This request is ${state}\\.`));
  }
});

test("someone who picks the wrong home on a new device is told, and how many tries are left", async ({ page, house }) => {
  house.watch.expect(/40[03]|409|422/);
  const resident = house.account("resident", "inside");
  await house.signIn(page, resident);
  await page.goto("/settings/home");
  const wrong = page.getByRole("radio").and(page.locator(`:not([value="${resident.home_cell}"])`)).first();
  await wrong.check();
  await page.getByRole("button", { name: "This is my home" }).click();
  await expect(page.getByText("That is not the home you picked. 4 tries are left today.")).toBeVisible();
  await expect(wrong).toBeChecked();
});

test("someone who says \"Not now\" sends nothing at all, not even that they declined", async ({ page, house, wire }) => {
  const resident = house.account("resident", "inside");
  const request = await around(house, resident);
  await house.signIn(page, resident);
  await confirmHome(page, resident.home_cell!);
  await page.goto(`${address(request)}/help`);
  await expect(page.getByRole("heading", { level: 1, name: "How do you want to respond?" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  wire.clear();
  await page.getByRole("button", { name: /^Not now/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Nothing was sent" })).toBeFocused();
  await page.waitForTimeout(1_000); // a late beacon would still be a beacon
  expect(wire.sent).toEqual([]);
  await house.axe(page);
  await page.getByRole("link", { name: "Back to the request" }).click();
  await expect(page.getByRole("link", { name: "Tap here to help" })).toBeVisible();
  expect(wire.sent.filter(sent => sent.method !== "GET")).toEqual([]);
});

test("someone who opts out for good does it with one confirmation, and the switch has moved", async ({ page, house }) => {
  const resident = house.account("resident", "inside");
  const request = await around(house, resident);
  await house.signIn(page, resident);
  await confirmHome(page, resident.home_cell!);
  await page.goto(`${address(request)}/help`);
  await page.getByRole("button", { name: /^Opt out of all future requests/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Opt out of all future requests?" })).toBeFocused();
  await page.getByRole("button", { name: "Opt out", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "You have opted out" })).toBeFocused();
  await house.axe(page);
  await page.getByRole("link", { name: "Open settings" }).click();
  await expect(page.getByRole("switch", { name: "Opt out of all future requests" })).toBeChecked();
  await told(page, request, /You have opted out of all requests\./);
});
