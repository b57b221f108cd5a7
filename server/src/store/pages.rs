//! Is there anything behind the address of a page? So that a dead link is a 404 for machines too.

use neighbors_domain::addresses::pages;

use super::Store;

/// Only what everybody may know is looked up: other people's shares are pages like any other.
pub async fn is_there(store: &Store, path: &str) -> Result<bool, sqlx::Error> {
    let Some((page, id)) = pages::find(path) else { return Ok(true) };
    let found = match page {
        pages::POST => "select 1 from post where id = $1",
        pages::ASSISTANCE_REQUEST | pages::HELP => {
            "select 1 from assistance_request where id = $1 and published_at is not null"
        }
        pages::AGENCY => "select 1 from agency where slug = $1",
        _ => return Ok(true),
    };
    // Written as a browser writes it: an id of ours never needs an escape.
    Ok(sqlx::query(found).bind(id).fetch_optional(&**store).await?.is_some())
}
