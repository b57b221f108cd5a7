//! Passkeys: a neighbor joins with one, comes back with one, and looks after them. The device is the browser's own virtual one.
import { type Page } from "@playwright/test";
import { device, unfold } from "./device.ts";
import { expect, type House, test } from "./house.ts";
import { link, mail } from "./mailbox.ts";

const ROBIN = "robin@porch.example";

/** By the link of the mail, with a key this device makes. */
async function join(page: Page, house: House): Promise<void> {
  await page.goto("/join");
  await page.getByLabel("Email address").fill(ROBIN);
  await page.getByLabel("I am 18 or older").check();
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByText(`Look into the mailbox of ${ROBIN}`)).toBeVisible();
  await page.goto(link(house, await mail(house, ROBIN)));
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your home" })).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.goto("/settings");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What happened nearby" })).toBeAttached();
}

test("a neighbor joins with a passkey and comes back with it, without a password and without an address", async ({ page, house }) => {
  const phone = await device(page);
  await page.goto("/join");
  await join(page, house);
  expect(await phone.keys()).toBe(1);
  await signOut(page);
  await page.goto("/sign-in?next=/settings");
  await expect(page.getByRole("button", { name: "Use a passkey" })).toBeVisible();
  await house.axe(page);
  await house.shot(page, `sign-in-${test.info().project.name}`);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expect(page.getByText(ROBIN)).toBeVisible();
});

test("the page after the mail offers both ways, and the other one works as well", async ({ page, house }) => {
  house.watch.expect(/status of 422/);
  const phone = await device(page);
  await phone.willing(false);
  await page.goto("/join");
  await page.getByLabel("Email address").fill(ROBIN);
  await page.getByLabel("I am 18 or older").check();
  await page.getByRole("button", { name: "Send me the link" }).click();
  await page.goto(link(house, await mail(house, ROBIN)));
  await expect(page.getByRole("heading", { level: 1, name: "How do you want to sign in?" })).toBeVisible();
  await house.axe(page);
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await expect(page.getByText("The device gave no passkey")).toBeVisible();
  await page.getByLabel("New password").fill("iloveyou2026!");
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByText("This is one of the passwords that are tried first.")).toBeVisible();
  await page.getByLabel("New password").fill("gravel lantern opposite tin");
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your home" })).toBeVisible();
});

test("someone with a password adds a passkey, names it, signs in with it and takes it away", async ({ page, house }) => {
  const resident = house.account("resident", "inside");
  const phone = await device(page);
  await house.signIn(page, resident);
  await page.goto("/settings");
  await unfold(page, "Passkeys");
  await expect(page.getByText("There is none yet.")).toBeVisible();
  await page.getByLabel("Name of this passkey").fill("My phone");
  await page.getByLabel("Present password").fill(resident.password);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("It is added. We wrote to your mailbox that it was.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove My phone" })).toBeVisible();
  await mail(house, resident.email, "one more passkey signs in");
  await house.axe(page);
  // The same device makes no second one.
  await page.getByLabel("Present password").fill(resident.password);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("This device holds a passkey of this account already.")).toBeVisible();

  await page.getByRole("button", { name: "Rename My phone" }).click();
  await expect(page.getByLabel("Name of this passkey").first()).toBeFocused();
  await page.getByLabel("Name of this passkey").first().fill("Old phone");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByRole("button", { name: "Remove Old phone" })).toBeVisible();

  await signOut(page);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What happened nearby" })).toBeAttached();
  await page.goto("/settings");
  await unfold(page, "Passkeys");
  await page.getByRole("button", { name: "Remove Old phone" }).click();
  await expect(page.getByText("There is none yet.")).toBeVisible();
  await mail(house, resident.email, "no longer signs in");
  expect(await phone.keys(), "the device still holds its half").toBe(1);

  house.watch.expect(/status of 401/);
  await signOut(page);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("This passkey opens no account here.")).toBeVisible();
});

test("someone without a password shows a passkey where others type one, and keeps a way in", async ({ page, house }) => {
  house.watch.expect(/status of 422/);
  await device(page);
  await join(page, house);
  await page.goto("/settings");
  await unfold(page, "Passkeys");
  await page.getByRole("button", { name: /^Remove Passkey of/ }).click();
  await expect(page.getByText("This is the only way you sign in.")).toBeVisible();
  await page.reload();
  await unfold(page, "Change the password");
  await expect(page.getByText("This account has no password. Show one of its passkeys first.")).toBeVisible();
  await page.getByLabel("New password").fill("gravel lantern opposite tin");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Show one of your passkeys first: this account has no password.")).toBeVisible();
  await page.getByRole("button", { name: "Show a passkey" }).click();
  await expect(page.getByText("Shown. It counts for one change within 5 minutes.")).toBeVisible();
  await house.axe(page);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("It is changed. Every other browser was signed out.")).toBeVisible();
});
