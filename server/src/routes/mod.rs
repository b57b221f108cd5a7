//! One file per noun: take apart, check, store, answer.

pub mod health;
