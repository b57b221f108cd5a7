//! `script/bench server`: how fast this server answers, beside a bare axum that sends the same bytes, on the same
//! machine in the same minute. Prints ratios; machines differ, so nothing here passes or fails.

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use neighbors_domain::addresses::{self, api};
use neighbors_server::clock::Clock;
use neighbors_server::secrets::Secrets;
use neighbors_server::{App, Settings, app, store};
use tokio::net::TcpListener;

mod binary;
mod fill;
mod load;

use load::{Failure, Measured};

const ITEMS: usize = 100_000;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    binary::demo(&data)?;
    let url = format!("sqlite://{}?mode=rwc", data.join("neighbors.db").display());
    let store = store::open(&url).await?;
    let after = fill::fill(&store, ITEMS).await?;
    println!("feed with {ITEMS} items, SQLite, {} connections, {} cores", load::CONNECTIONS, cores());

    let settings =
        Settings { data: data.clone(), public_url: "http://localhost".into(), proxies: Vec::new() };
    let state = App::new(store.clone(), Clock::real(), Secrets::random(), settings);
    let ours = serve(app(state)).await?;
    let place = format!("{}?place={}", api::FEED, fill::PLACE);
    let body = load::get(ours, &place).await?;
    let bare = serve(bare(body.clone())).await?;

    println!("{:<44} {:>10} {:>9} {:>9} {:>9}", "", "answers/s", "p50 ms", "p99 ms", "of bare");
    let same_bytes =
        row(&format!("bare axum, the same {} bytes", body.len()), load::run(bare, "/bytes").await?, None);
    row("the feed, from ready bytes", load::run(ours, &place).await?, Some(same_bytes));
    let turned = format!("{place}&after={after}");
    row("the feed, from the database", load::run(ours, &turned).await?, Some(same_bytes));
    let nothing = row("bare axum, a route that says ok", load::run(bare, "/ok").await?, None);
    row("ours, /healthz through every layer", load::run(ours, addresses::HEALTH).await?, Some(nothing));

    store.close().await;
    binary::starts(&data).await?;
    Ok(())
}

fn row(what: &str, measured: Measured, bare: Option<f64>) -> f64 {
    let ratio = bare.map(|bare| format!("{:.3}", measured.rate / bare)).unwrap_or_default();
    let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1000.0);
    println!("{what:<44} {:>10.0} {:>9} {:>9} {ratio:>9}", measured.rate, ms(measured.p50), ms(measured.p99));
    measured.rate
}

fn bare(body: Bytes) -> Router {
    let bytes = move || async move { ([(CONTENT_TYPE, "application/json")], body.clone()) };
    Router::new().route("/bytes", get(bytes)).route("/ok", get(|| async { "ok" }))
}

async fn serve(router: Router) -> std::io::Result<std::net::SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let at = listener.local_addr()?;
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    Ok(at)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
