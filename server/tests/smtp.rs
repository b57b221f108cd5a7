//! Mails that leave by SMTP: taken from the folder, kept while nobody takes them, lost by no restart.

mod common;

use std::sync::{Arc, Mutex};

use common::TestServer;
use common::post::mails;
use neighbors_domain::addresses::api;
use neighbors_domain::joining::Join;
use neighbors_server::mail::courier::{Courier, Round};
use neighbors_server::mail::{Way, sender};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail server as small as they get.
#[derive(Clone, Default)]
struct MailServer {
    /// What it took: reader and text.
    taken: Arc<Mutex<Vec<(String, String)>>>,
    /// What it says to "RCPT TO" of these readers; to all others "250 fine".
    answers: Arc<Mutex<Vec<(&'static str, &'static str)>>>,
}

impl MailServer {
    async fn start(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let server = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.talk(stream).await });
            }
        });
        port
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let (reader, mut writer) = stream.into_split();
        let mut lines = BufReader::new(reader).lines();
        writer.write_all(b"220 small\r\n").await?;
        let mut to = String::new();
        while let Some(line) = lines.next_line().await? {
            let answer = match line.split([' ', ':']).next().unwrap_or_default() {
                "EHLO" => "250-small\r\n250 8BITMIME".to_owned(),
                "RCPT" => {
                    to =
                        line.trim_start_matches("RCPT TO:<").split('>').next().unwrap_or_default().to_owned();
                    let answers = self.answers.lock().expect("whole");
                    answers
                        .iter()
                        .find(|(whom, _)| *whom == to)
                        .map_or("250 fine", |(_, says)| says)
                        .to_owned()
                }
                "DATA" => {
                    writer.write_all(b"354 go on\r\n").await?;
                    let mut text = Vec::new();
                    while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                        text.push(line);
                    }
                    self.taken.lock().expect("whole").push((to.clone(), text.join("\n")));
                    "250 taken".to_owned()
                }
                "QUIT" => "221 bye".to_owned(),
                _ => "250 fine".to_owned(),
            };
            writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        Ok(())
    }

    fn readers(&self) -> Vec<String> {
        self.taken.lock().expect("whole").iter().map(|(to, _)| to.clone()).collect()
    }
}

fn courier(server: &TestServer, port: u16) -> Courier {
    let way = Way::parse(&format!("smtp://127.0.0.1:{port}")).expect("a way");
    Courier::new(server.app.mail.clone(), &way).expect("a courier")
}

async fn join(server: &TestServer, email: &str) {
    let join = Join { email: email.into(), adult: true };
    let body = axum::body::Body::from(serde_json::to_vec(&join).expect("JSON"));
    assert!(server.raw("POST", api::ACCOUNTS, "application/json", body).await.0.is_success());
}

/// The names of all files in the folder, whatever they are.
fn folder(server: &TestServer) -> Vec<String> {
    let folder = std::fs::read_dir(server.app.settings.data.join("mail")).expect("the folder");
    folder.map(|entry| entry.expect("an entry").file_name().into_string().expect("plain")).collect()
}

fn round(sent: usize, failed: usize, refused: usize) -> Round {
    Round { sent, failed, refused }
}

#[tokio::test]
async fn a_mail_leaves_whole_and_nothing_of_it_stays_here() {
    let mut server = TestServer::new().await;
    server.app.mail =
        server.app.mail.clone().from(sender("Neighbors <post@neighbors.example>").expect("fine"));
    server.router = neighbors_server::app(server.app.clone());
    join(&server, "rosa@example.org").await;
    let token = mails(&server)[0].token().expect("a link");
    let post = MailServer::default();
    let mut courier = courier(&server, post.start().await);
    assert_eq!(courier.once().await.expect("a round"), round(1, 0, 0));
    assert_eq!(folder(&server), Vec::<String>::new());
    let taken = post.taken.lock().expect("whole").clone();
    let [(to, text)] = taken.as_slice() else { panic!("{taken:?}") };
    assert_eq!(to, "rosa@example.org");
    assert!(
        text.contains(&token)
            && text.contains("contraseña")
            && text.contains("From: Neighbors <post@neighbors.example>")
    );
    assert_eq!(courier.once().await.expect("a round"), round(0, 0, 0));
}

#[tokio::test]
async fn while_nobody_takes_it_a_mail_waits_and_a_restart_loses_none() {
    let server = TestServer::new().await;
    join(&server, "rosa@example.org").await;
    // A port where nobody listens: taken and given back.
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("bound").port();
    let mut down = courier(&server, nobody);
    assert_eq!(down.once().await.expect("a round"), round(0, 1, 0));
    // Not again at once.
    assert_eq!(down.once().await.expect("a round"), round(0, 0, 0));
    drop(down);
    assert_eq!(mails(&server).len(), 1);
    join(&server, "ben@example.org").await;

    let post = MailServer::default();
    let mut again = courier(&server, post.start().await);
    assert_eq!(again.once().await.expect("a round"), round(2, 0, 0));
    // The stopped clock gave both the same moment, so either may go first.
    let mut readers = post.readers();
    readers.sort();
    assert_eq!(readers, ["ben@example.org", "rosa@example.org"]);
}

#[tokio::test]
async fn later_is_tried_again_never_is_put_aside_and_neither_holds_up_the_others() {
    let server = TestServer::new().await;
    for email in ["later@example.org", "never@example.org", "rosa@example.org"] {
        join(&server, email).await;
    }
    let post = MailServer::default();
    *post.answers.lock().expect("whole") =
        vec![("later@example.org", "451 greylisted"), ("never@example.org", "550 no such reader")];
    let port = post.start().await;
    assert_eq!(courier(&server, port).once().await.expect("a round"), round(1, 1, 1));
    assert_eq!(post.readers(), ["rosa@example.org"]);
    let mut endings: Vec<_> = folder(&server)
        .iter()
        .filter_map(|name| name.rsplit_once('.').map(|(_, end)| end.to_owned()))
        .collect();
    endings.sort();
    assert_eq!(endings, ["eml", "refused"]);

    post.answers.lock().expect("whole").clear();
    assert_eq!(courier(&server, port).once().await.expect("a round"), round(1, 0, 0));
    assert_eq!(post.readers(), ["rosa@example.org", "later@example.org"]);
}

#[tokio::test]
async fn a_mail_is_on_its_way_the_moment_it_is_written() {
    let server = TestServer::new().await;
    let post = MailServer::default();
    let running = tokio::spawn(courier(&server, post.start().await).forever());
    join(&server, "rosa@example.org").await;
    for _ in 0..100 {
        if !post.readers().is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    running.abort();
    assert_eq!(post.readers(), ["rosa@example.org"]);
}
