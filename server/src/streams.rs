//! How many live streams may be open: in all, and from one network address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use neighbors_domain::api::ApiError;

use crate::limits::network;

/// A browser opens one; an office or a school shares an address.
pub const AN_ADDRESS: usize = 100;
/// Each costs a connection and some kilobytes.
pub const IN_ALL: usize = 20_000;
/// After which one may ask again.
const WAIT_SECONDS: u64 = 60;

#[derive(Clone)]
pub struct Streams(Arc<Inner>);

struct Inner {
    open: Mutex<Open>,
    an_address: usize,
    in_all: usize,
}

#[derive(Default)]
struct Open {
    by_address: HashMap<IpAddr, usize>,
    all: usize,
}

impl Default for Streams {
    fn default() -> Self {
        Self::at_most(AN_ADDRESS, IN_ALL)
    }
}

impl Streams {
    pub fn at_most(an_address: usize, in_all: usize) -> Self {
        Self(Arc::new(Inner { open: Mutex::default(), an_address, in_all }))
    }

    /// A place for one stream, until it is dropped.
    pub fn open(&self, from: IpAddr) -> Result<Place, ApiError> {
        let from = network(from);
        let mut open = self.0.open.lock().expect("nobody panics while counting");
        if open.all >= self.0.in_all {
            return Err(ApiError::Busy);
        }
        let theirs = open.by_address.entry(from).or_default();
        if *theirs >= self.0.an_address {
            return Err(ApiError::TooMany { seconds: WAIT_SECONDS });
        }
        *theirs += 1;
        open.all += 1;
        Ok(Place { of: self.clone(), from })
    }

    /// How many are open now.
    pub fn count(&self) -> usize {
        self.0.open.lock().expect("nobody panics while counting").all
    }
}

pub struct Place {
    of: Streams,
    from: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.of.0.open.lock().expect("nobody panics while counting");
        open.all -= 1;
        if let Some(theirs) = open.by_address.get_mut(&self.from) {
            *theirs -= 1;
            if *theirs == 0 {
                open.by_address.remove(&self.from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_left_is_free_again_and_nobody_takes_all() {
        let streams = Streams::at_most(2, 3);
        let (here, there): (IpAddr, IpAddr) = ([192, 0, 2, 1].into(), [192, 0, 2, 2].into());
        let first = streams.open(here).expect("room");
        let _second = streams.open(here).expect("room");
        assert_eq!(streams.open(here).err(), Some(ApiError::TooMany { seconds: WAIT_SECONDS }));
        let _third = streams.open(there).expect("room for another");
        assert_eq!(streams.open(there).err(), Some(ApiError::Busy));
        drop(first);
        assert_eq!(streams.count(), 2);
        assert!(streams.open(here).is_ok());
    }
}
