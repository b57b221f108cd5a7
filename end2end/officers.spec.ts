//! A new officer: invited by mail, enrolled with key and authenticator, at work, and gone again.
import { codeAt } from "./codes.ts";
import { unlock } from "./hand.ts";
import { type Account, expect, type House, test } from "./house.ts";
import { invite } from "./founding.ts";
import { NOW } from "./world.ts";

const NOVAK = "j.novak@cedarflats.example";
const PASSWORD = "four lanterns by the river";

test.beforeEach(({}, { project }) => {
  test.skip(project.name === "phone", "the portal's stories are told at a desk");
});

function administrator(house: House): Account {
  return house.account("officer", "m.ortega");
}

test("an officer is invited, enrols, signs in with a code, and is ended in one action", async ({ page, desk, house }) => {
  test.slow();
  house.watch.expect(/status of 401/); // a code is asked for; later, who was ended has no session
  house.watch.expect(/status of 422/); // the invitation that was used
  const address = await invite(page, house, administrator(house), NOVAK);
  await house.axe(page);
  await house.shot(page, "portal-officers");

  await desk.goto(address);
  await expect(desk.getByRole("heading", { level: 1, name: "Become an officer here" })).toBeVisible();
  await expect(desk.getByText(NOVAK).first()).toBeVisible();
  // Everything that is missing is said at once, and nothing typed is lost.
  await desk.getByLabel("Name", { exact: true }).fill("Officer Jana Novak");
  await desk.getByRole("button", { name: "Become an officer" }).click();
  await expect(desk.getByText("This is needed: it stands on the badge.")).toHaveCount(2);
  await expect(desk.getByText("Keep the passphrase first.")).toBeVisible();
  await house.axe(desk);
  await desk.getByLabel("Title").fill("Patrol, District 1");
  await desk.getByLabel("Badge number").fill("4410");
  await desk.getByLabel("New password").fill(PASSWORD);
  const secret = (await desk.locator("p.mono").first().innerText()).replaceAll(" ", "");
  const passphrase = await desk.locator(".sheet__words").innerText();
  expect(passphrase).toMatch(/^([a-z2-9]{4}-){6}[a-z2-9]{4}$/);
  await desk.getByLabel("Six digits from the app").fill(codeAt(secret, new Date(NOW)));
  await desk.getByLabel("I have printed it or written it down").check();
  await house.shot(desk, "portal-join", { fullPage: true });
  await desk.getByRole("button", { name: "Become an officer" }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "Shares" })).toBeVisible();
  await expect(desk.getByText("Officer Jana Novak")).toBeVisible();
  // The link works once, and says so without a button that could not help.
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1, name: "This invitation is over" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await page.goto("/portal/officers");
  // No administrator: no list of colleagues.
  await expect(desk.getByRole("link", { name: "Officers" })).toHaveCount(0);
  // What other roles are for is not offered; what is theirs, is.
  const main = desk.getByRole("navigation", { name: "Main" });
  await main.getByRole("link", { name: "Requests" }).click();
  await expect(desk.getByRole("heading", { name: "Requests need another role" })).toBeVisible();
  await expect(desk.getByRole("button", { name: "New request" })).toHaveCount(0);
  await main.getByRole("link", { name: "Feed" }).click();
  await expect(desk.getByRole("link", { name: "New announcement" })).toBeVisible();

  await desk.getByRole("button", { name: "Sign out" }).click();
  await desk.goto("/portal/sign-in");
  await desk.getByLabel("Email address").fill(NOVAK);
  await desk.getByLabel("Password").fill(PASSWORD);
  await desk.getByRole("button", { name: "Sign in" }).click();
  const code = desk.getByLabel("Six digits from your authenticator app");
  await code.fill(codeAt(secret, new Date(NOW)));
  await desk.getByRole("button", { name: "Sign in" }).click();
  await expect(desk.getByText("This code does not fit, or was used already.")).toBeVisible();
  await code.fill(codeAt(secret, new Date(new Date(NOW).getTime() + 30_000)));
  await house.axe(desk);
  await desk.getByRole("button", { name: "Sign in" }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "Shares" })).toBeVisible();

  // The agency's key says that the officer is theirs.
  await page.goto("/portal/keys");
  const waits = page.getByRole("listitem").filter({ hasText: "Officer Jana Novak" });
  await expect(waits.getByText("Waits for a certificate")).toBeVisible();
  await unlock(page, administrator(house));
  await waits.getByRole("button", { name: "Certify" }).click();
  await expect(waits.getByText(/^Certified .*Oct 21, 2026$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Certify" })).toHaveCount(0);
  await house.axe(page);

  await page.goto("/portal/officers");
  const line = page.getByRole("article").filter({ hasText: "Officer Jana Novak" });
  await line.getByRole("button", { name: "End", exact: true }).click();
  await page.getByRole("button", { name: "End now" }).click();
  await expect(page.getByRole("region", { name: "No longer with the agency" }).getByText("Officer Jana Novak")).toBeVisible();
  await desk.reload();
  await expect(desk.getByRole("heading", { level: 1, name: "Sign in to the portal" })).toBeVisible();
});

test("what an agency states stands on its profile", async ({ page, house }) => {
  await house.signIn(page, administrator(house));
  await page.goto("/portal/agency");
  const gifts = page.getByLabel("Gifts and incentives from vendors");
  await gifts.fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("“None” is an answer.", { exact: false }).last()).toBeVisible();
  await gifts.fill("Two doorbells, 2025, given to raffle winners");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. It stands on the profile.")).toBeVisible();
  await house.axe(page);
  await house.shot(page, "portal-agency");
  await page.goto("/agencies/cedar-flats-police-department");
  await expect(page.getByText("Two doorbells, 2025, given to raffle winners")).toBeVisible();
  await expect(page.getByRole("region", { name: "What the operator decided" }).getByText("Admitted")).toBeVisible();
});
