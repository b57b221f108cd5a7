//! What a story needs to find in the demo world, asked at the same door as everybody else.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { House } from "./house.ts";
import { binary } from "./world.ts";

/** The place every feed here is read for: the demo's own. */
export const PLACE = "capitol-hill-denver";

export interface Summary {
  item: "assistance_request";
  id: string;
  version: number;
  title: string;
  case_number: string;
  agency: { slug: string; name: string };
  area: { incident: string; cells: string[] };
  window: { from: string; until: string };
  state: "open" | "frozen" | "resolved" | "expired" | "void";
  outcome: "used" | "not_used" | "case_closed" | null;
  published_at: string;
}

export interface PostCard {
  item: "post";
  id: string;
  title: string | null;
  category: string;
  place: { cell: string | null };
  author: { neighbor?: { number: number }; officer?: { badge: { name: string } } };
  at: string;
}

/** An incident of the public record: nobody's post, without a page. */
export interface Incident {
  item: "incident";
  id: string;
  what: string;
  reported_at: string;
  moved_weeks: number;
}

export type Item = PostCard | Summary | Incident;

export async function ask<T>(house: House, path: string): Promise<T> {
  const answer = await fetch(house.url + path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return await answer.json() as T;
}

/** Every entry of a feed, page by page. */
export async function feed(house: House, kind = ""): Promise<Item[]> {
  const items: Item[] = [];
  for (let next: string | null = ""; next !== null;) {
    const query = new URLSearchParams({ place: PLACE, ...(kind && { kind }), ...(next && { after: next }) });
    const page: { items: Record<string, object>[]; next: string | null } = await ask(house, `/api/feed?${query}`);
    // On the wire {"post": {…}}: an item says what it is by the name of its one field.
    for (const [item, card] of page.items.flatMap(Object.entries)) items.push({ item, ...card } as Item);
    next = page.next;
  }
  return items;
}

export async function requests(house: House): Promise<Summary[]> {
  return (await feed(house, "assistance_request")).filter(item => item.item === "assistance_request");
}

/** The open request the demo resident "inside" can answer. */
export async function requestAround(house: House, cell: string): Promise<Summary> {
  const found = (await requests(house)).find(request => request.state === "open" && request.area.cells.includes(cell));
  if (!found) throw new Error("the demo world has no open request around this home");
  return found;
}

export const address = (request: Summary) => `/assistance-requests/${request.id}`;

/** An excerpt of Denver's public record, added to this story's town. */
export function importRecord(house: House): void {
  const excerpt = join(import.meta.dirname, "../server/tests/denver_excerpt.csv");
  execFileSync(binary(), ["import", "incidents", excerpt, "--data", house.server.data], { stdio: ["ignore", "ignore", "inherit"] });
}
