//! A photo that says more than its picture, and the judge of what is left of that: exiftool, not our own program.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "./house.ts";
import { wired } from "./wire.ts";

export const FOOTAGE = join(import.meta.dirname, "footage");
export const exiftool = (...of: string[]) => execFileSync("exiftool", ["-config", "", ...of]).toString();

/** Tags that would say where, by whom or with what it was taken. */
const TELLING = /GPS|Location|Make|Model|Lens|Serial|Artist|Owner|Author|Creator|Copyright|City|Country|XMP|IPTC|MakerNote|Thumbnail/i;

const tags = (file: string) => exiftool("-a", "-G1", "-s", "-EXIF:all", "-XMP:all", "-IPTC:all", file).trim();

/** Stories told with an ear on the wire and a folder for files. */
export const test = wired.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "neighbors-compose-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

/** On its side, with a position, a device, an owner and a serial number. */
export function tellingPhoto(folder: string): string {
  const file = join(folder, "porch.jpg");
  copyFileSync(join(FOOTAGE, "photo.jpg"), file);
  exiftool("-q", "-overwrite_original", "-n", "-GPSLatitude=39.7312", "-GPSLongitude=-104.9826", "-GPSLatitudeRef=N",
    "-GPSLongitudeRef=W", "-Make=Quetzal Works", "-Model=Porchcam 9", "-Artist=Rosa Delgado-Whitfield", "-SerialNumber=QZ-77-1234", "-Orientation=6", file);
  return file;
}

/** What a browser sent of {@link tellingPhoto}: nothing that tells, and the same side up. */
export function leftTheDevice(folder: string, sent: Buffer): void {
  const left = join(folder, "left.jpg");
  writeFileSync(left, sent);
  expect(tags(left).split("\n").filter(line => TELLING.test(line))).toEqual([]);
  expect(exiftool("-s3", "-n", "-Orientation", left).trim(), "which way up it is stays").toBe("6");
}

/** What the server shows of it at `address`: no notes at all, drawn the right way up. */
export async function isShown(folder: string, address: string): Promise<void> {
  const kept = join(folder, "kept.jpg");
  writeFileSync(kept, Buffer.from(await (await fetch(address)).arrayBuffer()));
  expect(tags(kept)).toBe("");
  const lying = exiftool("-s3", "-ImageSize", join(FOOTAGE, "photo.jpg")).trim();
  expect(exiftool("-s3", "-ImageSize", kept).trim(), "drawn the right way up").toBe(lying.split("x").reverse().join("x"));
}
