//! The judge is somebody else's program: `exiftool` writes every kind of tag into our pictures and clips, and reads
//! none of them back after cleaning.

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use common::{Film, heic, photo, picture};
use image::ImageFormat;
use neighbors_media::FindingKind::{self, Device, Location, Owner, Preview, Serial, Software, Time};
use neighbors_media::{Kind, MediaError, photo as photos, video};

/// Occurs in every text that is written, so that one search finds any of them.
const MARK: &str = "Quetzal";

const PHOTO_TAGS: [&str; 37] = [
    "-GPSLatitude=39.7392",
    "-GPSLatitudeRef=N",
    "-GPSLongitude=104.9903",
    "-GPSLongitudeRef=W",
    "-GPSAltitude=1609",
    "-GPSDateStamp=2026:10:20",
    "-GPSProcessingMethod=Quetzal",
    "-EXIF:Make=Quetzal",
    "-EXIF:Model=Quetzal 9",
    "-EXIF:HostComputer=Quetzal",
    "-EXIF:LensMake=Quetzal",
    "-EXIF:LensModel=Quetzal",
    "-EXIF:SerialNumber=Quetzal-1",
    "-EXIF:LensSerialNumber=Quetzal-2",
    "-EXIF:ImageUniqueID=Quetzal-3",
    "-EXIF:OwnerName=Quetzal",
    "-EXIF:Artist=Quetzal",
    "-EXIF:Copyright=Quetzal",
    "-EXIF:XPAuthor=Quetzal",
    "-EXIF:ImageDescription=Quetzal",
    "-EXIF:UserComment=Quetzal",
    "-EXIF:Software=Quetzal",
    "-EXIF:DateTimeOriginal=2026:10:20 22:43:11",
    "-EXIF:ModifyDate=2026:10:20 22:43:11",
    "-XMP:GPSLatitude=39.7392",
    "-XMP:GPSLongitude=-104.9903",
    "-XMP:City=Quetzal",
    "-XMP:Creator=Quetzal",
    "-XMP:SerialNumber=Quetzal",
    "-XMP:CreatorTool=Quetzal",
    "-XMP:LocationShownCity=Quetzal",
    "-IPTC:City=Quetzal",
    "-IPTC:Sub-location=Quetzal",
    "-IPTC:By-line=Quetzal",
    "-IPTC:Contact=Quetzal",
    "-Comment=Quetzal",
    "-Photoshop:CopyrightFlag=1",
];

const FILM_TAGS: [&str; 16] = [
    "-QuickTime:CreateDate=2026:10:20 22:43:11",
    "-QuickTime:TrackCreateDate=2026:10:20 22:43:11",
    "-QuickTime:MediaCreateDate=2026:10:20 22:43:11",
    "-Keys:GPSCoordinates=39.7392, -104.9903, 1609",
    "-Keys:Make=Quetzal",
    "-Keys:Model=Quetzal 9",
    "-Keys:Software=Quetzal",
    "-Keys:CreationDate=2026:10:20 22:43:11-06:00",
    "-Keys:Author=Quetzal",
    "-ItemList:Artist=Quetzal",
    "-ItemList:Comment=Quetzal",
    "-UserData:GPSCoordinates=39.7392, -104.9903, 1609",
    "-UserData:Make=Quetzal",
    "-UserData:LocationInformation=Quetzal Lat=39.73920 Lon=-104.99030",
    "-XMP:GPSLatitude=39.7392",
    "-XMP:Creator=Quetzal",
];

fn exiftool(arguments: &[&str], file: &Path) -> String {
    let ran = Command::new("exiftool").args(arguments).arg(file).output();
    let ran = ran.expect("exiftool: script/bootstrap installs it");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("text")
}

