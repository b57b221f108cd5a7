//! The archive somebody takes along, opened.

// Each test file uses another part of it.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::Cursor;

use async_zip::base::read1::ZipOptions;
use async_zip::base::read1::seek::ZipArchiveReader;
use axum::body::Body;
use axum::http::StatusCode;
use neighbors_domain::addresses::api;
use neighbors_domain::leaving::{EXPORT_JSON, Export};
use tokio::io::AsyncReadExt;
use tokio_util::compat::{FuturesAsyncReadCompatExt, TokioAsyncReadCompatExt};

use super::TestServer;

/// What it says, and the files beside it by name.
pub async fn exported(browser: &TestServer) -> (Export, BTreeMap<String, Vec<u8>>) {
    let (status, headers, bytes) = browser.raw("GET", api::MY_EXPORT, "", Body::empty()).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "application/zip");
    assert_eq!(headers["content-disposition"], "attachment; filename=\"neighbors-export.zip\"");
    let mut files = opened(bytes).await;
    let json = files.remove(EXPORT_JSON).expect("what it says");
    (serde_json::from_slice(&json).expect("an export"), files)
}

/// Every file of an archive; their checksums are checked while they are read.
pub async fn opened(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let strict = ZipOptions {
        validate_crc_match_against_read: true,
        validate_uncompressed_size_match_against_read: true,
        ..ZipOptions::default()
    };
    let mut archive =
        ZipArchiveReader::open_with_options(Cursor::new(bytes).compat(), strict).await.expect("an archive");
    let names: Vec<String> = archive
        .cdrs()
        .iter()
        .map(|file| file.insecure_file_name.as_str().expect("a name").to_owned())
        .collect();
    let mut files = BTreeMap::new();
    for (at, name) in names.into_iter().enumerate() {
        let mut content = Vec::new();
        archive.file(at).await.expect("a file").compat().read_to_end(&mut content).await.expect("its bytes");
        assert!(files.insert(name, content).is_none(), "each name once");
    }
    files
}
