//! What a browser is told the moment it happens: what kind of thing, which one, and where. The rest it asks for.

use serde::{Deserialize, Serialize};

use crate::cells::Region7;

/// Entries of one question.
pub const MAX_ENTRIES: usize = 64;
/// Regions of one question, rings included: more than three rings around six places.
pub const MAX_REGIONS: usize = 256;
/// Rings one entry may ask for: as far as the feed reaches.
pub const MAX_RINGS: u32 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    Post,
    AssistanceRequest,
    /// A request was resolved, voided or amended. One that expires does so by the clock, and nothing is said.
    Closed,
    /// In the thread of this id.
    Comment,
    /// Public records were imported; one word for all of them.
    Incidents,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    pub kind: Happened,
    /// Of the post or request; of an import, its source.
    pub id: String,
    /// One of those asked for.
    pub region: Region7,
}

/// The name of the event that says: some events were missed, ask again for what is shown.
pub const MISSED: &str = "missed";

/// An entry beside regions: a moderator's page wants to hear that the queue changed. Nobody else ever does, or they
/// would learn in which minute somebody flagged, decided or appealed.
pub const QUEUE: &str = "queue";
/// All that is said of it.
pub const QUEUE_CHANGED: &str = r#"{"kind":"queue"}"#;

/// Before the address of an agency: all regions of its jurisdiction, which are public, however many they are.
pub const AGENCY: &str = "agency:";
/// Agencies of one question: an officer's tabs name one.
const MAX_AGENCIES: usize = 4;

/// What one stream is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub regions: Vec<Region7>,
    /// Of the agencies whose jurisdictions are followed.
    pub agencies: Vec<String>,
    /// [`QUEUE`] stands among the entries.
    pub queue: bool,
}

/// `None` where there is nothing in it, too much, or no region where one should be.
pub fn asked(entries: &str) -> Option<Asked> {
    let queue = entries.split(',').any(|entry| entry == QUEUE);
    let (agencies, places): (Vec<&str>, Vec<&str>) =
        entries.split(',').filter(|entry| *entry != QUEUE).partition(|entry| entry.starts_with(AGENCY));
    if agencies.len() > MAX_AGENCIES {
        return None;
    }
    let regions = match places.is_empty() && (queue || !agencies.is_empty()) {
        true => Vec::new(),
        false => regions(&places.join(","))?,
    };
    let slug = |entry: &str| entry[AGENCY.len()..].to_owned();
    Some(Asked { regions, agencies: agencies.into_iter().map(slug).collect(), queue })
}

/// The regions of `872681364ffffff,872681365ffffff:2`, where `:2` takes two rings around. `None` where an
/// entry is no region, or there are too many.
pub fn regions(asked: &str) -> Option<Vec<Region7>> {
    let entries: Vec<&str> = asked.split(',').filter(|entry| !entry.is_empty()).collect();
    if entries.is_empty() || entries.len() > MAX_ENTRIES {
        return None;
    }
    let mut regions = Vec::new();
    for entry in entries {
        let (region, rings) = match entry.split_once(':') {
            Some((region, rings)) => (region, rings.parse().ok().filter(|rings| *rings <= MAX_RINGS)?),
            None => (entry, 0),
        };
        let region: Region7 = region.parse().ok()?;
        regions.extend(region.disk(rings));
    }
    regions.sort_unstable();
    regions.dedup();
    (regions.len() <= MAX_REGIONS).then_some(regions)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "872681364ffffff";

    #[test]
    fn a_region_stands_for_itself_or_for_its_rings() {
        assert_eq!(regions(HERE).map(|regions| regions.len()), Some(1));
        assert_eq!(regions(&format!("{HERE}:1,{HERE}")).map(|regions| regions.len()), Some(7));
        assert_eq!(regions(&format!("{HERE}:3")).map(|regions| regions.len()), Some(37));
    }

    #[test]
    fn the_queue_is_asked_for_beside_regions_or_alone() {
        let some = |entries: &str| asked(entries).map(|asked| (asked.regions.len(), asked.queue));
        assert_eq!(some("queue"), Some((0, true)));
        assert_eq!(some(&format!("queue,{HERE}:1")), Some((7, true)));
        assert_eq!(some(HERE), Some((1, false)));
        assert_eq!((some(""), some("queues"), some("queue,here")), (None, None, None));
    }

    #[test]
    fn a_jurisdiction_is_one_entry_however_large_it_is() {
        let asked = asked(&format!("{HERE},agency:cedar-flats-police-department")).expect("understood");
        assert_eq!(
            (asked.regions.len(), asked.agencies),
            (1, vec!["cedar-flats-police-department".to_owned()])
        );
        assert_eq!(super::asked("agency:a").map(|asked| asked.regions.len()), Some(0));
        assert_eq!(super::asked(&["agency:a"; 5].join(",")), None);
    }

    #[test]
    fn what_is_no_region_or_too_much_is_refused_whole() {
        let many = vec![HERE; MAX_ENTRIES + 1].join(",");
        for asked in ["", ",", "here", "872681364ffffff:4", "872681364ffffff:-1", "872681364ffffff:x", &many]
        {
            assert_eq!(regions(asked), None, "{asked}");
        }
    }
}