/// Everything exiftool can tell, unknown and double tags included; of the file system nothing.
fn told(file: &Path) -> BTreeMap<String, serde_json::Value> {
    let mut told: Vec<BTreeMap<String, serde_json::Value>> =
        serde_json::from_str(&exiftool(&["-j", "-G1:4", "-a", "-u", "-ee"], file)).expect("JSON");
    let mut told = told.pop().expect("one file");
    told.retain(|tag, _| tag != "SourceFile" && !tag.starts_with("System:") && !tag.starts_with("ExifTool:"));
    told
}

/// Groups that stay: how the picture is coded, and nothing somebody wrote.
fn judged(file: &Path, allowed: &[&str]) {
    for (tag, value) in told(file) {
        let text = value.to_string();
        assert!(!text.contains(MARK), "{tag}: {text}");
        let dated = tag.contains("Date") && text != "\"0000:00:00 00:00:00\"";
        assert!(!dated && !tag.contains("GPS"), "{tag}: {text}");
        let group = tag.split(':').next().unwrap_or_default();
        assert!(allowed.contains(&group) || allowed.contains(&tag.as_str()), "{tag}: {text}");
    }
}

fn tagged(name: &str, bytes: &[u8], tags: &[&str]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).expect("written");
    exiftool(&[&["-q", "-m", "-overwrite_original"], tags].concat(), &file);
    (folder, file)
}

#[test]
fn of_a_photo_full_of_tags_only_the_picture_is_left() {
    for (name, format, expected) in [
        ("a.jpg", ImageFormat::Jpeg, &[Location, Owner, Serial, Device, Time, Software][..]),
        ("a.png", ImageFormat::Png, &[Location, Owner, Serial, Device, Time, Software]),
        ("a.webp", ImageFormat::WebP, &[Location, Owner, Serial, Device, Time, Software]),
    ] {
        let (_folder, file) = tagged(name, &photo(format), &PHOTO_TAGS);
        let before = told(&file);
        assert!(before.values().filter(|value| value.to_string().contains(MARK)).count() > 10, "{before:?}");
        let clean = photos::clean(&std::fs::read(&file).expect("read")).expect("a photo");
        let kinds: Vec<FindingKind> = clean.found.iter().map(|finding| finding.kind).collect();
        for kind in expected {
            assert!(kinds.contains(kind), "{name}: {kind:?} was there and not told");
        }
        std::fs::write(&file, &clean.bytes).expect("written");
        judged(&file, &["File", "JFIF", "PNG", "RIFF", "Composite"]);
        let same = image::load_from_memory_with_format(&clean.bytes, format).expect("it opens");
        let original = image::load_from_memory_with_format(&photo(format), format).expect("it opens");
        assert!(same == original, "{name}: every dot is where it was");
    }
}

#[test]
fn which_way_up_a_photo_is_stays_and_is_all_that_stays() {
    for (name, format) in
        [("a.jpg", ImageFormat::Jpeg), ("a.png", ImageFormat::Png), ("a.webp", ImageFormat::WebP)]
    {
        for orientation in 1..=8_u8 {
            let number = format!("-EXIF:Orientation#={orientation}");
            let tags = [&[number.as_str()], &PHOTO_TAGS[..12]].concat();
            let (_folder, file) = tagged(name, &photo(format), &tags);
            let clean = photos::clean(&std::fs::read(&file).expect("read")).expect("a photo");
            assert_eq!((clean.orientation, clean.width, clean.height), (orientation, 48, 32));
            std::fs::write(&file, &clean.bytes).expect("written");
            let only = ["IFD0:Orientation", "File", "JFIF", "PNG", "RIFF", "Composite"];
            judged(&file, &only);
            let kept = exiftool(&["-s3", "-n", "-EXIF:Orientation"], &file);
            let expected = if orientation == 1 { String::new() } else { orientation.to_string() };
            assert_eq!(kept.trim(), expected, "{name}");
            image::load_from_memory_with_format(&clean.bytes, format).expect("it opens");
        }
    }
}

