//! `neighbors moderators`: the operator's command, in a folder where one resident lives.

mod common;

use std::process::{Command, Output};

use common::now;
use neighbors_server::password::{self, Cost};
use neighbors_server::secrets::Secrets;
use neighbors_server::store;
use neighbors_server::store::accounts::{self, NewAccount};

fn neighbors(data: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neighbors"));
    for name in ["DATABASE", "SECRETS", "CONFIG", "LOG"] {
        command.env_remove(format!("NEIGHBORS_{name}"));
    }
    command.env("NEIGHBORS_DATA", data).arg("moderators").args(arguments).output().expect("started")
}

fn said(output: &Output) -> (bool, String) {
    let bytes = if output.status.success() { &output.stdout } else { &output.stderr };
    (output.status.success(), String::from_utf8(bytes.clone()).expect("text"))
}

#[tokio::test]
async fn the_operator_names_lists_and_ends_moderators() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a plain path");
    Secrets::random().write(&folder.path().join("secrets")).expect("secrets");
    let store = store::open(&format!("sqlite://{data}/neighbors.db?mode=rwc")).await.expect("a database");
    for email in ["ada@example.org", "ben@example.org"] {
        let account =
            NewAccount { email: email.into(), password_hash: password::hash("a long walk", Cost::Quick) };
        accounts::add(&store, &account, now()).await.expect("an account");
    }
    store.close().await;

    let (done, words) = said(&neighbors(data, &["add", "Ada@example.org"]));
    assert!(done && words == "Ada@example.org is moderator 1\n", "{words}");
    let (done, words) = said(&neighbors(data, &["list"]));
    assert!(
        done && words.contains("1\tada@example.org\tsince ") && words.contains("name at least two"),
        "{words}"
    );
    let (done, words) = said(&neighbors(data, &["add", "nobody@example.org"]));
    assert!(!done && words.contains("no account has this email address"), "{words}");
    let (done, words) = said(&neighbors(data, &["add", "ben@example.org"]));
    assert!(done && words.ends_with("moderator 2\n"), "{words}");
    let (done, words) = said(&neighbors(data, &["remove", "ada@example.org"]));
    assert!(done && words.contains("was moderator 1"), "{words}");
    let (_, words) = said(&neighbors(data, &["list"]));
    assert!(!words.contains("ada@"), "{words}");
}
