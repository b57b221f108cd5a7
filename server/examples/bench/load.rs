//! Asks one address over and over on a few open connections, as plain HTTP/1.1, and keeps every time.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const CONNECTIONS: usize = 16;
/// Before anything counts.
const WARM_UP: Duration = Duration::from_millis(500);
const FOR: Duration = Duration::from_secs(4);

pub struct Measured {
    /// Answers a second.
    pub rate: f64,
    pub p50: Duration,
    pub p99: Duration,
}

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

pub async fn get(server: SocketAddr, path: &str) -> Result<Bytes, Failure> {
    let mut connection = Connection::open(server, path).await?;
    connection.ask().await?;
    Ok(Bytes::copy_from_slice(&connection.answer[connection.body_at..]))
}

pub async fn run(server: SocketAddr, path: &str) -> Result<Measured, Failure> {
    let mut askers = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let mut connection = Connection::open(server, path).await?;
        askers.spawn(async move {
            let (begun, mut times) = (Instant::now(), Vec::new());
            while begun.elapsed() < WARM_UP + FOR {
                let asked = Instant::now();
                connection.ask().await?;
                if begun.elapsed() > WARM_UP {
                    times.push(asked.elapsed());
                }
            }
            Ok::<_, Failure>(times)
        });
    }
    let mut times = Vec::new();
    while let Some(asker) = askers.join_next().await {
        times.extend(asker??);
    }
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    Ok(Measured { rate: times.len() as f64 / FOR.as_secs_f64(), p50: at(0.5), p99: at(0.99) })
}

struct Connection {
    stream: TcpStream,
    question: Vec<u8>,
    answer: Vec<u8>,
    body_at: usize,
}

impl Connection {
    async fn open(server: SocketAddr, path: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let question = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").into_bytes();
        Ok(Self { stream, question, answer: Vec::new(), body_at: 0 })
    }

    /// One question, one whole answer; anything else than 200 is no measurement.
    async fn ask(&mut self) -> Result<(), Failure> {
        self.answer.clear();
        self.stream.write_all(&self.question).await?;
        let length = loop {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err("the server hung up".into());
            }
            let Some(end) = self.answer.windows(4).position(|part| part == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&self.answer[..end])?;
            if !head.starts_with("HTTP/1.1 200") {
                return Err(head.lines().next().unwrap_or_default().into());
            }
            self.body_at = end + 4;
            let length = head
                .lines()
                .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            break length.unwrap_or(0usize);
        };
        while self.answer.len() < self.body_at + length {
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err("the answer broke off".into());
            }
        }
        Ok(())
    }
}
