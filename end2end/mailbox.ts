//! What the server wrote to people: the files of its mail folder.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, type House } from "./house.ts";

/** The newest mail to this address, as it would arrive. */
export async function mail(house: House, to: string, words = ""): Promise<string> {
  const folder = join(house.server.data, "mail");
  let found: string | undefined;
  await expect.poll(() => {
    let names: string[] = [];
    try {
      names = readdirSync(folder).filter(name => name.endsWith(".eml"));
    } catch {
      return false; // nobody was written to yet
    }
    const byAge = names.map(name => join(folder, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    found = byAge.map(path => readFileSync(path, "utf8")).find(text => text.includes(`To: ${to}`) && text.includes(words));
    return found !== undefined;
  }, { message: `a mail to ${to}` }).toBe(true);
  return found!;
}

/** The address its link leads to, on this server. */
export function link(house: House, text: string): string {
  const found = /(https?:\/\/\S+?)(\/\S*#[0-9a-f]{64})/.exec(text);
  if (!found) throw new Error(`no link in the mail:\n${text}`);
  return house.url + found[2];
}
