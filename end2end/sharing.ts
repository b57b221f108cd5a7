//! The steps of a share as a person takes them, for every story that shares.
import { type Page } from "@playwright/test";
import { expect } from "./house.ts";

/** What the resident states to the agency. Nothing of it is known to their account. */
export const ROSA = {
  name: "Rosa Delgado-Whitfield",
  email: "rosa.porchlight@mail.example",
  address: "418 West Third Avenue, Apartment 2B, Denver",
};

export const TICKS = [/^My \d recordings?/, /^My name/, /^My email address/, /^My home address/];

/** On the page where one says which cell is the home, in the list beside the honeycomb; in either language. */
export async function confirmHome(page: Page, cell: string): Promise<void> {
  await page.goto("/settings/home");
  await sayHome(page, cell);
}

export async function sayHome(page: Page, cell: string): Promise<void> {
  await page.getByRole("radio").and(page.locator(`[value="${cell}"]`)).check();
  await page.getByRole("button", { name: /^(This is my home|Este es mi domicilio)$/ }).click();
  await expect(page.getByText(/^(That is your home|Ese es su domicilio)\./)).toBeVisible();
}

export async function pick(page: Page, files: string[]): Promise<void> {
  await page.getByLabel("Add files").setInputFiles(files);
  for (const file of files) await expect(page.getByRole("listitem").filter({ hasText: file.split("/").at(-1)! })).toBeVisible();
}

export async function describe(page: Page, who = ROSA): Promise<void> {
  await page.getByRole("button", { name: "Go on to your details" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Say who they come from" })).toBeFocused();
  await page.getByLabel("Name", { exact: true }).fill(who.name);
  await page.getByLabel("Email address").fill(who.email);
  await page.getByLabel("Home address").fill(who.address);
  await page.getByRole("button", { name: "Go on to consent" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Read this before you share" })).toBeFocused();
}

export async function consent(page: Page): Promise<void> {
  for (const name of TICKS) await page.getByRole("checkbox", { name }).check();
  await page.getByRole("button", { name: /^Share with / }).click();
}

/** From the help page to the consent screen, all of the files that fit. */
export async function toConsent(page: Page, help: string, files: string[]): Promise<void> {
  await page.goto(help);
  await page.getByRole("button", { name: /^Share all relevant recordings/ }).click();
  await pick(page, files);
  await describe(page);
}
