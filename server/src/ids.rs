//! Public ids, as an argument: random, or from a seed so that a demo world has the same addresses each time.

use std::sync::{Arc, Mutex};

use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;
use uuid::Uuid;

/// Random and never counted: an id says neither when a thing was made nor how many there are.
#[derive(Clone)]
pub struct Ids(Source);

#[derive(Clone)]
enum Source {
    Random,
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Ids {
    pub fn random() -> Self {
        Self(Source::Random)
    }

    /// Whoever knows the seed knows every id: for demo worlds only.
    pub fn seeded(seed: [u8; 32]) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed)))))
    }

    pub fn next(&self) -> String {
        match &self.0 {
            Source::Random => Uuid::new_v4(),
            Source::Seeded(chance) => {
                let mut bytes = [0; 16];
                chance.lock().expect("nobody panics while drawing").fill_bytes(&mut bytes);
                uuid::Builder::from_random_bytes(bytes).into_uuid()
            }
        }
        .to_string()
    }
}

impl std::fmt::Debug for Ids {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ids")
    }
}
