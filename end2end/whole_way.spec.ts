//! The whole way of an agency: admitted, enrolled, with keys, asking, published, read and proved, amended, resolved, with its outcome.
import { type Page } from "@playwright/test";
import { answer, fill, paint } from "./drafting.ts";
import { admit, enrol, makeKeys } from "./founding.ts";
import { unlock } from "./hand.ts";
import { type Account, expect, type House, test } from "./house.ts";

test.skip(({ isMobile }) => isMobile, "the portal's stories are told at a desk");

const TITLE = "Blue cargo bicycle taken from a rack";
const CHIEF = { email: "chief@pineridge.example", name: "Chief Ana Whitehorse", title: "Fire Chief", badge: "1" };
const SECOND = { email: "l.moss@pineridge.example", name: "Inv. Lena Moss", title: "Investigator", badge: "2" };

/** Everybody who is no officer of the agency comes to one desk, one after the other. */
async function publish(desk: Page, house: House): Promise<void> {
  await house.signIn(desk, house.account("reviewer", "before they are published"));
  await desk.goto("/review");
  await desk.getByRole("link", { name: TITLE }).click();
  await answer(desk, "Yes");
  await desk.getByRole("radio", { name: /^Approve/ }).check();
  await desk.getByRole("button", { name: "Approve" }).click();
  await expect(desk).toHaveURL(/\/review$/);
  await desk.context().clearCookies();
}

test("from the operator's command to the outcome, and a visitor proves the badge on the way", async ({ page, desk, house }) => {
  test.setTimeout(300_000);
  const within = (name: string) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true });
  let chief!: Account;
  const slug = await admit(house, "Pine Ridge Fire Department", "pineridge.example", CHIEF.email);
  await test.step("the first administrator makes the keys; a second officer joins and is certified", async () => {
    chief = await enrol(page, house, CHIEF);
    await within("Keys").click();
    await unlock(page, chief);
    await makeKeys(page);
    await within("Officers").click();
    const form = page.getByRole("region", { name: "Invite an officer" });
    await form.getByLabel("Email address").fill(SECOND.email);
    for (const role of ["Ask for assistance", "Open what is shared"]) await form.getByLabel(role).check();
    await form.getByRole("button", { name: "Send the invitation" }).click();
    await expect(page.getByRole("region", { name: "Invited" }).getByText(SECOND.email)).toBeVisible();
    await enrol(desk, house, SECOND);
    await desk.context().clearCookies();
    await within("Keys").click();
    const waits = page.getByRole("listitem").filter({ hasText: SECOND.name });
    await waits.getByRole("button", { name: "Certify" }).click();
    await expect(waits.getByText(/^Certified /)).toBeVisible();
  });
  await test.step("it asks; the key of the request is made for both officers and the safe", async () => {
    await within("Requests").click();
    await page.getByRole("button", { name: "New request" }).click();
    await fill(page, TITLE);
    await page.getByLabel("Contact shown").fill("303-555-0101");
    await paint(page);
    await page.getByRole("button", { name: "Send to review" }).click();
    await expect(page).toHaveURL(/\/portal\/requests$/);
    await expect(page.getByText("Waits for review")).toBeVisible();
  });
  const item = page.getByRole("article").filter({ hasText: TITLE });
  let address = "";
  await test.step("a reviewer publishes it; a visitor reads it and proves who asks", async () => {
    await publish(desk, house);
    await page.reload();
    const id = (await item.getByRole("link", { name: TITLE }).getAttribute("href"))!.split("/").at(-1)!;
    address = `/assistance-requests/${id}`;
    await desk.goto(address);
    await expect(desk.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
    await desk.getByRole("button", { name: /^Verified officer/ }).first().click();
    const proof = desk.getByRole("dialog").filter({ visible: true });
    await expect(proof.getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
    await expect(proof).toContainText(CHIEF.name);
  });
  await test.step("it is amended, and the visitor reads what changed", async () => {
    await item.getByRole("link", { name: "Amend" }).click();
    await page.getByLabel("To", { exact: true }).fill("2026-10-21T10:30");
    await unlock(page, chief);
    await page.getByRole("button", { name: "Send to review" }).click();
    await expect(page.getByText("Amendment, version 2")).toBeVisible();
    await publish(desk, house);
    await desk.goto(address);
    await expect(desk.getByRole("article", { name: "Version 2" })).toContainText("What changed from version 1");
  });
  await test.step("it is resolved, and what came of it stands on the profile for ever", async () => {
    await page.reload();
    await item.getByRole("button", { name: "Resolve" }).click();
    await item.getByRole("button", { name: "Resolve" }).click();
    await item.getByRole("button", { name: "Used", exact: true }).click();
    await expect(item.getByText("Used", { exact: true })).toBeVisible();
    await desk.goto(`/agencies/${slug}`);
    const history = desk.getByRole("row").filter({ hasText: TITLE });
    await expect(history).toContainText("Resolved");
    await expect(history).toContainText("Used");
  });
});
