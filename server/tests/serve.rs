//! The program itself: started, called over the network, stopped.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

fn neighbors(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neighbors"));
    // Settings of the machine the tests run on are none of theirs.
    for name in [
        "DATA",
        "DATABASE",
        "SECRETS",
        "CONFIG",
        "LISTEN",
        "PUBLIC_URL",
        "PROXIES",
        "MAIL",
        "MAIL_FROM",
        "TEST_CLOCK",
        "LOG",
    ] {
        command.env_remove(format!("NEIGHBORS_{name}"));
    }
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str]) -> Output {
    neighbors(arguments).output().expect("started")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// A server on a free port; killed if the test fails.
struct Running {
    child: Child,
    port: u16,
}

impl Running {
    fn begin(data: &Path, more: &[&str]) -> Self {
        let data = data.to_str().expect("a plain path");
        let arguments = [&["serve", "--data", data, "--listen", "127.0.0.1:0"], more].concat();
        let mut child = neighbors(&arguments).stderr(Stdio::null()).spawn().expect("started");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("stdout")).read_line(&mut line).expect("a line");
        let port = line.strip_prefix("listening on http://localhost:").expect(&line);
        let port = port.trim_end().parse().expect("a port");
        Self { child, port }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("localhost", self.port)).expect("reachable");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    /// Ends by `signal`; how it ended, and after how long.
    fn stop(mut self, signal: &str) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        let told = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("kill");
        assert!(told.success());
        let status = self.child.wait().expect("ended");
        (status.code(), begun.elapsed())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_first_line_says_where_and_a_signal_ends_it_cleanly() {
    let folder = tempfile::tempdir().expect("a folder");
    for signal in ["-TERM", "-INT"] {
        let server = Running::begin(folder.path(), &[]);
        let answer = server.get("/healthz");
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("ok\n"), "{answer}");
        let (code, after) = server.stop(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert!(after < Duration::from_secs(10), "{signal}: {after:?}");
    }
}

#[test]
fn a_connection_that_says_nothing_does_not_hold_up_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Running::begin(folder.path(), &[]);
    let mut silent = TcpStream::connect(("localhost", server.port)).expect("reachable");
    silent.write_all(b"POST /api/session HTTP/1.1\r\nhost: localhost\r\n").expect("half a request");
    let (code, after) = server.stop("-TERM");
    assert_eq!(code, Some(0));
    assert!(after < Duration::from_secs(15), "{after:?}");
}

#[test]
fn what_it_keeps_is_for_its_owner_alone() {
    let parent = tempfile::tempdir().expect("a folder");
    let data = parent.path().join("house");
    Running::begin(&data, &[]).stop("-TERM");
    let mode = |path: &str| data.join(path).metadata().expect("there").permissions().mode() & 0o777;
    assert_eq!(
        (
            mode("."),
            mode("secrets"),
            mode("secrets/pepper"),
            mode("secrets/author-key"),
            mode("secrets/record-key"),
            mode("neighbors.db")
        ),
        (0o700, 0o700, 0o600, 0o600, 0o600, 0o600)
    );
}

#[test]
fn the_keys_are_made_once_and_an_empty_house_may_lose_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let pepper = || std::fs::read_to_string(folder.path().join("secrets/pepper")).expect("a pepper");
    Running::begin(folder.path(), &[]).stop("-TERM");
    let first = pepper();
    Running::begin(folder.path(), &[]).stop("-TERM");
    assert_eq!(pepper(), first);
    // Nobody lives here yet: new keys break nothing.
    std::fs::remove_dir_all(folder.path().join("secrets")).expect("removed");
    Running::begin(folder.path(), &[]).stop("-TERM");
    assert_ne!(pepper(), first);
}

#[tokio::test]
async fn a_house_with_people_in_it_does_not_start_without_its_keys() {
    let folder = tempfile::tempdir().expect("a folder");
    Running::begin(folder.path(), &[]).stop("-TERM");
    in_database(
        folder.path(),
        "insert into account (id, email, password_hash, created_at) values ('1', 'a@b.c', 'x', 0)",
    )
    .await;
    for gone in ["secrets/pepper", "secrets"] {
        let gone = folder.path().join(gone);
        if gone.is_dir() { std::fs::remove_dir_all(gone) } else { std::fs::remove_file(gone) }
            .expect("removed");
        let data = folder.path().to_str().expect("a plain path");
        let refused = run(&["serve", "--data", data, "--listen", "127.0.0.1:0"]);
        assert_eq!((refused.status.code(), text(&refused.stdout)), (Some(1), String::new()));
        let sentence = text(&refused.stderr);
        assert!(
            sentence.contains("the secret `pepper` is missing") && sentence.contains("bring the folder"),
            "{sentence}"
        );
    }
}

#[tokio::test]
async fn a_demo_stays_on_this_machine_and_only_its_clock_can_be_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a plain path").to_owned();
    let refused =
        run(&["serve", "--data", &data, "--listen", "127.0.0.1:0", "--test-clock", "2026-10-22T00:30:00Z"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("on a demo folder only"));

    in_database(folder.path(), "insert into setting (name, value) values ('demo', '1')").await;
    let refused = run(&["serve", "--data", &data, "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--demo-in-public"));

    let public = run_briefly(&["serve", "--data", &data, "--listen", "0.0.0.0:0", "--demo-in-public"]);
    assert!(public.starts_with("listening on http://localhost:"), "{public}");
    let stopped = Running::begin(folder.path(), &["--test-clock", "2026-10-22T00:30:00Z"]);
    // There, and takes POST only.
    assert!(stopped.get("/test/clock").starts_with("HTTP/1.1 405"));
}

