//! Recordings as a camera would leave them on a disk: a photo dated by its file, a film with its own time inside.
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FOOTAGE = join(import.meta.dirname, "footage");
const SECONDS_1904_TO_1970 = 2_082_844_800;

/** How long the film is, in whole seconds. */
export const FILM_SECONDS = 2;

export class Camera {
  private readonly folder = mkdtempSync(join(tmpdir(), "neighbors-camera-"));

  /** A photo that says nothing of its time: what counts is when its file was last changed. */
  photo(name: string, changed: Date, mark = ""): string {
    const photo = readFileSync(join(FOOTAGE, "photo.jpg"));
    const note = Buffer.from(mark);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(note.length + 2);
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe]), length, note]);
    return this.keep(name, Buffer.concat([photo.subarray(0, 2), comment, photo.subarray(2)]), changed);
  }

  /** A film that says itself when it began, in its header; the date of its file is another. */
  film(name: string, from: Date, mark = ""): string {
    const film = Buffer.from(readFileSync(join(FOOTAGE, "film.mp4")));
    const header = film.indexOf("mvhd") + 4; // version and flags, then two times of eight bytes each
    const created = BigInt(Math.floor(from.getTime() / 1000) + SECONDS_1904_TO_1970);
    film.writeBigUInt64BE(created, header + 4);
    film.writeBigUInt64BE(created, header + 12);
    const note = Buffer.from(mark);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(note.length + 8);
    const free = Buffer.concat([length, Buffer.from("free"), note]);
    return this.keep(name, Buffer.concat([film, free]), new Date("2026-01-01T00:00:00Z"));
  }

  /** Takes the disk away. */
  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private keep(name: string, bytes: Buffer, changed: Date): string {
    const path = join(this.folder, name);
    writeFileSync(path, bytes);
    utimesSync(path, changed, changed);
    return path;
  }
}
