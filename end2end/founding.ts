//! A new agency on its way in: admitted by the operator, its officers enrolled from their mails, its keys made.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Page } from "@playwright/test";
import { codeAt } from "./codes.ts";
import { type Account, expect, type House } from "./house.ts";
import { link, mail } from "./mailbox.ts";
import { ask } from "./town.ts";
import { binary, NOW } from "./world.ts";

/** Somebody who is about to become an officer. */
export interface Newcomer {
  email: string;
  name: string;
  title: string;
  badge: string;
}

export const operator = (house: House, ...what: string[]) =>
  execFileSync(binary(), ["agencies", ...what, "--data", house.server.data], { stdio: ["ignore", "ignore", "inherit"] });

/** By the operator's command; the first administrator is invited. Answers with the agency's address. */
export async function admit(house: House, name: string, domain: string, first: string): Promise<string> {
  const outline = join(house.server.data, "outline.geojson");
  const ring = [[-105.02, 39.7], [-104.95, 39.7], [-104.95, 39.75], [-105.02, 39.75], [-105.02, 39.7]];
  const feature = { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
  writeFileSync(outline, JSON.stringify({ type: "FeatureCollection", features: [feature] }));
  operator(house, "admit", "--new", name, "--type", "fire", "--state", "CO", "--domain", domain, "--contact", "303-555-0101",
    "--tip-phone", "303-555-0102", "--gifts", "None", "--outline-file", outline);
  const { agencies } = await ask<{ agencies: { slug: string }[] }>(house, `/api/agencies?q=${encodeURIComponent(name)}`);
  const slug = agencies[0]!.slug;
  operator(house, "invite", slug, first, "--public-url", house.url);
  return slug;
}

/** From the link in the mail to the portal. Answers with what the new officer keeps: the passphrase of their key. */
export async function enrol(page: Page, house: House, { email, name, title, badge }: Newcomer): Promise<Account> {
  await page.goto(link(house, await mail(house, email)));
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Badge number").fill(badge);
  await page.getByLabel("New password").fill("four lanterns by the river");
  const secret = (await page.locator("p.mono").first().innerText()).replaceAll(" ", "");
  const key_passphrase = await page.locator(".sheet__words").innerText();
  await page.getByLabel("Six digits from the app").fill(codeAt(secret, new Date(NOW)));
  await page.getByLabel("I have printed it or written it down").check();
  await page.getByRole("button", { name: "Become an officer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Shares" })).toBeVisible();
  return { role: "officer", email, password: "four lanterns by the river", key_passphrase };
}

/** With an unlocked key, on the page of keys: the sheet is kept. */
export async function makeKeys(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Make the keys" }).click();
  const words = page.getByRole("region", { name: /^Recovery sheet of / }).locator(".sheet__words");
  await expect(words).toHaveCount(3);
  const recovery = (await words.nth(1).innerText()).replaceAll(" ", "");
  await page.getByLabel("The last six letters").fill(recovery.slice(-6));
  await page.getByRole("button", { name: "The sheet is in the safe" }).click();
  await expect(page.getByRole("heading", { name: "Root key", exact: true })).toBeVisible();
}

/** By the administrator of an agency on `page`: for who opens what is shared. Answers with the link in the mail. */
export async function invite(page: Page, house: House, administrator: Account, email: string): Promise<string> {
  await house.signIn(page, administrator);
  await page.goto("/portal");
  await page.getByRole("link", { name: "Officers" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Officers" })).toBeVisible();
  const form = page.getByRole("region", { name: "Invite an officer" });
  await form.getByLabel("Email address").fill("j.novak@example.org");
  await form.getByRole("button", { name: "Send the invitation" }).click();
  await expect(form.getByText(`Officers are invited at @${email.split("@")[1]} only.`)).toBeVisible();
  await form.getByLabel("Email address").fill(email);
  await form.getByLabel("Open what is shared").check();
  await form.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByRole("region", { name: "Invited" }).getByText(email)).toBeVisible();
  return link(house, await mail(house, email));
}
