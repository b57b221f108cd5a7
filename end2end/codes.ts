//! What an officer's authenticator shows: RFC 6238, half a minute each, six digits.
import { createHmac } from "node:crypto";

/** `secret` in base32, `at` as an instant. */
export function codeAt(secret: string, at: Date): string {
  const bits = [...secret].map(letter => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map(byte => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const from = hash[hash.length - 1]! & 15;
  return String((hash.readUInt32BE(from) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

/** Codes the server takes at that time, in the order it takes them: each works once, and none after a later one. */
export function codesAround(secret: string, now: Date): string[] {
  return [-30_000, 0, 30_000].map(shift => codeAt(secret, new Date(now.getTime() + shift)));
}
