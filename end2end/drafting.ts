//! The hands of an officer who asks and of a reviewer who answers, at their desks.
import { type Page } from "@playwright/test";
import { expect, type House } from "./house.ts";

const QUESTIONS = 8;

/** Everything but the area. */
export async function fill(page: Page, title: string, incident = "Theft of a bicycle"): Promise<void> {
  await page.getByLabel("Case number", { exact: true }).fill("CF-26-77001");
  await page.getByLabel("Incident", { exact: true }).fill(incident);
  await page.getByLabel("Contact shown").fill("m.ortega@cedarflats.example");
  await page.getByLabel("From", { exact: true }).fill("2026-10-21T09:30");
  await page.getByLabel("To", { exact: true }).fill("2026-10-21T11:00");
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Text", { exact: true }).fill("A blue cargo bicycle was taken from a rack between half past nine and eleven. We look for recordings of the rack.");
  const declared = page.getByRole("group", { name: "Your agency declares" }).getByRole("checkbox");
  for (const box of await declared.all()) await box.check();
}

/** The map opens at a place by its name; then one cell of it, and its six neighbors come along. */
export async function paint(page: Page): Promise<void> {
  await page.getByLabel("Neighborhood, city or street").fill("Baker");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("group", { name: "Places found" }).getByRole("button", { name: /^Baker/ }).first().click();
  const middle = page.getByRole("button", { name: /, in the middle$/ });
  await expect(middle).toBeVisible();
  await middle.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("7 of 10 cells")).toBeVisible();
}

export async function draft(page: Page, house: House, title: string): Promise<void> {
  await house.signIn(page, house.account("officer", "Maya Ortega"));
  await page.goto("/portal/requests");
  await page.getByRole("button", { name: "New request" }).click();
  await fill(page, title);
  await paint(page);
}

/** Answers every question, the sixth as told. */
export async function answer(page: Page, sixth: string): Promise<void> {
  const groups = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Unsure" }) });
  await expect(groups).toHaveCount(QUESTIONS);
  for (const [n, group] of (await groups.all()).entries()) {
    await group.getByRole("button", { name: n === 5 ? sixth : "Yes", exact: true }).click();
  }
}

export async function read(desk: Page, house: House, title: string): Promise<void> {
  await house.signIn(desk, house.account("reviewer", "before they are published"));
  await desk.goto("/review");
  await desk.getByRole("link", { name: title }).click();
  await expect(desk.getByRole("heading", { level: 1, name: title })).toBeVisible();
}
