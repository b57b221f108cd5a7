//! What the cleaner found in a file and took out, in the reader's language.

use leptos::prelude::*;
use neighbors_media::{Finding, FindingKind};
use send_wrapper::SendWrapper;

use crate::clean::messages::Cleaned;
use crate::components::Icon;
use crate::words::{self, english, t};

#[component]
pub fn FoundList(cleaned: SendWrapper<Cleaned>) -> impl IntoView {
    let found = cleaned.take().found;
    if found.is_empty() {
        return view! { <p class="row row--tight small"><Icon name="check"/>{t!("It said nothing besides its picture.")}</p> }.into_any();
    }
    let mut kinds: Vec<FindingKind> = found.iter().map(|finding| finding.kind).collect();
    kinds.dedup();
    let line = |kind: FindingKind| {
        let words: Vec<String> = found
            .iter()
            .filter(|finding: &&Finding| finding.kind == kind)
            .map(|finding| said(&finding.words))
            .collect();
        view! { <li><b>{called(kind)}</b>": "{words.join(", ")}</li> }
    };
    view! {
        <div class="small found">
            <p class="row row--tight"><Icon name="check"/>{t!("Found and taken out:")}</p>
            <ul>{kinds.into_iter().map(line).collect_view()}</ul>
        </div>
    }
    .into_any()
}

fn called(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Location => t!("Where it was taken"),
        FindingKind::Owner => t!("Whose it is"),
        FindingKind::Serial => t!("Serial numbers"),
        FindingKind::Device => t!("The device"),
        FindingKind::Preview => t!("A second picture inside"),
        FindingKind::MotionVideo => t!("A short video behind the photo"),
        FindingKind::Time => t!("When it was taken"),
        FindingKind::Software => t!("The program that wrote it"),
        FindingKind::Other => t!("Other notes"),
    }
}

/// The cleaner's own words in the reader's language; what stood in the file, such as a name, stays as it was.
fn said(words: &str) -> String {
    if let Some(known) = KNOWN.into_iter().find(|known| *known == words) {
        return words::tr(known).to_owned();
    }
    let inside = |before: &str| words.strip_prefix(before)?.strip_suffix(')').map(str::to_owned);
    if let Some(name) = inside("data track (") {
        return t!("data track ({name})", name = name);
    }
    if let Some(name) = inside("notes beside the picture (") {
        return t!("notes beside the picture ({name})", name = name);
    }
    words.to_owned()
}

/// All that `media` says by itself; a test holds the two together.
const KNOWN: [&str; 64] = [
    english!("Android's notes"),
    english!("Apple's number of the recording"),
    english!("EXIF that cannot be read"),
    english!("GPS position"),
    english!("GPS track"),
    english!("GoPro's number of the camera"),
    english!("GoPro's number of the recording"),
    english!("IPTC inside of EXIF"),
    english!("Photoshop's notes"),
    english!("XMP inside of EXIF"),
    english!("artist"),
    english!("author"),
    english!("author (IPTC)"),
    english!("bytes behind the film"),
    english!("bytes behind the picture"),
    english!("camera"),
    english!("caption (IPTC)"),
    english!("city"),
    english!("city (IPTC)"),
    english!("colour profile"),
    english!("comment"),
    english!("computer"),
    english!("contact (IPTC)"),
    english!("contact of the creator"),
    english!("copyright"),
    english!("copyright (IPTC)"),
    english!("country (IPTC)"),
    english!("cover picture"),
    english!("creator"),
    english!("credit (IPTC)"),
    english!("date"),
    english!("date (IPTC)"),
    english!("description"),
    english!("device"),
    english!("further pictures of an animation"),
    english!("keywords"),
    english!("lens"),
    english!("make"),
    english!("make of the lens"),
    english!("maker's notes, where serial numbers stand"),
    english!("marks of a motion photo"),
    english!("model"),
    english!("name of the owner"),
    english!("name of the place"),
    english!("notes of a program"),
    english!("notes of the camera's maker"),
    english!("number of the document"),
    english!("number of the picture"),
    english!("owner of the camera"),
    english!("part of the city (IPTC)"),
    english!("position"),
    english!("program"),
    english!("program (IPTC)"),
    english!("second picture behind the photo"),
    english!("serial number"),
    english!("serial number of the camera"),
    english!("serial number of the lens"),
    english!("short video behind the photo"),
    english!("small picture"),
    english!("source (IPTC)"),
    english!("state (IPTC)"),
    english!("text"),
    english!("title"),
    english!("track of positions"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_cleaner_is_known_here() {
        let sources = [
            include_str!("../../../media/src/clues.rs"),
            include_str!("../../../media/src/heic.rs"),
            include_str!("../../../media/src/jpeg.rs"),
            include_str!("../../../media/src/png.rs"),
            include_str!("../../../media/src/tiff.rs"),
            include_str!("../../../media/src/webp.rs"),
            include_str!("../../../media/src/video/entries.rs"),
            include_str!("../../../media/src/video/mod.rs"),
            include_str!("../../../media/src/video/moov.rs"),
        ];
        let kinds =
            ["Location", "Owner", "Serial", "Device", "Preview", "MotionVideo", "Time", "Software", "Other"];
        let mut met = std::collections::BTreeSet::new();
        for source in sources {
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            for kind in kinds {
                for rest in source.split(&[kind, ", "].concat()).skip(1) {
                    let rest = rest.strip_prefix("&format!(").unwrap_or(rest);
                    let Some((words, _)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'))
                    else {
                        continue;
                    };
                    met.insert(words);
                }
            }
        }
        // The name of a format is the same in every language.
        let missing: Vec<_> = met
            .iter()
            .filter(|words| !KNOWN.contains(words) && **words != "XMP" && !words.ends_with("({})"))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
        let unused: Vec<_> = KNOWN.iter().filter(|known| !met.contains(**known)).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn what_stood_in_the_file_stays_as_it_was() {
        assert_eq!(said("Quetzal Works"), "Quetzal Works");
        assert_eq!(said("data track (gpmd)"), "data track (gpmd)");
    }
}
