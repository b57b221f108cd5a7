// Prints who can sign in to a demo folder: one account a line, what unlocks an officer's key below it.
import { readFileSync } from "node:fs";

for (const account of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const { role, email, password, agency, note, key_passphrase: passphrase, totp_secret: secret, recovery_sheet: sheet } = account;
  const about = [agency, note].filter(Boolean).join(": ");
  console.log(`  ${role.padEnd(9)} ${email.padEnd(34)} ${password.padEnd(18)} ${about}`);
  if (sheet) console.log(`  ${"".padEnd(9)} recovery sheet: root key ${sheet[0]}, recovery key ${sheet[1]}`);
  if (passphrase) console.log(`  ${"".padEnd(9)} key passphrase: ${passphrase}`);
  if (secret) console.log(`  ${"".padEnd(9)} authenticator: ${secret} (type it into any app for one-time codes)`);
}
