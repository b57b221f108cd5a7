//! How mails leave: `smtp://` or `smtps://`, read once at the start.

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, Tokio1Executor};

use crate::config::ConfigError;

/// A mail server that takes our mails.
#[derive(Clone, PartialEq, Eq)]
pub struct Way {
    security: Security,
    host: String,
    port: u16,
    credentials: Option<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Security {
    /// Encrypted from the first byte.
    Tls,
    /// Begun in the open and encrypted before anything is said. Never without.
    StartTls,
    /// On this machine alone.
    Plain,
}

/// A password may stand in it.
impl std::fmt::Debug for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Way")
    }
}

impl Way {
    /// `smtps://user:password@mail.example:465`; marks in user and password as in every address (`%40` for `@`).
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let url: http::Uri = text.parse().map_err(|_| ConfigError::Mail)?;
        let (Some(scheme @ ("smtp" | "smtps")), Some(authority)) = (url.scheme_str(), url.authority()) else {
            return Err(ConfigError::Mail);
        };
        if !matches!(url.path(), "" | "/") || url.query().is_some() || text.contains('#') {
            return Err(ConfigError::Mail);
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let named = authority.as_str().rsplit_once('@').map_or(authority.as_str(), |(_, named)| named);
        // What follows the host is a port, or nothing at all.
        if host.is_empty() || (named != authority.host() && authority.port_u16().is_none()) {
            return Err(ConfigError::Mail);
        }
        let here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let security = match scheme {
            "smtps" => Security::Tls,
            _ if here => Security::Plain,
            _ => Security::StartTls,
        };
        let usual = match security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::Plain => 25,
        };
        let credentials = match authority.as_str().rsplit_once('@') {
            None => None,
            Some((user, _)) => {
                let (user, password) = user.split_once(':').ok_or(ConfigError::Mail)?;
                Some((decoded(user)?, decoded(password)?))
            }
        };
        Ok(Self { security, host, port: authority.port_u16().unwrap_or(usual), credentials })
    }

    pub(super) fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, ConfigError> {
        type Smtp = AsyncSmtpTransport<Tokio1Executor>;
        let builder = match self.security {
            Security::Tls => Smtp::relay(&self.host),
            Security::StartTls => Smtp::starttls_relay(&self.host),
            Security::Plain => Ok(Smtp::builder_dangerous(&self.host)),
        };
        let mut builder = builder.map_err(|_| ConfigError::Mail)?.port(self.port);
        if let Some((user, password)) = self.credentials.clone() {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(builder.build())
    }
}

/// "Neighbors <post@neighbors.example>", or the address alone.
pub fn sender(text: &str) -> Result<Mailbox, ConfigError> {
    text.parse().map_err(|_| ConfigError::MailFrom)
}

fn decoded(text: &str) -> Result<String, ConfigError> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let code = rest.get(..2).and_then(|code| std::str::from_utf8(code).ok()).ok_or(ConfigError::Mail)?;
        bytes.push(u8::from_str_radix(code, 16).map_err(|_| ConfigError::Mail)?);
        rest = &rest[2..];
    }
    String::from_utf8(bytes).map_err(|_| ConfigError::Mail)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (Security, String, u16, Option<(String, String)>);

    fn way(text: &str) -> Option<Parts> {
        Way::parse(text).ok().map(|way| (way.security, way.host, way.port, way.credentials))
    }

    #[test]
    fn what_leaves_this_machine_is_encrypted_whatever_the_address_says() {
        let user = Some(("post@neighbors.example".to_owned(), "p:w@rd".to_owned()));
        let text = "smtps://post%40neighbors.example:p%3Aw%40rd@mail.example";
        assert_eq!(way(text), Some((Security::Tls, "mail.example".into(), 465, user)));
        assert_eq!(way("smtp://mail.example"), Some((Security::StartTls, "mail.example".into(), 587, None)));
        assert_eq!(way("smtp://localhost:2525/"), Some((Security::Plain, "localhost".into(), 2525, None)));
        assert_eq!(way("smtp://[::1]"), Some((Security::Plain, "::1".into(), 25, None)));
        assert_eq!(way("smtp://10.0.0.7").map(|way| way.0), Some(Security::StartTls));
    }

    #[test]
    fn an_address_that_is_none_is_refused_in_one_sentence_that_quotes_no_password() {
        for wrong in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://user@mail.example",
            "smtp://u:p%4@mail.example",
            "smtps://mail.example/folder",
            "smtps://mail.example?tls=no",
            "smtps://u:hunter2@mail.example:99999",
        ] {
            let sentence = Way::parse(wrong).expect_err(wrong).to_string();
            assert!(sentence.contains("smtps://") && !sentence.contains("hunter2"), "{wrong}: {sentence}");
        }
        assert_eq!(format!("{:?}", Way::parse("smtps://u:hunter2@mail.example").expect("a way")), "Way");
        assert!(sender("no address").is_err() && sender("Neighbors <post@neighbors.example>").is_ok());
    }
}
