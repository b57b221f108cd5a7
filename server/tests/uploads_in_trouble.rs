//! Uploads to the program itself: killed in the middle, over and over, and on a disk that is full.

mod common;
#[path = "../../media/tests/common/mod.rs"]
mod made;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use age::x25519::Identity;
use base64::Engine;
use common::PASSWORD;
use neighbors_domain::api::CUSTOM_HEADER;
use neighbors_domain::share::Uploaded;
use neighbors_server::auth::{COOKIE_PLAIN, token_sha256};
use neighbors_server::password::{self, Cost};
use neighbors_server::secrets::Secrets;
use neighbors_server::seen::Seen;
use neighbors_server::store::accounts::{self, NewAccount};
use neighbors_server::store::{self, Store};
use sha2::{Digest, Sha256};

const CYCLES: u64 = 12;
const AT_ONCE: usize = 8;

fn database(data: &Path) -> String {
    format!("sqlite://{}/neighbors.db?mode=rwc", data.display())
}

/// A folder with residents who are signed in; their tokens.
async fn house(data: &Path, residents: usize) -> Vec<String> {
    Secrets::random().write(&data.join("secrets")).expect("secrets");
    let store = store::open(&database(data)).await.expect("a database");
    let mut tokens = Vec::new();
    for n in 0..residents {
        let new = NewAccount {
            email: format!("resident-{n}@example.org"),
            password_hash: password::hash(PASSWORD, Cost::Quick),
        };
        let now = chrono::Utc::now();
        let resident = accounts::add(&store, &new, now).await.expect("an account");
        let token = format!("token-{n}");
        store::sessions::add(&store, &resident.account, &token_sha256(&token), Seen::default(), now)
            .await
            .expect("signed in");
        tokens.push(token);
    }
    store.close().await;
    tokens
}

/// The program on a free port; killed at the end, whatever the end is.
struct Running(Child, u16);

impl Running {
    /// `before` is what a shell does first.
    fn begin(data: &Path, before: &str) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", &format!("{before} exec \"$@\""), "sh", env!("CARGO_BIN_EXE_neighbors"), "serve"])
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("stdout")).read_line(&mut line).expect("a line");
        let port = line.trim_end().rsplit(':').next().and_then(|port| port.parse().ok());
        Self(child, port.expect("a port"))
    }

    fn upload(&self, token: &str, sealed: &[u8]) -> std::io::Result<(u16, String)> {
        self.send(token, "/api/uploads", "application/octet-stream", sealed)
    }

    fn send(&self, token: &str, path: &str, kind: &str, sealed: &[u8]) -> std::io::Result<(u16, String)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.1))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nhost: localhost:{}\r\nconnection: close\r\ncookie: {COOKIE_PLAIN}={token}\r\n\
             {}: {}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            self.1,
            CUSTOM_HEADER.0,
            CUSTOM_HEADER.1,
            sealed.len()
        )?;
        // Whoever is refused early is answered while still sending.
        let _ = stream.write_all(sealed);
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
        Ok((status.ok_or(std::io::ErrorKind::UnexpectedEof)?, body.unwrap_or_default()))
    }

    fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Header from the database and body from the disk, together what was sent.
async fn is_whole(store: &Store, data: &Path, uploaded: &Uploaded) -> bool {
    let header: String = sqlx::query_scalar("select header from upload where id = $1")
        .bind(&uploaded.id)
        .fetch_one(&**store)
        .await
        .expect("an acknowledged row");
    let mut whole = base64::engine::general_purpose::STANDARD.decode(header).expect("base64");
    whole.extend(
        std::fs::read(data.join("shares").join(&uploaded.id[..2]).join(&uploaded.id)).expect("a body"),
    );
    whole.len() as u64 == uploaded.bytes && hex::encode(Sha256::digest(&whole)) == uploaded.sha256
}

fn sealed(bytes: usize) -> Vec<u8> {
    age::encrypt(&Identity::generate().to_public(), &vec![7; bytes]).expect("sealed")
}

