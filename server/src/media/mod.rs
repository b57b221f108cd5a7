//! Photos and videos as they are kept: photos drawn anew, videos only when nothing but film is in them.

pub mod photo;
pub mod video;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use neighbors_domain::media::MediaError;
use tokio::sync::Semaphore;

/// A picture of the largest size takes about 300 MB while it is drawn anew.
const AT_ONCE: usize = 2;

/// Many times what the largest picture or film takes: whoever waits longer waits for a bomb.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whose turn it is to open what strangers sent.
#[derive(Clone)]
pub struct Bench {
    turns: Arc<Semaphore>,
    patience: Duration,
}

impl Default for Bench {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), patience: PATIENCE }
    }
}

impl Bench {
    /// Away from the threads that answer; whatever the file does to the program that opens it is the file's fault. One
    /// that keeps the program busy keeps its turn, and is answered as broken.
    pub async fn work<T: Send + 'static>(
        &self,
        file: &Path,
        work: impl FnOnce(&Path) -> std::io::Result<Result<T, MediaError>> + Send + 'static,
    ) -> std::io::Result<Result<T, MediaError>> {
        let turn = self.turns.clone().acquire_owned().await.expect("never closed");
        let file = file.to_owned();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&file)
        });
        match tokio::time::timeout(self.patience, done).await {
            Ok(Ok(done)) => done,
            Ok(Err(fell)) if fell.is_panic() => Ok(Err(MediaError::Broken)),
            Ok(Err(stopped)) => Err(std::io::Error::other(stopped)),
            Err(_) => Ok(Err(MediaError::Broken)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_that_keeps_the_program_busy_is_answered_and_keeps_its_turn() {
        let bench = Bench { patience: Duration::from_millis(50), ..Bench::default() };
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let busy = bench
            .work(Path::new("bomb"), move |_| {
                let _ = wait.recv();
                Ok(Ok(()))
            })
            .await;
        assert_eq!(busy.expect("an answer"), Err(MediaError::Broken));
        assert_eq!(bench.turns.available_permits(), AT_ONCE - 1);
        // The other turn is free, and this one is once the file has been gone through.
        assert_eq!(bench.work(Path::new("small"), |_| Ok(Ok(1))).await.expect("an answer"), Ok(1));
        go.send(()).expect("it still waits");
        let turns = bench.turns.acquire_many(AT_ONCE as u32);
        let turns = tokio::time::timeout(Duration::from_secs(10), turns).await.expect("all turns are free");
        assert_eq!(turns.expect("open").num_permits(), AT_ONCE);
    }

    #[tokio::test]
    async fn a_file_that_fells_the_program_is_broken() {
        let bench = Bench::default();
        let fell = bench.work(Path::new("bomb"), |_| -> std::io::Result<Result<(), MediaError>> {
            panic!("what a decoder does to a file it did not expect")
        });
        assert_eq!(fell.await.expect("an answer"), Err(MediaError::Broken));
    }
}
