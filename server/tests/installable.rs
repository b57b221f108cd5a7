//! The app on a phone's first screen: what the browser asks for before it offers to install it.

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use common::TestServer;
use neighbors_domain::addresses::pages;
use neighbors_server::assets::Assets;
use neighbors_server::headers::POLICY;
use serde_json::Value;

const PUBLIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public");

fn read(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(PUBLIC).join(path.trim_start_matches('/'))).unwrap_or_else(|_| panic!("{path}"))
}

fn manifest() -> Value {
    serde_json::from_slice(&read("manifest.webmanifest")).expect("JSON")
}

fn icons() -> Vec<(String, String, String)> {
    let text = |icon: &Value, key: &str| icon[key].as_str().expect("text").to_owned();
    let icons = manifest()["icons"].as_array().expect("icons").clone();
    icons.iter().map(|icon| (text(icon, "src"), text(icon, "sizes"), text(icon, "purpose"))).collect()
}

/// Width and height stand at a fixed place of every PNG.
fn size(png: &[u8]) -> String {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    format!("{}x{}", number(16), number(20))
}

#[test]
fn the_manifest_names_all_that_a_browser_wants_and_nothing_of_another_host() {
    let manifest = manifest();
    for (key, value) in [("id", "/"), ("start_url", "/"), ("scope", "/"), ("display", "standalone")] {
        assert_eq!(manifest[key], value, "{key}");
    }
    assert!(!manifest.to_string().contains("://"));
    let there: BTreeSet<_> = icons().into_iter().map(|(_, size, purpose)| (purpose, size)).collect();
    let wanted = [("any", "192x192"), ("any", "512x512"), ("maskable", "192x192"), ("maskable", "512x512")];
    assert_eq!(there, wanted.map(|(purpose, size)| (purpose.to_owned(), size.to_owned())).into());
    for shortcut in manifest["shortcuts"].as_array().expect("shortcuts") {
        assert!(pages::known(shortcut["url"].as_str().expect("an address")), "{shortcut}");
    }
    // One title, one color: the installed app looks like the page.
    let page = include_str!("../../index.html");
    let theme = manifest["theme_color"].as_str().expect("a color");
    assert!(page.contains(&format!("content=\"{theme}\" media=\"(prefers-color-scheme: light)\"")));
    for page in [page, include_str!("../../feed.html")] {
        assert!(page.contains("<link rel=\"manifest\" href=\"/manifest.webmanifest\">"));
    }
}

#[test]
fn every_icon_is_of_the_size_it_says() {
    for (src, says, _) in icons() {
        assert_eq!(size(&read(&src)), says, "{src}");
    }
    assert_eq!(size(&read("apple-touch-icon.png")), "180x180");
}

#[tokio::test]
async fn manifest_and_icons_come_with_the_types_browsers_ask_for_and_the_policy_lets_them_through() {
    let mut files: Vec<(String, Bytes)> = icons()
        .into_iter()
        .map(|(src, ..)| (src.trim_start_matches('/').to_owned(), read(&src).into()))
        .collect();
    files.push(("manifest.webmanifest".into(), read("manifest.webmanifest").into()));
    let mut server = TestServer::new().await;
    server.app.assets = std::sync::Arc::new(Assets::new(files.clone()));
    server.router = neighbors_server::app(server.app.clone());
    for (name, bytes) in files {
        let answer = server.call("GET", &format!("/{name}"), &[], Body::empty()).await;
        assert_eq!((answer.status, &answer.body[..]), (StatusCode::OK, &bytes[..]), "{name}");
        let kind = if name.ends_with(".png") { "image/png" } else { "application/manifest+json" };
        assert_eq!(answer.header("content-type"), kind, "{name}");
    }
    assert!(POLICY.contains("manifest-src 'self'") && POLICY.contains("img-src 'self'"));
}
