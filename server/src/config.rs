//! Settings: by flag, else by environment, else from a file, else a default. None of them is ever printed.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

const DATABASE_FILE: &str = "neighbors.db";

/// Where the data is: the same four for every command.
#[derive(Args, Clone, Default)]
pub struct Place {
    /// The folder that holds everything this server keeps
    #[arg(long, value_name = "DIR", env = "NEIGHBORS_DATA")]
    pub data: Option<PathBuf>,
    /// postgres://… instead of a file in the data folder
    #[arg(long, value_name = "URL", env = "NEIGHBORS_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// The folder of the secret keys: DIR/secrets unless said otherwise. Keep a copy apart from your backups
    #[arg(long, value_name = "DIR", env = "NEIGHBORS_SECRETS")]
    pub secrets: Option<PathBuf>,
    /// A file of settings (TOML): the long flags as names, like `listen = "127.0.0.1:8080"`
    #[arg(long, value_name = "FILE", env = "NEIGHBORS_CONFIG")]
    pub config: Option<PathBuf>,
}

/// The file of settings. A name it does not know is an error: a misspelt setting would else be silently off.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct File {
    pub data: Option<PathBuf>,
    pub database: Option<String>,
    pub secrets: Option<PathBuf>,
    pub listen: Option<SocketAddr>,
    pub public_url: Option<String>,
    pub proxies: Option<Vec<IpAddr>>,
    pub demo_in_public: Option<bool>,
    pub mail: Option<String>,
    pub mail_from: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("say where the data lives: --data DIR (or NEIGHBORS_DATA, or `data` in the file of settings)")]
    NoData,
    #[error("the file of settings cannot be read: {0}")]
    Unreadable(std::io::Error),
    #[error("line {line} of the file of settings: {message}")]
    Broken { line: usize, message: String },
    #[error(
        "a database other than the file in the data folder is named by an address that begins with postgres://"
    )]
    OtherDatabase,
    #[error("the public address is scheme and host alone, like https://neighbors.example")]
    PublicUrl,
    #[error(
        "mails go to a mail server named like smtps://user:password@mail.example or smtp://mail.example; leave it out, and they stay as files in the data folder"
    )]
    Mail,
    #[error("mails come from an address, like Neighbors <post@neighbors.example>")]
    MailFrom,
}

impl File {
    pub fn read(path: Option<&Path>) -> Result<Self, ConfigError> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path).map_err(ConfigError::Unreadable)?;
        // The error's own display quotes the line, and that may be the one with the password.
        toml::from_str(&text).map_err(|cause: toml::de::Error| ConfigError::Broken {
            line: 1 + cause.span().map_or(0, |span| text[..span.start].matches('\n').count()),
            message: cause.message().to_owned(),
        })
    }
}

/// What [`Place`] and [`File`] say together.
pub struct Located {
    pub data: PathBuf,
    pub database: String,
    pub secrets: PathBuf,
}

impl Located {
    /// Where SQLite keeps it; `None` for PostgreSQL.
    pub fn database_file(&self) -> Option<PathBuf> {
        self.database.starts_with("sqlite:").then(|| self.data.join(DATABASE_FILE))
    }
}

impl Place {
    pub fn file(&self) -> Result<File, ConfigError> {
        File::read(self.config.as_deref())
    }

    pub fn locate(&self, file: &File) -> Result<Located, ConfigError> {
        let data = self.data.clone().or_else(|| file.data.clone()).ok_or(ConfigError::NoData)?;
        let database = match self.database.clone().or_else(|| file.database.clone()) {
            None => format!("sqlite://{}?mode=rwc", data.join(DATABASE_FILE).display()),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => url,
            Some(_) => return Err(ConfigError::OtherDatabase),
        };
        let secrets = self.secrets.clone().or_else(|| file.secrets.clone());
        Ok(Located { secrets: secrets.unwrap_or_else(|| data.join("secrets")), data, database })
    }
}

/// `https://neighbors.example`: as a browser writes an origin, so that it can be compared with one.
pub fn public_url(text: &str) -> Result<String, ConfigError> {
    let url: http::Uri = text.trim_end_matches('/').parse().map_err(|_| ConfigError::PublicUrl)?;
    let (Some(scheme @ ("http" | "https")), Some(host)) = (url.scheme_str(), url.authority()) else {
        return Err(ConfigError::PublicUrl);
    };
    if !matches!(url.path(), "" | "/") || url.query().is_some() || host.as_str().contains('@') {
        return Err(ConfigError::PublicUrl);
    }
    Ok(format!("{scheme}://{}", host.as_str().to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<File, ConfigError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("neighbors.toml");
        std::fs::write(&path, text).expect("written");
        File::read(Some(&path))
    }

    #[test]
    fn a_flag_goes_before_the_file_and_the_file_before_the_default() {
        let file = read("data = '/from/file'\nsecrets = '/keys'").expect("read");
        let flag = Place { data: Some("/from/flag".into()), ..Place::default() };
        let located = flag.locate(&file).expect("located");
        assert_eq!(located.data, Path::new("/from/flag"));
        assert_eq!(located.secrets, Path::new("/keys"));
        assert_eq!(located.database, "sqlite:///from/flag/neighbors.db?mode=rwc");
        let located = Place::default().locate(&file).expect("located");
        assert_eq!(located.data, Path::new("/from/file"));
        let nothing = Place::default().locate(&File::default()).err().map(|error| error.to_string());
        assert!(nothing.is_some_and(|sentence| sentence.contains("--data DIR")));
    }

    #[test]
    fn a_misspelt_setting_is_named_by_its_line_and_no_value_is_quoted() {
        let sentence = |text| read(text).err().map(|error| error.to_string()).unwrap_or_default();
        let misspelt = sentence("data = '/x'\n\ndatabse = 'postgres://ada:hunter2@db/x'\n");
        assert!(
            misspelt.starts_with("line 3 of the file of settings: unknown field `databse`"),
            "{misspelt}"
        );
        assert!(!misspelt.contains("hunter2"));
        let broken = sentence("data = '/x'\ndatabase = postgres://ada:hunter2@db\n");
        assert!(broken.starts_with("line 2 ") && !broken.contains("hunter2"), "{broken}");
    }

    #[test]
    fn a_public_address_is_what_a_browser_calls_an_origin() {
        assert_eq!(public_url("https://Neighbors.example/").expect("fine"), "https://neighbors.example");
        assert_eq!(public_url("http://localhost:8080").expect("fine"), "http://localhost:8080");
        for wrong in
            ["neighbors.example", "ftp://x.example", "https://x.example/a", "https://a@x.example", ""]
        {
            assert!(public_url(wrong).is_err(), "{wrong}");
        }
    }
}
