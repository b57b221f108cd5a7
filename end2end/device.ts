//! A device that holds passkeys: the browser's own virtual one.
import { type Page } from "@playwright/test";

/** A phone or computer that holds passkeys and asks for a look each time; `willing`: the person looks. */
export async function device(page: Page): Promise<{ willing(yes: boolean): Promise<void>; keys(): Promise<number>; }> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("WebAuthn.enable");
  const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  return {
    willing: async yes => void await browser.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: yes }),
    keys: async () => (await browser.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
  };
}

export async function unfold(page: Page, title: string): Promise<void> {
  await page.locator("summary", { hasText: title }).click();
}
