//! Photos and videos as they are kept: photos drawn anew, videos only when nothing but film is in them.

pub mod photo;
pub mod video;

use std::path::Path;
use std::sync::Arc;

use neighbors_domain::media::MediaError;
use tokio::sync::Semaphore;

/// A picture of the largest size takes about 300 MB while it is drawn anew.
const AT_ONCE: usize = 2;

/// Whose turn it is to open what strangers sent.
#[derive(Clone)]
pub struct Bench(Arc<Semaphore>);

impl Default for Bench {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Bench {
    /// Away from the threads that answer; whatever the file does to the program that opens it is the file's fault.
    pub async fn work<T: Send + 'static>(
        &self,
        file: &Path,
        work: impl FnOnce(&Path) -> std::io::Result<Result<T, MediaError>> + Send + 'static,
    ) -> std::io::Result<Result<T, MediaError>> {
        let _turn = self.0.acquire().await.expect("never closed");
        let file = file.to_owned();
        match tokio::task::spawn_blocking(move || work(&file)).await {
            Ok(done) => done,
            Err(fell) if fell.is_panic() => Ok(Err(MediaError::Broken)),
            Err(stopped) => Err(std::io::Error::other(stopped)),
        }
    }
}