#[test]
fn a_mistake_in_the_settings_is_named_and_no_password_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("neighbors.toml");
    std::fs::write(&file, "data = '/nowhere'\ndatabase = 'mysql://ada:hunter2@db/x'\n").expect("written");
    let refused = run(&["serve", "--config", file.to_str().expect("a plain path")]);
    let said = text(&refused.stderr) + &text(&refused.stdout);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said.contains("begins with postgres://") && !said.contains("hunter2"), "{said}");

    let refused = run(&["serve"]);
    assert!(text(&refused.stderr).contains("--data DIR"));
    let help =
        neighbors(&["serve", "--help"]).env("NEIGHBORS_DATABASE", "postgres://ada:hunter2@db/x").output();
    let help = text(&help.expect("started").stdout);
    assert!(help.contains("NEIGHBORS_DATABASE") && !help.contains("hunter2"), "{help}");
}

#[test]
fn a_newcomer_is_shown_what_to_type() {
    let help = text(&run(&["--help"]).stdout);
    for shown in ["serve", "check", "neighbors serve --data ./house", "NEIGHBORS_DATA"] {
        assert!(help.contains(shown), "{shown} in {help}");
    }
}

#[tokio::test]
async fn check_says_of_each_thing_whether_it_is_sound() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a plain path").to_owned();
    let check = || {
        let output = run(&["check", "--data", &data]);
        (output.status.code(), text(&output.stdout))
    };
    // Looking makes nothing.
    let (code, said) = check();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("the database cannot be opened") && said.contains("`pepper` is missing"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);

    Running::begin(folder.path(), &[]).stop("-TERM");
    let (code, said) = check();
    assert_eq!((code, said.lines().last()), (Some(0), Some("The folder is sound.")), "{said}");

    // A body that is too short, one that is gone, and a file that belongs to nothing.
    in_database(
        folder.path(),
        "insert into upload (id, header, bytes, sha256, created_at)
         values ('ab-short', 'QUJD', 13, 'x', 0), ('cd-gone', 'QUJD', 13, 'x', 0), ('ef-whole', 'QUJD', 13, 'x', 0)",
    )
    .await;
    for (id, body) in [("ab-short", "12345"), ("ef-whole", "1234567890"), ("01-nobodys", "?")] {
        let folder = folder.path().join("shares").join(&id[..2]);
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(id), body).expect("written");
    }
    let (code, said) = check();
    assert_eq!(code, Some(1), "{said}");
    for line in [
        "ok     1 sealed files are whole",
        "wrong  sealed file ab-short has 5 bytes, not 10",
        "wrong  sealed file cd-gone is missing",
        "odd    1 files on disk belong to nothing: a running server clears them away",
    ] {
        assert!(said.lines().any(|said| said == line), "{line} in {said}");
    }
}

#[tokio::test]
async fn check_notices_a_damaged_database() {
    let folder = tempfile::tempdir().expect("a folder");
    Running::begin(folder.path(), &[]).stop("-TERM");
    let file = folder.path().join("neighbors.db");
    let mut bytes = std::fs::read(&file).expect("read");
    let length = bytes.len();
    bytes[length / 2..length / 2 + 4096].fill(0xff);
    std::fs::write(&file, bytes).expect("written");
    let output = run(&["check", "--data", folder.path().to_str().expect("a plain path")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("wrong  the database"), "{}", text(&output.stdout));
}

/// Only where the tests have a PostgreSQL.
#[tokio::test]
async fn the_same_program_serves_from_postgresql() {
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else { return };
    let schema = format!("serve_{}", uuid::Uuid::new_v4().simple());
    sqlx::any::install_default_drivers();
    let admin = sqlx::AnyPool::connect(&url).await.expect("TEST_DATABASE_URL answers");
    sqlx::query(&format!("create schema {schema}")).execute(&admin).await.expect("a schema");
    let mark = if url.contains('?') { '&' } else { '?' };
    let database = format!("{url}{mark}options=-c%20search_path%3D{schema}");

    let folder = tempfile::tempdir().expect("a folder");
    let server = Running::begin(folder.path(), &["--database", &database]);
    assert!(server.get("/api/me").contains(r#""who":"visitor""#));
    assert_eq!(server.stop("-TERM").0, Some(0));
    assert!(!folder.path().join("neighbors.db").exists());
    let data = folder.path().to_str().expect("a plain path");
    let checked = run(&["check", "--data", data, "--database", &database]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    sqlx::query(&format!("drop schema {schema} cascade")).execute(&admin).await.expect("dropped");
}

/// Runs until the first line and no further.
fn run_briefly(arguments: &[&str]) -> String {
    let mut child = neighbors(arguments).stderr(Stdio::null()).spawn().expect("started");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("stdout")).read_line(&mut line).expect("a line");
    child.kill().expect("killed");
    child.wait().expect("ended");
    line
}

async fn in_database(data: &Path, sql: &str) {
    let url = format!("sqlite://{}/neighbors.db?mode=rwc", data.display());
    let store = neighbors_server::store::open(&url).await.expect("opened");
    sqlx::query(sql).execute(&*store).await.expect("written");
    store.close().await;
}

#[test]
fn a_mail_server_that_is_none_is_refused_at_the_start_in_one_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a plain path");
    for (flag, wrong, words) in [
        ("--mail", "mail.example:hunter2", "smtps://user:password@mail.example"),
        ("--mail", "smtps://u:hunter2@mail.example/x", "smtps://user:password@mail.example"),
        ("--mail-from", "hunter2", "mails come from an address"),
    ] {
        let output = run(&["serve", "--data", data, "--listen", "127.0.0.1:0", flag, wrong]);
        let said = text(&output.stderr);
        assert!(!output.status.success() && said.contains(words), "{said}");
        assert!(!said.contains("hunter2") && said.lines().count() == 1, "{said}");
    }
    // Nothing was made before the sentence.
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
}
