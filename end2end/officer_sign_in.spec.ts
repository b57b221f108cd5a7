//! How an officer signs in: with a passkey of their device, or a password and codes, and what they change about it later.
import { codeAt } from "./codes.ts";
import { device, unfold } from "./device.ts";
import { invite } from "./founding.ts";
import { expect, test } from "./house.ts";
import { mail } from "./mailbox.ts";
import { NOW } from "./world.ts";

const NOVAK = "j.novak@cedarflats.example";
const later = (seconds: number) => new Date(new Date(NOW).getTime() + seconds * 1000);

test.skip(({ isMobile }) => isMobile, "the portal's stories are told at a desk");

test("an officer enrols with a passkey, comes back with it, and sets up an authenticator beside it", async ({ page, desk, house }) => {
  test.slow();
  house.watch.expect(/status of 422/); // a password before there are codes
  house.watch.expect(/status of 401/); // a code is asked for
  const address = await invite(page, house, house.account("officer", "m.ortega"), NOVAK);
  const key = await device(desk);
  await key.willing(false);
  await desk.goto(address);
  await desk.getByLabel("Name", { exact: true }).fill("Officer Jana Novak");
  await desk.getByLabel("Title").fill("Patrol, District 1");
  await desk.getByLabel("Badge number").fill("4410");
  await desk.getByRole("radio", { name: /^A passkey/ }).check();
  await expect(desk.getByLabel("New password")).toBeHidden();
  await desk.getByLabel("I have printed it or written it down").check();
  await house.axe(desk);
  await house.shot(desk, "portal-join-passkey", { fullPage: true });
  await desk.getByRole("button", { name: "Become an officer" }).click();
  await expect(desk.getByText("The device gave no passkey", { exact: false })).toBeVisible();
  await expect(desk.getByLabel("Title")).toHaveValue("Patrol, District 1");
  await key.willing(true);
  await desk.getByRole("button", { name: "Become an officer" }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "Shares" })).toBeVisible();
  expect(await key.keys()).toBe(1);

  await desk.getByRole("button", { name: "Sign out", exact: true }).click();
  await desk.goto("/portal/sign-in?next=/portal/account");
  await house.axe(desk);
  await house.shot(desk, "portal-sign-in");
  await desk.getByRole("button", { name: "Use a passkey" }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "How you sign in" })).toBeVisible();
  await unfold(desk, "Where you are signed in");
  await expect(desk.getByText("This browser")).toBeVisible();

  // A password alone is no way in for an officer.
  await unfold(desk, "Change the password");
  const password = desk.locator("details", { hasText: "Change the password" });
  await password.getByRole("button", { name: "Show a passkey" }).click();
  await expect(password.getByText("Shown. It counts for one change within 5 minutes.")).toBeVisible();
  await password.getByLabel("New password").fill("four lanterns by the river");
  await password.getByRole("button", { name: "Change the password" }).click();
  await expect(password.getByText("Set up an authenticator first", { exact: false })).toBeVisible();

  await unfold(desk, "Authenticator");
  const codes = desk.locator("details").filter({ has: desk.getByRole("heading", { name: "Authenticator" }) });
  const secret = (await codes.locator("p.mono").innerText()).replaceAll(" ", "");
  await codes.getByLabel("Six digits from the app").fill(codeAt(secret, later(0)));
  await codes.getByRole("button", { name: "Show a passkey" }).click();
  await expect(codes.getByText("Shown. It counts for one change within 5 minutes.")).toBeVisible();
  await house.axe(desk);
  await house.shot(desk, "portal-account", { fullPage: true });
  await codes.getByRole("button", { name: "Use this authenticator" }).click();
  await expect(codes.getByText("It is exchanged.", { exact: false })).toBeVisible();
  expect(await mail(house, NOVAK, "authenticator")).toContain("tell your administrator at once");

  await password.getByRole("button", { name: "Show a passkey" }).click();
  await password.getByRole("button", { name: "Change the password" }).click();
  await expect(password.getByText("It is changed.", { exact: false })).toBeVisible();
  await desk.getByRole("button", { name: "Sign out", exact: true }).click();
  await desk.goto("/portal/sign-in");
  await desk.getByLabel("Email address").fill(NOVAK);
  await desk.getByLabel("Password").fill("four lanterns by the river");
  await desk.getByRole("button", { name: "Sign in", exact: true }).click();
  await desk.getByLabel("Six digits from your authenticator app").fill(codeAt(secret, later(30)));
  await desk.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "Shares" })).toBeVisible();
});
