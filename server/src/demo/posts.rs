//! What neighbors and officers of the demo wrote, out of `data/demo-posts.toml`.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use neighbors_domain::cells::Cell8;
use neighbors_domain::post::Category;
use neighbors_domain::record::Spoken;
use neighbors_domain::{comment, post};
use serde::Deserialize;

use super::agencies::Cedar;
use super::time::When;
use super::voices::Voice;
use super::{DemoError, Teller};
use crate::auth::{Resident, Writer};
use crate::store;

const TEXT: &str = include_str!("../../../data/demo-posts.toml");

#[derive(Deserialize)]
struct Told {
    /// One cell of each neighborhood that is written about.
    cells: HashMap<String, Cell8>,
    post: Vec<Post>,
}

#[derive(Deserialize)]
pub struct Post {
    by: String,
    category: Category,
    place: String,
    #[serde(flatten)]
    when: When,
    happened_minutes_before: Option<i64>,
    title: String,
    text: String,
    comments: Vec<Comment>,
}

#[derive(Deserialize)]
pub struct Comment {
    by: String,
    /// Minutes after the post.
    after: i64,
    text: String,
}

/// Everything written, each with its moment.
pub struct Posts {
    cells: HashMap<String, Cell8>,
    posts: Vec<Post>,
    writers: HashMap<String, Writer>,
    /// Of those writers who are officers.
    voices: HashMap<String, Voice>,
    /// Of those already told.
    ids: HashMap<usize, String>,
}

#[derive(Clone, Copy)]
pub enum Moment {
    Post(usize),
    Comment(usize, usize),
}

impl Posts {
    pub fn read(residents: HashMap<String, Resident>, cedars: &[Cedar]) -> Result<Self, DemoError> {
        let told: Told = toml::from_str(TEXT).map_err(|cause| DemoError::Story(cause.to_string()))?;
        let mut writers: HashMap<String, Writer> =
            residents.into_iter().map(|(name, resident)| (name, Writer::Resident(resident))).collect();
        let mut voices = HashMap::new();
        for cedar in cedars {
            for (n, (officer, voice)) in cedar.officers.iter().zip(&cedar.voices).enumerate() {
                let name = format!("{}-{n}", cedar.key);
                writers.insert(name.clone(), Writer::Officer(officer.clone()));
                voices.insert(name, voice.clone());
            }
        }
        Ok(Self { cells: told.cells, posts: told.post, writers, voices, ids: HashMap::new() })
    }

    /// A comment whose time has not come is not told.
    pub fn moments(&self, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, Moment)> {
        let mut moments = Vec::new();
        for (n, post) in self.posts.iter().enumerate() {
            let at = post.when.before(now);
            moments.push((at, Moment::Post(n)));
            for (k, comment) in post.comments.iter().enumerate() {
                moments.push((at + TimeDelta::minutes(comment.after), Moment::Comment(n, k)));
            }
        }
        moments.retain(|(at, _)| *at <= now);
        moments
    }

    pub async fn tell(
        &mut self,
        teller: &Teller<'_>,
        moment: Moment,
        at: DateTime<Utc>,
    ) -> Result<(), DemoError> {
        match moment {
            Moment::Post(n) => {
                let id = self.publish(teller, &self.posts[n], at).await?;
                self.ids.insert(n, id);
            }
            Moment::Comment(n, k) => {
                let comment = &self.posts[n].comments[k];
                let draft =
                    comment::Draft { text: comment.text.clone() }.check().map_err(DemoError::story)?;
                let (writer, thread) = (self.writer(&comment.by)?, &self.ids[&n]);
                let signed = self.voices.get(&comment.by).map(|voice| voice.comment(thread, &draft.text, at));
                let draft = Spoken { draft, signed };
                store::comments::add(teller.store, teller.secrets, writer, thread, &draft, at).await?;
            }
        }
        Ok(())
    }

    async fn publish(
        &self,
        teller: &Teller<'_>,
        told: &Post,
        at: DateTime<Utc>,
    ) -> Result<String, DemoError> {
        let writer = self.writer(&told.by)?;
        let cell = self.cells.get(&told.place).ok_or_else(|| DemoError::Story(told.place.clone()))?;
        let draft = post::Draft {
            category: told.category,
            title: told.title.clone(),
            text: told.text.clone(),
            cell: *cell,
            happened_at: told.happened_minutes_before.map(|minutes| at - TimeDelta::minutes(minutes)),
            media: Vec::new(),
        };
        let draft = draft
            .check(at, writer.officer().is_some())
            .map_err(|errors| DemoError::Story(format!("{}: {errors:?}", told.title)))?;
        let signed = self.voices.get(&told.by).map(|voice| voice.post(&draft, at));
        let draft = Spoken { draft, signed };
        Ok(store::posts::publish(teller.store, teller.secrets, writer, &draft, at).await?)
    }

    /// Of a post that was told, by its title.
    pub fn id_of(&self, title: &str) -> Result<&str, DemoError> {
        let told = self.posts.iter().position(|post| post.title == title);
        let id = told.and_then(|n| self.ids.get(&n)).map(String::as_str);
        id.ok_or_else(|| DemoError::Story(format!("no post is called {title}")))
    }

    /// `r01` … `r24`.
    pub fn residents(&self) -> HashMap<&str, &Resident> {
        self.writers
            .iter()
            .filter_map(|(name, writer)| match writer {
                Writer::Resident(resident) => Some((name.as_str(), resident)),
                Writer::Officer(_) => None,
            })
            .collect()
    }

    fn writer(&self, name: &str) -> Result<&Writer, DemoError> {
        self.writers.get(name).ok_or_else(|| DemoError::Story(format!("nobody is called {name}")))
    }
}
