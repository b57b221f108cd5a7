//! An officer leaves: the open requests they led ask for a new lead investigator, until an amendment names one.
import { amend, approve } from "./amending.ts";
import type { Page } from "@playwright/test";
import { unlock } from "./hand.ts";
import { expect, type House, test } from "./house.ts";
import { address, requestAround } from "./town.ts";

test.skip(({ isMobile }) => isMobile, "officers work at a desk");

interface Officer { id: string; name: string; title: string; administrator: boolean }

/** Somebody else of the signed-in administrator's agency. */
async function colleague(page: Page, house: House): Promise<Officer> {
  const list = await page.context().request.get(`${house.url}/api/portal/officers`);
  return (await list.json() as { officers: Officer[] }).officers.filter(officer => !officer.administrator).at(-1)!;
}

async function leaves(page: Page, house: House, officer: Officer): Promise<void> {
  const gone = await page.context().request.delete(`${house.url}/api/portal/officers/${officer.id}`, { headers: { "x-neighbors": "1" } });
  expect(gone.ok()).toBe(true);
}

test("the lead investigator of an open request leaves; a colleague takes over, reviewed, and the request goes on", async ({ page, desk, house }) => {
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  const admin = house.account("officer", request.agency.name);
  await house.signIn(page, admin);
  const leaver = await colleague(page, house);
  await amend(page, house, request, draft => ({ ...draft, lead: { ...draft.lead, name: leaver.name, title: leaver.title } }));
  await approve(desk, house, request.id);
  await leaves(page, house, leaver);

  await page.goto("/portal/requests");
  // This one, and another that the demo has them lead.
  await expect(page.getByText("2 open requests ask for a new lead investigator, since the ones they name left. Amend them, or resolve them.")).toBeVisible();
  const item = page.getByRole("article").filter({ hasText: request.title });
  await expect(item).toContainText(`${leaver.name}, who led this case, left on Oct 21, 2026. Amend it to name another one, or resolve it.`);
  await house.axe(page);
  await house.shot(page, "portal-new-lead-desktop");

  await item.getByRole("link", { name: "Amend" }).click();
  await expect(page.getByText(`${leaver.name}, who led this case, left on`)).toBeVisible();
  const rules = page.getByRole("complementary", { name: "Rules, checked as you type" });
  await expect(rules.getByText("No active officer is named as lead investigator")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send to review" })).toHaveAttribute("aria-disabled", "true");
  await house.axe(page);
  await page.getByRole("button", { name: "Name me as lead investigator" }).click();
  await page.getByLabel("Contact shown").fill(admin.email);
  await expect(page.getByLabel("Lead investigator", { exact: true })).not.toHaveValue(leaver.name);
  await unlock(page, admin);
  await page.getByRole("button", { name: "Send to review" }).click();
  await expect(page).toHaveURL(/\/portal\/requests$/);
  await approve(desk, house, request.id);
  await page.reload();
  await expect(item).toContainText("version 3");
  await expect(item).not.toContainText("led this case");
  await expect(page.getByText("1 open request asks for a new lead investigator, since the one it names left. Amend it, or resolve it.")).toBeVisible();
  await page.goto(address(request));
  await expect(page.getByRole("article", { name: "Version 3" })).toContainText(leaver.name);
});

test("an approval returns what lost its lead while it waited, and both sides read why", async ({ page, desk, house }) => {
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  const admin = house.account("officer", request.agency.name);
  await house.signIn(page, admin);
  const leaver = await colleague(page, house);
  await amend(page, house, request, draft => ({ ...draft, lead: { ...draft.lead, name: leaver.name } }));
  await leaves(page, house, leaver);

  house.watch.expect(/422 .*api\/review/);
  await house.signIn(desk, house.account("reviewer", "before they are published"));
  await desk.goto(`/review/${request.id}`);
  const groups = desk.getByRole("listitem").filter({ has: desk.getByRole("button", { name: "Unsure" }) });
  await expect(groups).toHaveCount(8);
  for (const group of await groups.all()) await group.getByRole("button", { name: "Yes", exact: true }).click();
  await desk.getByRole("radio", { name: /^Approve/ }).check();
  await desk.getByRole("button", { name: "Approve" }).click();
  await expect(desk.getByText("Its lead investigator is not an active officer any more. It went back to the agency, with this reason.")).toBeVisible();

  await page.goto("/portal/requests");
  await expect(page.getByText("Its lead investigator is not an active officer of the agency any more. Name another one and send it again.")).toBeVisible();
  await page.goto(address(request));
  await expect(page.getByRole("heading", { name: "Version", exact: true })).toBeVisible();
});
