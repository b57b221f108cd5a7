//! An officer's hand: signs what they say, and unlocks their key in a page.
import { createPrivateKey, sign as ed25519 } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, type Account, type House } from "./house.ts";

/** An Ed25519 seed as PKCS #8 has it. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** What an officer of the demo says, signed as their browser signs it; `page` is where they are signed in. */
export async function signed(page: Page, house: House, officer: Account, said: object): Promise<object> {
  const key = await page.context().request.get(`${house.url}/api/portal/key`);
  expect(key.ok(), "the officer's key").toBe(true);
  const { officer: id, agency } = await key.json() as { officer: string; agency: string };
  const text = JSON.stringify({ ...said, agency, officer: id, at: house.time });
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.from(officer.signing_seed!, "hex")]), format: "der", type: "pkcs8" });
  return { text, signature: ed25519(null, Buffer.from(`neighbors statement v1\n${text}`), secret).toString("hex") };
}

/** Types the passphrase of the key, as an officer does once on a page. */
export async function unlock(page: Page, officer: Account): Promise<void> {
  await page.getByLabel("Key passphrase").fill(officer.key_passphrase!);
  await page.getByRole("button", { name: "Unlock" }).click();
  await expect(page.getByLabel("Key passphrase")).toHaveCount(0, { timeout: 20_000 });
}
