//! An amendment from an officer's desk through review into the open, without the forms, which have stories of their own.
import type { Page } from "@playwright/test";
import { expect, type House } from "./house.ts";
import { signed } from "./hand.ts";
import { ask, type Summary } from "./town.ts";

export interface Draft {
  title: string; text: string; area: { incident: string; cells: string[] }; window: { from: string; until: string };
  lead: { name: string; title: string; contact: string };
}

const HEADERS = { "x-neighbors": "1" };
const QUESTIONS = 8;

export async function call(desk: Page, house: House, method: "POST" | "PUT", path: string, data: object): Promise<void> {
  const answer = await desk.context().request.fetch(house.url + path, { method, headers: HEADERS, data });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
}

/** Sent by an officer of the request's agency; `desk` is theirs, and the reviewer's after them. */
export async function send(desk: Page, house: House, request: Summary, change: (draft: Draft) => Draft): Promise<void> {
  await house.signIn(desk, house.account("officer", request.agency.name));
  await amend(desk, house, request, change);
}

/** The first officer of the agency, signed in there, sends it. */
export async function amend(desk: Page, house: House, request: Summary, change: (draft: Draft) => Draft): Promise<void> {
  const { draft, recipient } = await ask<{ draft: Draft; recipient: string }>(house, `/api/assistance-requests/${request.id}`);
  const changed = change(draft);
  const officer = house.account("officer", request.agency.name);
  const by = await signed(desk, house, officer, { what: "assistance_request", recipient, draft: changed });
  await call(desk, house, "POST", `/api/portal/assistance-requests/${request.id}/amendments`, { ...changed, signed: by });
}

export async function decide(desk: Page, house: House, id: string, verdict: object): Promise<void> {
  await house.signIn(desk, house.account("reviewer", "before they are published"));
  const found = await desk.context().request.get(`${house.url}/api/review/${id}`);
  const { fingerprint } = await found.json() as { fingerprint: string };
  const answers = Array(QUESTIONS).fill("yes") as string[];
  if ("reason" in verdict) answers[5] = "no";
  await call(desk, house, "POST", `/api/review/${id}`, { answers, sensitive: [], verdict, fingerprint });
}

export const approve = (desk: Page, house: House, id: string) => decide(desk, house, id, { what: "approve" });
