// Prints who can sign in to a demo folder, one account a line.
import { readFileSync } from "node:fs";

const file = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const account of Array.isArray(file) ? file : file.accounts) {
  const { role, email, password, agency, key_passphrase: passphrase } = account;
  const more = [agency, passphrase && `key passphrase: ${passphrase}`].filter(Boolean).join(" · ");
  console.log(`  ${role.padEnd(10)} ${email.padEnd(36)} ${password}${more && `   (${more})`}`);
}
