//! Finding the place somebody means while they type, with the errors one makes.

use neighbors_domain::feed::KnownPlace;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::known;
use super::typing::Typed;
use crate::store::{Store, marks};

/// More help nobody who types.
pub const MOST: usize = 10;
/// How many names that share letters with what was typed are compared with it.
const COMPARED: usize = 300;

/// At most [`MOST`] places, best first: fewest errors, then towns before streets, then names that begin with
/// the first word typed, then short names (“Bloomfield” before “Bloomfield Hills”). Nothing typed: the first of all.
pub async fn find(store: &Store, typed: &str) -> Result<Vec<KnownPlace>, sqlx::Error> {
    let typed = Typed::new(typed);
    if typed.is_empty() {
        let sql = format!("select slug, name, region from place order by rank, sought limit {MOST}");
        return sqlx::query(&sql).try_map(|row: AnyRow| known(&row)).fetch_all(&**store).await;
    }
    let grams = typed.grams();
    let sql = candidates(grams.len());
    let query = grams.into_iter().fold(sqlx::query(&sql), sqlx::query::Query::bind);
    let found = query.try_map(|row: AnyRow| Ok((known(&row)?, row.try_get("rank")?)));
    let found: Vec<(KnownPlace, i64)> = found.fetch_all(&**store).await?;
    let mut fitting: Vec<_> = found
        .into_iter()
        .filter_map(|(place, rank)| {
            let errors = typed.errors(&place.name)?;
            let own_words = place.name.split(',').next().map_or(0, |own| own.split(' ').count());
            let order = (errors, rank, !typed.begins(&place.name), own_words, place.name.clone());
            Some((order, place))
        })
        .collect();
    fitting.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(fitting.into_iter().take(MOST).map(|(_, place)| place).collect())
}

/// Those that share most of these three letters.
pub(in crate::store) fn candidates(grams: usize) -> String {
    format!(
        "select place.slug, place.name, place.region, place.rank
         from (select slug, count(*) as shared from place_gram where gram in ({}) group by slug) as alike
         join place on place.slug = alike.slug
         order by alike.shared desc, place.rank, place.sought limit {COMPARED}",
        marks(1, grams)
    )
}