#[test]
fn the_small_picture_inside_and_the_film_behind_go() {
    let small = tempfile::NamedTempFile::new().expect("a file");
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture().thumbnail(16, 16).write_to(&mut bytes, ImageFormat::Jpeg).expect("encoded");
    std::fs::write(small.path(), bytes.into_inner()).expect("written");
    let tag = format!("-ThumbnailImage<={}", small.path().display());
    let (_folder, file) = tagged("a.jpg", &photo(ImageFormat::Jpeg), &[&tag, "-EXIF:Make=Quetzal"]);
    let mut bytes = std::fs::read(&file).expect("read");
    bytes.extend(Film { created: 3_800_000_000, ..Film::default() }.bytes());
    let clean = photos::clean(&bytes).expect("a photo");
    let kinds: Vec<FindingKind> = clean.found.iter().map(|finding| finding.kind).collect();
    assert!(kinds.contains(&Preview) && kinds.contains(&FindingKind::MotionVideo), "{kinds:?}");
    std::fs::write(&file, &clean.bytes).expect("written");
    judged(&file, &["File", "JFIF", "Composite"]);
    assert!(clean.bytes.windows(3).filter(|window| window == b"\xff\xd8\xff").count() == 1);
}

#[test]
fn of_a_film_full_of_tags_only_the_film_is_left() {
    for name in ["a.mp4", "a.mov"] {
        let (_folder, file) =
            tagged(name, &Film { created: 3_800_000_000, ..Film::default() }.bytes(), &FILM_TAGS);
        let before = told(&file);
        assert!(before.values().filter(|value| value.to_string().contains(MARK)).count() > 5, "{before:?}");
        let (clean, found) = video::clean(&std::fs::read(&file).expect("read")).expect("a film");
        let kinds: Vec<FindingKind> = found.iter().map(|finding| finding.kind).collect();
        for kind in [Location, Owner, Device, Time, Software] {
            assert!(kinds.contains(&kind), "{name}: {kind:?} was there and not told: {kinds:?}");
        }
        std::fs::write(&file, &clean).expect("written");
        judged(&file, &["File", "QuickTime", "Track1", "Track2", "Composite"]);
        assert_eq!(exiftool(&["-s3", "-validate"], &file).lines().next(), Some("OK"));
    }
}

#[test]
fn which_way_up_a_film_is_stays() {
    for (turned, expected) in [(false, "0"), (true, "90")] {
        let film = Film { turned, created: 3_800_000_000, ..Film::default() };
        let (_folder, file) = tagged("a.mov", &film.bytes(), &FILM_TAGS);
        let rotation = || exiftool(&["-s3", "-n", "-Rotation"], &file).trim().to_owned();
        assert_eq!(rotation(), expected, "before");
        let (clean, _) = video::clean(&std::fs::read(&file).expect("read")).expect("a film");
        std::fs::write(&file, &clean).expect("written");
        assert_eq!(rotation(), expected, "after");
        judged(&file, &["File", "QuickTime", "Track1", "Track2", "Composite"]);
    }
}

#[test]
fn of_a_heic_photo_all_is_told_and_only_a_browser_that_shows_it_makes_it_clean() {
    let (_folder, file) = tagged("a.heic", &heic(), &PHOTO_TAGS[..31]);
    let before = told(&file);
    assert!(before.values().filter(|value| value.to_string().contains(MARK)).count() > 10, "{before:?}");
    let bytes = std::fs::read(&file).expect("read");
    assert_eq!(Kind::of(&bytes), Some(Kind::Heic));
    let kinds: Vec<FindingKind> = photos::look(&bytes).iter().map(|finding| finding.kind).collect();
    for kind in [Location, Owner, Serial, Device, Time, Software] {
        assert!(kinds.contains(&kind), "{kind:?} was there and not told: {kinds:?}");
    }
    assert_eq!(photos::clean(&bytes).map(|_| ()), Err(MediaError::OnlyInTheBrowser));
    assert_eq!(photos::look(&heic()), [], "nothing is told that is not there");
}
