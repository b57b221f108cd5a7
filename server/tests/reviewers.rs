//! `neighbors reviewers`: the operator names them and keeps the record of their training.

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
    command.env("NEIGHBORS_DATA", data).arg("reviewers").args(arguments).output().expect("started")
}

fn said(output: &Output) -> (bool, String) {
    let bytes = if output.status.success() { &output.stdout } else { &output.stderr };
    (output.status.success(), String::from_utf8(bytes.clone()).expect("text"))
}

#[tokio::test]
async fn the_operator_names_a_reviewer_records_the_training_and_ends_it() {
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
    assert!(done && words.starts_with("Ada@example.org is reviewer 1;"), "{words}");
    let (done, words) = said(&neighbors(
        data,
        &["record", "ada@example.org", "nonsense", "--on", "2026-01-05", "--assessor", "B"],
    ));
    assert!(!done && words.contains("lawful-activity"), "{words}");
    let modules = ["rules", "lawful-activity", "descriptions", "victims", "area-and-window", "supervised"];
    for (n, module) in modules.into_iter().enumerate() {
        let (_, words) = said(&neighbors(data, &["list"]));
        assert!(words.contains("lacks a module"), "{words}");
        let on = format!("2026-0{}-05", n + 1);
        let record = ["record", "ada@example.org", module, "--on", &on, "--assessor", "B. Brook"];
        let (done, words) = said(&neighbors(data, &record));
        assert!(done && words.starts_with("reviewer 1 passed"), "{words}");
    }
    let (_, words) = said(&neighbors(data, &["list"]));
    assert!(words.contains("\ttrained\n") && words.contains("2026-06-05\tsupervised\tB. Brook"), "{words}");
    let (done, words) = said(&neighbors(data, &["keep-away", "ada@example.org", "no-such-agency"]));
    assert!(!done && words.contains("no agency with this address"), "{words}");
    let (done, words) = said(&neighbors(data, &["remove", "ada@example.org"]));
    assert!(done && words.contains("was reviewer 1"), "{words}");
    // The number stays with what it decided, and with its training.
    let (done, words) = said(&neighbors(data, &["add", "ben@example.org"]));
    assert!(done && words.contains("is reviewer 2;"), "{words}");
}
