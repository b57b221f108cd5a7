//! What an officer announces in the agency's name: for some regions of its jurisdiction, never with a way to share anything.

use serde::{Deserialize, Serialize};

use crate::cells::Region7;
use crate::checked::Checked;
use crate::live;
use crate::media::Attached;
use crate::post::{self, Category, PostError};
use crate::wording::by_race_alone;

/// Of one announcement: as many as one stream of news may name, some 500 square miles. A whole state is no neighborhood,
/// and a word to everybody at once is what sirens are for.
pub const MAX_REGIONS: usize = live::MAX_REGIONS;

/// What an agency may announce something as. Suspicion is no announcement: under a badge it reads like an accusation. And a
/// neighborly moment is a neighbor's.
pub const CATEGORIES: [Category; 7] = [
    Category::Announcement,
    Category::Safety,
    Category::Crime,
    Category::PackageTheft,
    Category::LostPet,
    Category::FoundAnimal,
    Category::Environment,
];

/// Everything that is sent of an announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub category: Category,
    pub title: String,
    pub text: String,
    pub regions: Vec<Region7>,
    /// Files that were sent before, in the order they are shown.
    #[serde(default)]
    pub media: Vec<Attached>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnnouncementError {
    /// A rule of every post.
    #[error("{error}")]
    Words { error: PostError },
    #[error("Agencies do not announce anything of this kind. Choose another category.")]
    NotOfAgencies { category: Category },
    #[error("Choose at least one region.")]
    Nowhere,
    #[error("{regions} regions are chosen, the most is {max}. Choose fewer, or write a second one.")]
    TooManyRegions { regions: usize, max: usize },
    #[error("A region you chose is not part of your jurisdiction. Reload the page and choose again.")]
    OutsideJurisdiction,
}

impl AnnouncementError {
    /// As an error on the wire names it.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Words { error: PostError::Title { .. } } => "title",
            Self::Words {
                error: PostError::TooManyFiles { .. } | PostError::Alt { .. } | PostError::FileGone,
            } => "files",
            Self::Words { .. } => "text",
            Self::NotOfAgencies { .. } => "category",
            Self::Nowhere | Self::TooManyRegions { .. } | Self::OutsideJurisdiction => "regions",
        }
    }
}

impl Draft {
    /// All the reasons at once. A region named twice is one.
    pub fn check(mut self, jurisdiction: &[Region7]) -> Result<Checked<Self>, Vec<AnnouncementError>> {
        self.regions.sort_unstable();
        self.regions.dedup();
        let mut errors = Vec::new();
        if !CATEGORIES.contains(&self.category) {
            errors.push(AnnouncementError::NotOfAgencies { category: self.category });
        }
        let words = post::check_words(&self.title, &self.text).into_iter();
        let words = words.chain(post::check_files(&self.media));
        errors.extend(words.map(|error| AnnouncementError::Words { error }));
        if by_race_alone(&[&*self.title, &*self.text].join("\n")).is_some() {
            errors.push(AnnouncementError::Words { error: PostError::ByRaceAlone });
        }
        let regions = self.regions.len();
        if regions == 0 {
            errors.push(AnnouncementError::Nowhere);
        }
        if regions > MAX_REGIONS {
            errors.push(AnnouncementError::TooManyRegions { regions, max: MAX_REGIONS });
        }
        if !self.regions.iter().all(|region| jurisdiction.contains(region)) {
            errors.push(AnnouncementError::OutsideJurisdiction);
        }
        if errors.is_empty() { Ok(Checked::new(self)) } else { Err(errors) }
    }
}

/// `GET /api/portal/jurisdiction`: where an agency serves. Public, as on its profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jurisdiction {
    /// In the order of their names; those without one at the end.
    pub regions: Vec<NamedRegion>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRegion {
    pub region: Region7,
    /// A neighborhood or city in it.
    pub name: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::{MAX_ALT_CHARS, MAX_PHOTOS};

    fn regions(count: usize) -> Vec<Region7> {
        let here: Region7 = "872681364ffffff".parse().unwrap();
        here.disk(12).into_iter().take(count).collect()
    }

    fn draft() -> Draft {
        Draft {
            category: Category::Announcement,
            title: "Broadway closed on Sunday".into(),
            text: "From 6 to 11 AM, for the run. Buses stop one block east.".into(),
            regions: regions(3),
            media: Vec::new(),
        }
    }

    #[test]
    fn an_announcement_stays_inside_the_jurisdiction_and_names_each_region_once() {
        let twice = Draft { regions: [regions(3), regions(2)].concat(), ..draft() };
        assert_eq!(twice.check(&regions(7)).map(|checked| checked.regions.len()), Ok(3));
        assert_eq!(draft().check(&regions(2)).err(), Some(vec![AnnouncementError::OutsideJurisdiction]));
        let nowhere = Draft { regions: Vec::new(), ..draft() };
        assert_eq!(nowhere.check(&regions(7)).err(), Some(vec![AnnouncementError::Nowhere]));
    }

    #[test]
    fn as_many_regions_as_are_allowed_and_not_one_more() {
        let all = regions(MAX_REGIONS + 1);
        let most = Draft { regions: all[..MAX_REGIONS].to_vec(), ..draft() };
        assert!(most.check(&all).is_ok());
        let one_more = Draft { regions: all.clone(), ..draft() };
        let refused = AnnouncementError::TooManyRegions { regions: MAX_REGIONS + 1, max: MAX_REGIONS };
        assert_eq!(one_more.check(&all).err(), Some(vec![refused]));
    }

    #[test]
    fn every_category_is_an_agencys_or_refused_with_its_name() {
        for category in Category::ALL {
            let checked = Draft { category, ..draft() }.check(&regions(3));
            match CATEGORIES.contains(&category) {
                true => assert!(checked.is_ok()),
                false => assert_eq!(checked.err(), Some(vec![AnnouncementError::NotOfAgencies { category }])),
            }
        }
    }

    #[test]
    fn as_many_files_as_any_post_carries_and_their_descriptions_no_longer() {
        let files = |count, alt: &str| vec![Attached { id: "a".into(), alt: alt.into() }; count];
        let most = Draft { media: files(MAX_PHOTOS, &"x".repeat(MAX_ALT_CHARS)), ..draft() };
        assert!(most.check(&regions(3)).is_ok());
        let more = Draft { media: files(MAX_PHOTOS + 1, &"x".repeat(MAX_ALT_CHARS + 1)), ..draft() };
        let errors = more.check(&regions(3)).expect_err("refused");
        let too_many = PostError::TooManyFiles { max_photos: MAX_PHOTOS };
        let too_long = PostError::Alt { chars: MAX_ALT_CHARS + 1, max: MAX_ALT_CHARS };
        assert_eq!(errors, [too_many, too_long].map(|error| AnnouncementError::Words { error }));
        assert!(errors.iter().all(|error| error.field() == "files"));
    }

    #[test]
    fn its_words_obey_the_rules_of_every_post_all_at_once() {
        let bad = Draft { title: "Hm".into(), text: "Look out for a black male.".into(), ..draft() };
        let errors = bad.check(&regions(3)).expect_err("refused");
        let fields: Vec<_> = errors.iter().map(AnnouncementError::field).collect();
        assert_eq!(fields, ["title", "text"]);
        assert_eq!(errors[1], AnnouncementError::Words { error: PostError::ByRaceAlone });
    }
}
