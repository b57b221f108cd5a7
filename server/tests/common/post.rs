//! What the server wrote to people: the files of its mail folder.

// Each test file uses another part of it.
#![allow(dead_code)]

use super::TestServer;

pub struct Mail {
    pub to: String,
    pub text: String,
}

impl Mail {
    /// What stands behind the `#` of its link.
    pub fn token(&self) -> Option<String> {
        let (_, token) = self.text.split_once('#')?;
        Some(token.chars().take_while(char::is_ascii_hexdigit).collect())
    }
}

/// Every mail so far, oldest first.
pub fn mails(server: &TestServer) -> Vec<Mail> {
    let Ok(folder) = std::fs::read_dir(server.app.settings.data.join("mail")) else { return Vec::new() };
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort_by_key(|path| std::fs::metadata(path).and_then(|file| file.modified()).expect("a time"));
    let read = |path: &std::path::PathBuf| {
        let file = std::fs::read_to_string(path).expect("text");
        let (head, text) = file.split_once("\r\n\r\n").expect("a head and a text");
        let to = head.lines().find_map(|line| line.strip_prefix("To: ")).expect("a reader");
        Mail { to: to.to_owned(), text: text.to_owned() }
    };
    paths.iter().map(read).collect()
}

/// The link of the newest mail to this address.
pub fn token_for(server: &TestServer, email: &str) -> String {
    let mails = mails(server);
    let mail = mails.iter().rev().find(|mail| mail.to == email).expect("a mail to this address");
    mail.token().expect("a link in it")
}
