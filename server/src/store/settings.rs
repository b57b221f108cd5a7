//! Facts about this server that live with its data.

use neighbors_domain::account::Site;
use neighbors_domain::feed::KnownPlace;

use super::{Store, parsed};
use sqlx::Row;

/// Until an operator chooses: where the first demo plays.
const NOWHERE: (&str, &str, &str) = ("denver", "Denver, CO", "87268cda8ffffff");

pub async fn get(store: &Store, name: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("select value from setting where name = $1").bind(name).fetch_optional(&**store).await
}

pub async fn set(store: &Store, name: &str, value: &str) -> Result<(), sqlx::Error> {
    sqlx::query("insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value")
        .bind(name)
        .bind(value)
        .execute(&**store)
        .await?;
    Ok(())
}

/// Every page of a demo says so, its clock may be stopped, and it is not for the public.
pub async fn is_demo(store: &Store) -> Result<bool, sqlx::Error> {
    Ok(get(store, "demo").await?.is_some())
}

pub async fn site(store: &Store) -> Result<Site, sqlx::Error> {
    let demo = is_demo(store).await?;
    let slug = get(store, "place").await?.unwrap_or_else(|| NOWHERE.0.to_owned());
    let place = sqlx::query("select slug, name, region from place where slug = $1")
        .bind(slug)
        .try_map(|row: sqlx::any::AnyRow| {
            Ok(KnownPlace {
                slug: row.try_get("slug")?,
                name: row.try_get("name")?,
                region: parsed(&row, "region")?,
            })
        })
        .fetch_optional(&**store)
        .await?;
    let place = place.unwrap_or_else(|| KnownPlace {
        slug: NOWHERE.0.to_owned(),
        name: NOWHERE.1.to_owned(),
        region: NOWHERE.2.parse().expect("a region"),
    });
    Ok(Site { demo, place })
}
