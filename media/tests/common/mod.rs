//! Pictures and clips of our own: small, made here, with nothing in them until a test puts it there.

// Each test file uses another part of it.
#![allow(dead_code)]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// Wider than high, and different in each corner, so that turning shows.
pub fn picture() -> DynamicImage {
    RgbImage::from_fn(48, 32, |x, y| Rgb([(x * 5) as u8, (y * 7) as u8, ((x + y) * 3) as u8])).into()
}

pub fn photo(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture().write_to(&mut bytes, format).expect("encoded");
    bytes.into_inner()
}

/// On its side, with `mark` for its device and its position, and behind the picture again, after a page of script.
pub fn telling_jpeg(mark: &[u8]) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let mut exif = b"Exif\0\0II\x2a\0\x08\0\0\0\x03\0".to_vec();
    exif.extend(entry(0x010f, 2, mark.len() as u32, 70));
    exif.extend(entry(0x0112, 3, 1, 6));
    exif.extend(entry(0x8825, 4, 1, 50));
    exif.extend([0; 4]);
    exif.extend([1, 0]);
    exif.extend(entry(1, 2, 2, u32::from(b'N')));
    exif.extend([0; 6]);
    exif.extend(mark);
    let mut bytes = photo(ImageFormat::Jpeg);
    let segment = [&[0xff, 0xe1], &(exif.len() as u16 + 2).to_be_bytes()[..], &exif].concat();
    bytes.splice(2..2, segment);
    bytes.extend(b"<script>alert(1)</script>");
    bytes.extend(mark);
    bytes
}

/// As a phone writes it; how it was made is told beside it.
pub fn heic() -> Vec<u8> {
    include_bytes!("../corpus/porch.heic").to_vec()
}

pub fn bx(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut all = (content.len() as u32 + 8).to_be_bytes().to_vec();
    all.extend(name);
    all.extend(content);
    all
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// The film's samples: three of pictures, then what is in no track, then two of sound, then of data.
pub const PICTURES: &[u8] = b"picture one|picture two|picture three";
pub const NOBODYS: &[u8] = b"left over: +39.7392-104.9903/";
pub const SOUND: &[u8] = b"soundsound";
pub const DATA: &[u8] = b"+39.7392-104.9903+1609/";

pub struct Film {
    pub udta: Vec<u8>,
    pub last: Vec<u8>,
    /// A third track: handler and codec.
    pub data: Option<([u8; 4], [u8; 4])>,
    pub picture_codec: [u8; 4],
    pub created: u32,
    pub reference: u32,
    /// Held upright: players turn it by a quarter, clockwise.
    pub turned: bool,
}

impl Default for Film {
    fn default() -> Self {
        Self {
            udta: Vec::new(),
            last: Vec::new(),
            data: None,
            picture_codec: *b"avc1",
            created: 0,
            reference: 1,
            turned: false,
        }
    }
}

impl Film {
    /// `ftyp`, `mdat`, `moov`: as phones write them.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = bx(b"ftyp", &[b"isom", &words(&[512]), b"isommp42"]);
        let first = file.len() as u32 + 8;
        file.extend(bx(b"mdat", &[PICTURES, NOBODYS, SOUND, DATA]));
        let sound = first + (PICTURES.len() + NOBODYS.len()) as u32;
        let data = sound + SOUND.len() as u32;
        let mut tracks = self.track(1, b"vide", self.visual(), &[11, 12, 14], first, "GoPro AVC");
        tracks.extend(self.track(2, b"soun", audio(), &[5, 5], sound, "SoundHandler"));
        if let Some((handler, codec)) = self.data {
            let entry = bx(&codec, &[&[0; 6], &[0, 1]]);
            tracks.extend(self.track(3, &handler, entry, &[DATA.len() as u32], data, "GoPro MET"));
        }
        let mvhd = [
            &words(&[0, self.created, self.created, 1_000, 3_000, 0x1_0000])[..],
            &[1, 0],
            &[0; 10],
            &matrix(),
        ]
        .concat();
        let mvhd = bx(b"mvhd", &[&mvhd, &[0; 24], &words(&[4])]);
        file.extend(bx(b"moov", &[&mvhd, &tracks, &self.udta]));
        file.extend(&self.last);
        file
    }

    fn visual(&self) -> Vec<u8> {
        let mut fields = vec![0; 78];
        fields[7] = 1;
        fields[24..28].copy_from_slice(&[0, 48, 0, 32]);
        fields[28..36].copy_from_slice(&words(&[0x48_0000, 0x48_0000]));
        fields[41] = 1;
        fields[42..60].copy_from_slice(b"\x11GoPro AVC encoder");
        fields[75..78].copy_from_slice(&[24, 255, 255]);
        bx(&self.picture_codec, &[&fields, &bx(b"pasp", &[&words(&[1, 1])])])
    }

    fn track(
        &self,
        id: u32,
        handler: &[u8; 4],
        entry: Vec<u8>,
        sizes: &[u32],
        at: u32,
        name: &str,
    ) -> Vec<u8> {
        let samples = sizes.len() as u32;
        let tkhd = words(&[7, self.created, self.created, id, 0, 3_000, 0, 0, 0, 0]);
        let turn = if self.turned && handler == b"vide" { quarter() } else { matrix() };
        let tkhd = bx(b"tkhd", &[&tkhd, &turn, &words(&[48 << 16, 32 << 16])]);
        let mdhd = bx(b"mdhd", &[&words(&[0, self.created, self.created, 1_000, 3_000, 0x55c4_0000])]);
        let hdlr = bx(b"hdlr", &[&words(&[0, 0]), handler, b"appl", &[0; 8], name.as_bytes(), &[0]]);
        let stbl = bx(
            b"stbl",
            &[
                &bx(b"stsd", &[&words(&[0, 1]), &entry]),
                &bx(b"stts", &[&words(&[0, 1, samples, 1_000])]),
                &bx(b"stsc", &[&words(&[0, 1, 1, samples, 1])]),
                &bx(b"stsz", &[&words(&[0, 0, samples]), &words(sizes)]),
                &bx(b"stco", &[&words(&[0, 1, at])]),
            ],
        );
        let media =
            if handler == b"soun" { bx(b"smhd", &[&[0; 8]]) } else { bx(b"vmhd", &[&words(&[1, 0, 0])]) };
        let dref = bx(b"dref", &[&words(&[0, 1]), &bx(b"url ", &[&words(&[self.reference])])]);
        let minf = bx(b"minf", &[&media, &bx(b"dinf", &[&dref]), &stbl]);
        bx(b"trak", &[&tkhd, &bx(b"mdia", &[&mdhd, &hdlr, &minf])])
    }
}

fn audio() -> Vec<u8> {
    let mut fields = vec![0; 28];
    fields[7] = 1;
    fields[17] = 1;
    fields[19] = 16;
    fields[24..28].copy_from_slice(&words(&[8_000 << 16]));
    bx(b"mp4a", &[&fields])
}

fn matrix() -> Vec<u8> {
    words(&[0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000])
}

/// As phones write it: 90 degrees clockwise, moved back into view by its height.
fn quarter() -> Vec<u8> {
    words(&[0, 0x1_0000, 0, 0xffff_0000, 0, 0, 32 << 16, 0, 0x4000_0000])
}

pub fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}
