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
    /// A request was resolved or voided. One that expires does so by the clock, and nothing is said.
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
    fn what_is_no_region_or_too_much_is_refused_whole() {
        let many = vec![HERE; MAX_ENTRIES + 1].join(",");
        for asked in ["", ",", "here", "872681364ffffff:4", "872681364ffffff:-1", "872681364ffffff:x", &many]
        {
            assert_eq!(regions(asked), None, "{asked}");
        }
    }
}
