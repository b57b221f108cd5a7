//! Somebody else, in a browser of their own: what they write, post and share while the story's reader looks on.
import { randomBytes, randomUUID } from "node:crypto";
import { type Account, expect, type House } from "./house.ts";
import type { Summary } from "./town.ts";

export interface Draft { category: string; title: string; text: string; cell: string | undefined }

export async function post(house: House, draft: Draft): Promise<void> {
  await write(house, "/api/posts", { ...draft, happened_at: null });
}

/** The resident who lives inside writes there. */
export async function write(house: House, path: string, body: object): Promise<void> {
  await (await signedIn(house, house.account("resident", "inside")))(path, body);
}

/**
 * A share there is, without the steps of sharing, which have stories of their own. Its files look sealed from
 * outside, which is all anybody but the officers sees of a share: no key opens these.
 */
export async function share(house: House, resident: Account, request: Summary): Promise<string> {
  const call = await signedIn(house, resident);
  const upload = async () => (await call<{ id: string }>("/api/uploads", looksSealed())).id;
  const { id } = await call<{ id: string }>(`/api/assistance-requests/${request.id}/shares`, {
    idempotency_key: randomUUID(), version: request.version, kept_days: 60, home: resident.home_cell,
    manifest: await upload(), recordings: [await upload()],
  });
  return id;
}

/** The demo's request that waits for its second reviewer. */
export async function waitingCase(house: House): Promise<string> {
  const cookie = await session(house, house.account("reviewer", "before they are published"));
  const answer = await fetch(`${house.url}/api/review`, { headers: { cookie } });
  const { waiting } = await answer.json() as { waiting: { id: string }[] };
  return waiting[0]!.id;
}

type Call = <T>(path: string, body: object | Buffer) => Promise<T>;

const send = (house: House, path: string, body: object | Buffer, cookie = "") => fetch(house.url + path, {
  method: "POST",
  headers: { "content-type": Buffer.isBuffer(body) ? "application/octet-stream" : "application/json", "x-neighbors": "1", cookie },
  body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
});

const session = async (house: House, { email, password }: Account) =>
  (await send(house, "/api/session", { email, password })).headers.get("set-cookie")!.split(";")[0]!;

async function signedIn(house: House, account: Account): Promise<Call> {
  const cookie = await session(house, account);
  return async <T>(path: string, body: object | Buffer) => {
    const answer = await send(house, path, body, cookie);
    expect(answer.status, `${path}: ${await answer.clone().text()}`).toBe(201);
    return await answer.json() as T;
  };
}

/** The head of a file for one X25519 key, and noise. */
function looksSealed(): Buffer {
  const word = () => randomBytes(32).toString("base64").replace("=", "");
  return Buffer.concat([Buffer.from(`age-encryption.org/v1\n-> X25519 ${word()}\n${word()}\n--- ${word()}\n`), randomBytes(16 + 16 + 200)]);
}
