//! Reads CSV as its readers do: what the server gives away, and the sources beside it.

/** RFC 4180: quoted fields may hold commas, line ends and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    if (end === "" && !quoted && !plain && line.length === 0) break;
    line.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end !== ",") {
      lines.push(line);
      line = [];
    }
  }
  return lines;
}
