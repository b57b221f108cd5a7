//! How one signs in, changed by its owner: another password, another address; and what was typed before is there afterwards.
import { type Page } from "@playwright/test";
import { expect, test } from "./house.ts";
import { link, mail } from "./mailbox.ts";

const NEW_PASSWORD = "copper lantern under nine";
const NEW_EMAIL = "rosa.elsewhere@example.org";

/** One of the folded parts of the settings, opened. */
async function unfold(page: Page, name: string): Promise<void> {
  await page.goto("/settings");
  await page.locator("summary").filter({ hasText: name }).click();
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("a resident changes the password: other browsers are signed out, the mail says so, and only the new one opens", async ({ page, desk, house }) => {
  test.slow(); // two browsers, several passwords
  house.watch.expect(/status of (401|422)/);
  const resident = house.account("resident", "inside");
  await house.signIn(page, resident);
  await house.signIn(desk, resident);
  await unfold(page, "Change the password");
  const [present, wanted] = [page.getByLabel("Present password"), page.getByLabel("New password")];
  await present.fill("not the password");
  await wanted.fill("short");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(wanted).toHaveAccessibleDescription(/The password has 5 characters\./);
  await expect(wanted).toBeFocused();
  await wanted.fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(present).toHaveAccessibleDescription(/This is not the password of this account\./);
  await expect(wanted).toHaveValue(NEW_PASSWORD);
  await house.axe(page);
  await present.fill(resident.password);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("It is changed. Every other browser was signed out.")).toBeVisible();
  expect(await mail(house, resident.email, "Your password was changed")).toContain("Passkeys of the account stay");
  await page.goto("/settings");
  await expect(page.getByRole("heading", { name: "How you sign in" })).toBeVisible();
  await desk.goto("/settings");
  await expect(desk.getByText("Settings belong to an account.")).toBeVisible();
  await signIn(desk, resident.email, resident.password);
  await expect(desk.getByRole("alert").filter({ hasText: "That did not work." })).toBeVisible();
  await signIn(desk, resident.email, NEW_PASSWORD);
  await expect(desk).toHaveURL(`${house.url}/`);
});

test("a resident changes the email address when both mailboxes have said yes, and signs in with the new one", async ({ page, desk, house }) => {
  test.slow(); // two browsers, several passwords
  house.watch.expect(/status of 401/);
  const resident = house.account("resident", "inside");
  await house.signIn(page, resident);
  await unfold(page, "Change the email address");
  await expect(page.getByLabel("New email address")).toHaveAccessibleDescription(/Nobody but you ever sees it/);
  await page.getByLabel("New email address").fill(NEW_EMAIL);
  // A reload takes nothing that was typed.
  await unfold(page, "Change the email address");
  await expect(page.getByLabel("New email address")).toHaveValue(NEW_EMAIL);
  await page.getByLabel("Present password").fill(resident.password);
  await house.axe(page);
  await page.getByRole("button", { name: "Send both links" }).click();
  await expect(page.getByText(`We wrote to ${NEW_EMAIL} and to your present address.`)).toBeVisible();

  await desk.goto(link(house, await mail(house, NEW_EMAIL, "Confirm your new email address")));
  await desk.getByRole("button", { name: "Yes, change the address" }).click();
  await expect(desk.getByText("Now open the link in the other one.")).toBeVisible();
  await signIn(desk, NEW_EMAIL, resident.password);
  await expect(desk.getByRole("alert").filter({ hasText: "That did not work." }), "one mailbox is not enough").toBeVisible();
  await page.goto(link(house, await mail(house, resident.email, "Your account is to have another email address")));
  await page.getByRole("button", { name: "Yes, change the address" }).click();
  await expect(page.getByText("Both mailboxes have said yes.")).toBeVisible();
  await house.axe(page);
  await signIn(desk, NEW_EMAIL, resident.password);
  await expect(desk).toHaveURL(`${house.url}/`);
});

test("the address typed to sign in outlives a reload and a mistake, and is gone once one is in; the password is kept nowhere", async ({ page, house }) => {
  house.watch.expect(/status of 401/);
  const resident = house.account("resident", "inside");
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(resident.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.reload();
  await expect(page.getByLabel("Email address")).toHaveValue(resident.email);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "That did not work." })).toBeVisible();
  await expect(page.getByLabel("Email address")).toHaveValue(resident.email);
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain("not the password");
  await page.getByLabel("Password", { exact: true }).fill(resident.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(`${house.url}/`);
  await page.goto("/sign-in");
  await expect(page.getByLabel("Email address")).toHaveValue("");
});
