//! A hundred thousand posts around one place, written straight into the tables: this is about reading.

use neighbors_domain::feed::{Kind, RINGS};
use neighbors_domain::post::Category;
use neighbors_server::store::{Store, places};

use super::load::Failure;

/// Of the demo world.
pub const PLACE: &str = "capitol-hill-denver";
const ROWS: usize = 500;

/// Answers with the id of the newest: what comes after it is read from the database each time.
pub async fn fill(store: &Store, items: usize) -> Result<String, Failure> {
    let place = places::by_slug(store, PLACE).await?.ok_or("the demo world knows the place")?;
    let cells: Vec<_> = place.region.disk(RINGS + 2).iter().map(|region| region.homes()[0].cell8()).collect();
    let newest = chrono::Utc::now().timestamp_millis();
    let id = |n: usize| format!("00000000-0000-4000-8000-{n:012}");
    let mut tx = store.write().await?;
    for begin in (0..items).step_by(ROWS) {
        let (mut posts, mut entries) = (Vec::new(), Vec::new());
        for n in begin..items.min(begin + ROWS) {
            let (cell, category) = (cells[n % cells.len()], Category::ALL[n % Category::ALL.len()]);
            let (id, region, key, kind) = (id(n), cell.region(), category.key(), Kind::of(category).key());
            let at = newest - (n as i64) * 60_000;
            let text = "Somebody tried the doors of parked cars along the alley. ".repeat(1 + n % 6);
            posts.push(format!("('{id}', '{key}', 'What happened, {n}', '{text}', '{cell}', '{region}', {at}, 'tag{n}', 'sealed')"));
            entries.push(format!("('{region}', {at}, '{id}', 'post', '{kind}', '{key}', '{cell}')"));
        }
        let posts = format!(
            "insert into post (id, category, title, text, cell, region, published_at, author_tag, author_sealed) values {}",
            posts.join(", ")
        );
        let entries = format!(
            "insert into feed_item (region, published_at, item_id, item, kind, category, cell) values {}",
            entries.join(", ")
        );
        sqlx::query(&posts).execute(&mut *tx).await?;
        sqlx::query(&entries).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(id(0))
}
