//! A post where hardly a street is: the region stands in place of the cell, and the cell is written nowhere.

mod common;

use axum::http::StatusCode;
use common::export::exported;
use common::{TestServer, now};
use h3o::LatLng;
use neighbors_domain::addresses::{api, ground};
use neighbors_domain::cells::Cell8;
use neighbors_domain::feed::{Activity, FeedItem, FeedPage, KnownPlace};
use neighbors_domain::ground::Ground;
use neighbors_domain::one_house::looks_like_one_house;
use neighbors_domain::post::{Category, Draft, Post};
use neighbors_server::auth::Operator;
use neighbors_server::{import, store};

fn at(lat: f64, lng: f64) -> LatLng {
    LatLng::new(lat, lng).expect("a place")
}

/// In the middle of its region.
fn town() -> Cell8 {
    let region = Cell8::at(at(39.7312, -104.9826)).region();
    Cell8::around(region.index().center_child(Cell8::RESOLUTION).expect("a child")).expect("a cell")
}

/// Beside it, in the same region.
fn field() -> Cell8 {
    let mut cells = town().region().index().children(Cell8::RESOLUTION).filter_map(Cell8::around);
    cells.find(|cell| *cell != town()).expect("another")
}

/// Blocks over the middle of one cell; one road through the middle of the other.
fn streets() -> String {
    let line = |points: [(f64, f64); 2]| {
        let points = points.map(|(lat, lng)| serde_json::json!([lng, lat]));
        serde_json::json!({ "type": "Feature", "properties": { "class": "residential" },
            "geometry": { "type": "LineString", "coordinates": points } })
    };
    let middle = LatLng::from(town().index());
    let mut lines = Vec::new();
    for n in -2..=2 {
        let off = f64::from(n) * 0.0013;
        lines.push(line([
            (middle.lat() + off, middle.lng() - 0.004),
            (middle.lat() + off, middle.lng() + 0.004),
        ]));
        lines.push(line([
            (middle.lat() - 0.003, middle.lng() + off),
            (middle.lat() + 0.003, middle.lng() + off),
        ]));
    }
    let lone = LatLng::from(field().index());
    lines.push(line([(lone.lat() - 0.002, lone.lng()), (lone.lat() + 0.002, lone.lng())]));
    serde_json::json!({ "type": "FeatureCollection", "features": lines }).to_string()
}

fn draft(cell: Cell8) -> Draft {
    Draft {
        category: Category::LostPet,
        title: "Grey tabby slipped out".into(),
        text: "He is shy and answers to Biscuit.".into(),
        cell,
        happened_at: None,
        media: Vec::new(),
    }
}

async fn posted(browser: &TestServer, cell: Cell8) -> Post {
    let (status, post) = browser.post(api::POSTS, &draft(cell)).await;
    assert_eq!(status, StatusCode::CREATED);
    post
}

#[tokio::test]
async fn where_hardly_a_street_is_a_post_shows_its_region_and_the_cell_is_kept_nowhere() {
    let server = TestServer::new().await;
    server.resident("ada@example.org").await;
    let ada = server.signed_in("ada@example.org").await;
    // Without streets nothing can be said, and what was posted then stays as it is.
    let before = posted(&ada, field()).await;
    assert_eq!(before.card.place.cell, Some(field()));

    let operator = Operator::at_the_command_line;
    import::streets(server.store(), operator(), "streets", streets().as_bytes()).await.expect("streets");
    let place = KnownPlace { slug: "here".into(), name: "Millbrook".into(), region: field().region() };
    store::places::add(server.store(), operator(), &place).await.expect("a place");
    let (_, known): (_, Ground) = server.get(&ground::region(field().region())).await;
    assert!(looks_like_one_house(&known, field()), "the browser says the same before it is posted");
    assert!(!looks_like_one_house(&known, town()));

    let lonely = posted(&ada, field()).await;
    assert_eq!((lonely.card.place.cell, lonely.card.place.region), (None, field().region()));
    assert_eq!(lonely.card.place.name.as_deref(), Some("Millbrook"), "the place its region belongs to");
    assert_eq!(posted(&ada, town()).await.card.place.cell, Some(town()));
    let (_, again): (_, Post) = server.get(&api::post(&before.card.id)).await;
    assert_eq!(again.card.place.cell, Some(field()), "an old post is not changed");

    // Nowhere in the database, and nowhere on the map of how much happened where.
    for (table, id) in [("post", "id"), ("feed_item", "item_id")] {
        let sql = format!("select cell from {table} where {id} = $1");
        let kept: Vec<Option<String>> =
            sqlx::query_scalar(&sql).bind(&lonely.card.id).fetch_all(&**server.store()).await.expect("rows");
        assert_eq!(kept, [None], "{table}");
    }
    let here = format!("region={}", field().region());
    let (_, feed): (_, FeedPage) = server.get(&format!("{}?{here}", api::FEED)).await;
    assert!(feed.items.iter().any(|item| matches!(item, FeedItem::Post(card) if card.id == lonely.card.id)));
    let (_, activity): (_, Activity) = server.get(&format!("{}?{here}", api::ACTIVITY)).await;
    let counted: u32 = activity.cells.iter().map(neighbors_domain::feed::CellActivity::total).sum();
    assert_eq!(counted, 2, "the two with a cell");
    server.app.clock.set(now());
    let (export, _) = exported(&ada).await;
    let own = export.posts.iter().find(|post| post.id == lonely.card.id).expect("one's own");
    assert_eq!((own.cell.as_deref(), own.region.clone()), (None, field().region().to_string()));
}
