//! The operator at the command line: the program itself, in a folder of its own, on a fresh database.

use std::process::{Command, Output};

use neighbors_server::password::{self, Cost};
use neighbors_server::secrets::Secrets;
use neighbors_server::store::accounts::{self, NewAccount};
use neighbors_server::store::{self, Store};

use super::{fresh_database, now};

pub struct Keeper {
    pub folder: tempfile::TempDir,
    database: String,
    /// What every command begins with: `agencies`.
    what: &'static str,
}

impl Keeper {
    pub async fn of(what: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Secrets::random().write(&folder.path().join("secrets")).expect("secrets");
        Self { database: fresh_database(folder.path()).await, folder, what }
    }

    pub async fn store(&self) -> Store {
        store::open(&self.database).await.expect("a database")
    }

    /// Ada and Ben live here.
    pub async fn with_residents(what: &'static str) -> Self {
        let keeper = Self::of(what).await;
        let store = keeper.store().await;
        for email in ["ada@example.org", "ben@example.org"] {
            let password_hash = password::hash("a long walk", Cost::Quick);
            let account = NewAccount { email: email.into(), password_hash };
            accounts::add(&store, &account, now()).await.expect("an account");
        }
        store.close().await;
        keeper
    }

    fn run(&self, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_neighbors"));
        for name in ["DATABASE", "SECRETS", "CONFIG", "LOG"] {
            command.env_remove(format!("NEIGHBORS_{name}"));
        }
        if self.database.starts_with("postgres") {
            command.env("NEIGHBORS_DATABASE", &self.database);
        }
        command.env("NEIGHBORS_DATA", self.folder.path()).arg(self.what).args(arguments);
        let Output { status, stdout, stderr } = command.output().expect("started");
        let said = if status.success() { stdout } else { stderr };
        (status.success(), String::from_utf8(said).expect("text"))
    }

    pub fn does(&self, arguments: &[&str]) -> String {
        let (done, said) = self.run(arguments);
        assert!(done, "{said}");
        said
    }

    pub fn refuses(&self, arguments: &[&str]) -> String {
        let (done, said) = self.run(arguments);
        assert!(!done, "{said}");
        said
    }
}
