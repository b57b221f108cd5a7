//! A video, looked at and not changed: taken when the cleaner would leave every byte as it is.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use neighbors_domain::media::MediaError;
use neighbors_media::video::{Planner, Step, What};

/// Read at a time.
const CHUNK: usize = 1 << 16;

pub fn is_clean(file: &Path) -> io::Result<Result<(), MediaError>> {
    let mut file = File::open(file)?;
    let length = file.metadata()?.len();
    let mut planner = Planner::new(length);
    let mut read = Vec::new();
    let plan = loop {
        match planner.step(read) {
            Ok(Step::Read { from, until }) => read = bytes(&mut file, from, until)?,
            Ok(Step::Done(plan)) => break plan,
            Err(reason) => return Ok(Err(reason)),
        }
    };
    if plan.length() != length {
        return Ok(Err(MediaError::NotClean));
    }
    for piece in &plan.pieces {
        let same = match &piece.what {
            What::Same => true,
            What::Bytes(expected) => bytes(&mut file, piece.from, piece.until)? == *expected,
            What::Zeros => zeros(&mut file, piece.from, piece.until)?,
        };
        if !same {
            return Ok(Err(MediaError::NotClean));
        }
    }
    Ok(Ok(()))
}

fn bytes(file: &mut File, from: u64, until: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(from))?;
    // The planner never asks for more than its own limits.
    let mut bytes = vec![0; (until - from) as usize];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn zeros(file: &mut File, from: u64, until: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(from))?;
    let mut rest = file.take(until - from);
    let mut chunk = vec![0; CHUNK];
    loop {
        match rest.read(&mut chunk)? {
            0 => return Ok(true),
            read if chunk[..read].iter().any(|&byte| byte != 0) => return Ok(false),
            _ => {}
        }
    }
}
