//! Who can sign in to a demo, and the file that tells people how.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chrono::{DateTime, Utc};
use neighbors_domain::cells::Cell9;
use neighbors_domain::record::SigningKey;
use serde::Serialize;

use super::Teller;
use crate::auth::Resident;
use crate::password;
use crate::store::accounts::{self, NewAccount};

/// One line of `demo-accounts.json`.
#[derive(Clone, Serialize)]
pub struct Account {
    role: &'static str,
    email: String,
    password: String,
    /// Opens the officer's key in the portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    key_passphrase: Option<String>,
    /// What the officer signs with, hex: for programs that play an officer without the portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    signing_seed: Option<String>,
    /// What stands on the paper in the agency's safe, in the hands of its administrator: root key and recovery key.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_sheet: Option<[String; 2]>,
    /// Of the officer's authenticator, base32: what codes are made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    totp_secret: Option<String>,
    /// What this person would pick on the map of a new device.
    #[serde(skip_serializing_if = "Option::is_none")]
    home_cell: Option<Cell9>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    /// What this person would type when sharing.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_address: Option<String>,
    note: String,
}

impl Account {
    pub fn new(role: &'static str, email: &str, note: &str) -> Self {
        Self {
            role,
            email: email.to_owned(),
            password: String::new(),
            key_passphrase: None,
            signing_seed: None,
            recovery_sheet: None,
            totp_secret: None,
            home_cell: None,
            agency: None,
            name: None,
            home_address: None,
            note: note.to_owned(),
        }
    }

    pub fn of_agency(self, agency: &str) -> Self {
        Self { agency: Some(agency.to_owned()), ..self }
    }

    pub fn with_key(self, passphrase: &str, signing: &SigningKey) -> Self {
        let signing_seed = Some(hex::encode(signing.seed()));
        Self { key_passphrase: Some(passphrase.to_owned()), signing_seed, ..self }
    }

    pub fn with_sheet(self, root_key: String, recovery_key: String) -> Self {
        Self { recovery_sheet: Some([root_key, recovery_key]), ..self }
    }

    pub fn with_codes(self, totp_secret: &str) -> Self {
        Self { totp_secret: Some(totp_secret.to_owned()), ..self }
    }

    pub fn named(self, name: &str, home_address: &str) -> Self {
        Self { name: Some(name.to_owned()), home_address: Some(home_address.to_owned()), ..self }
    }

    pub fn at_home(self, cell: Option<Cell9>) -> Self {
        Self { home_cell: cell, ..self }
    }
}

/// All that were opened, in order.
#[derive(Default)]
pub struct Accounts(Vec<Account>);

impl Accounts {
    /// Opens it with a password from the seed and notes it for the file.
    pub async fn open(
        &mut self,
        teller: &Teller<'_>,
        account: Account,
        at: DateTime<Utc>,
    ) -> Result<Resident, sqlx::Error> {
        let password = teller.chance.password(&account.email);
        let resident = open(teller, &account.email, &password, at).await?;
        self.0.push(Account { password, ..account });
        Ok(resident)
    }

    /// Readable by its owner only: these are passwords, if only of a demo.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        serde_json::to_writer_pretty(&mut file, &self.0)?;
        writeln!(file)?;
        file.sync_all()
    }
}

/// An account that is in no list: one of the neighbors who write.
pub async fn open(
    teller: &Teller<'_>,
    email: &str,
    password: &str,
    at: DateTime<Utc>,
) -> Result<Resident, sqlx::Error> {
    let salt = teller.chance.bytes(&format!("salt of {email}"));
    let salt = salt[..16].try_into().expect("sixteen bytes");
    let account = NewAccount {
        email: email.to_owned(),
        password_hash: password::hash_with_salt(password, salt, teller.cost),
    };
    accounts::add(teller.store, &account, at).await
}
