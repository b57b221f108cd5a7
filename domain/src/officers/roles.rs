//! What an officer may do.

use serde::{Deserialize, Serialize};

/// What an officer may do. Reading what is public, anyone may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Post and comment with the badge.
    Post,
    /// Draft and submit requests for assistance.
    Request,
    /// Open what residents share.
    Receive,
    /// Look after the requests of colleagues: close them, take over the lead.
    Supervise,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Post, Self::Request, Self::Receive, Self::Supervise];

    pub fn name(self) -> &'static str {
        match self {
            Self::Post => "Post and comment",
            Self::Request => "Ask for assistance",
            Self::Receive => "Open what is shared",
            Self::Supervise => "Supervise requests",
        }
    }

    /// As on the wire and in the database.
    pub fn key(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Request => "request",
            Self::Receive => "receive",
            Self::Supervise => "supervise",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// Which of them somebody has, each once, in the order of [`Role::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Role>")]
pub struct Roles(Vec<Role>);

impl Roles {
    pub fn all() -> Self {
        Self(Role::ALL.to_vec())
    }

    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    pub fn iter(&self) -> impl Iterator<Item = Role> {
        self.0.iter().copied()
    }

    /// "post,receive", as in the database.
    pub fn text(&self) -> String {
        self.0.iter().map(|role| role.key()).collect::<Vec<_>>().join(",")
    }

    /// Back from [`Self::text`]; what is no role is left out.
    pub fn from_text(text: &str) -> Self {
        text.split(',').filter_map(Role::from_key).collect::<Vec<_>>().into()
    }
}

impl From<Vec<Role>> for Roles {
    fn from(roles: Vec<Role>) -> Self {
        Self(Role::ALL.into_iter().filter(|role| roles.contains(role)).collect())
    }
}
