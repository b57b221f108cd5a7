//! Proof that a draft kept every rule.

/// Only a `check` in this crate can make one, and the store accepts nothing
/// else: what nobody checked, nobody can save.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked<T>(T);

impl<T> Checked<T> {
    pub(crate) fn new(draft: T) -> Self {
        Self(draft)
    }

    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Checked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