#[tokio::test]
async fn killed_again_and_again_the_server_loses_nothing_it_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let tokens = house(data, AT_ONCE * 2).await;
    let files: Vec<Vec<u8>> = [900_000, 40_000, 3_000_000, 200_000].map(sealed).into();
    let acknowledged = Mutex::new(Vec::<Uploaded>::new());
    for cycle in 0..CYCLES {
        let mut server = Running::begin(data, "");
        std::thread::scope(|scope| {
            let mine = tokens.iter().skip(AT_ONCE * (cycle as usize % 2)).take(AT_ONCE);
            let senders: Vec<_> = mine
                .enumerate()
                .map(|(n, token)| {
                    let (server, file, acknowledged) = (&server, &files[n % files.len()], &acknowledged);
                    scope.spawn(move || {
                        while let Ok((201, body)) = server.upload(token, file) {
                            let uploaded = serde_json::from_str(&body).expect("an answer that is whole");
                            acknowledged.lock().expect("unpoisoned").push(uploaded);
                        }
                    })
                })
                .collect();
            // Each time at another moment of what is going on.
            std::thread::sleep(Duration::from_millis(40 + 35 * cycle));
            let pid = server.0.id().to_string();
            assert!(Command::new("kill").args(["-KILL", &pid]).status().expect("kill").success());
            for sender in senders {
                sender.join().expect("no panic");
            }
        });
        server.kill();
    }
    let acknowledged = acknowledged.into_inner().expect("unpoisoned");
    assert!(acknowledged.len() >= 10, "only {} uploads were acknowledged at all", acknowledged.len());
    let store = store::open(&database(data)).await.expect("a database");
    for uploaded in &acknowledged {
        assert!(is_whole(&store, data, uploaded).await, "an acknowledged upload is not whole");
    }
    store.close().await;
    let check = Command::new(env!("CARGO_BIN_EXE_neighbors")).args(["check", "--data"]).arg(data).output();
    let check = check.expect("ran");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

#[tokio::test]
async fn on_a_full_disk_an_upload_is_told_so_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let tokens = house(data, 1).await;
    // No file may grow past 4 MiB (in blocks of 512): to the writer the same as a disk without room.
    let server = Running::begin(data, "trap '' XFSZ; ulimit -f 8192;");
    let (status, answer) = server.upload(&tokens[0], &sealed(6_000_000)).expect("an answer");
    assert_eq!((status, answer.as_str()), (507, r#"{"error":"no_space"}"#));
    let (status, answer) = server.upload(&tokens[0], &sealed(1_000_000)).expect("an answer");
    assert_eq!(status, 201, "{answer}");
    let mut bodies = Vec::new();
    for inner in std::fs::read_dir(data.join("shares")).expect("a folder") {
        bodies.extend(std::fs::read_dir(inner.expect("a folder").path()).expect("a folder"));
    }
    assert_eq!(bodies.len(), 1);
}

#[tokio::test]
async fn on_a_full_disk_a_video_is_told_so_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let tokens = house(data, 1).await;
    let server = Running::begin(data, "trap '' XFSZ; ulimit -f 8192;");
    let film = |room: usize| {
        let film = made::Film { last: made::bx(b"free", &[&vec![0; room]]), ..made::Film::default() };
        neighbors_media::video::clean(&film.bytes()).expect("a film").0
    };
    let send = |film: &[u8]| server.send(&tokens[0], "/api/media", "video/mp4", film).expect("an answer");
    assert_eq!(send(&film(6_000_000)), (507, r#"{"error":"no_space"}"#.to_owned()));
    let (status, answer) = send(&film(1_000_000));
    assert_eq!(status, 201, "{answer}");
    let mut files = Vec::new();
    for inner in std::fs::read_dir(data.join("media")).expect("a folder") {
        files.extend(std::fs::read_dir(inner.expect("a folder").path()).expect("a folder"));
    }
    assert_eq!(files.len(), 1);
}
