//! Everything the server may say instead of yes.

use serde::{Deserialize, Serialize};

use crate::comment::CommentError;
use crate::home::HomeError;
use crate::joining::AccountError;
use crate::media::MediaError;
use crate::moderation::ModerationError;
use crate::passkey::PasskeyError;
use crate::post::PostError;
use crate::review::ReviewError;
use crate::rules::Refusal;
use crate::share::ShareRefusal;

/// The header every state-changing call carries: a form of another site cannot send it.
pub const CUSTOM_HEADER: (&str, &str) = ("x-neighbors", "1");

/// The header of a post: chosen once for each draft, so that sending it twice makes one post.
pub const IDEMPOTENCY_HEADER: &str = "idempotency-key";

/// Bodies of calls, uploads apart.
pub const MAX_JSON_BYTES: u64 = 256 * 1024;

/// The HTTP status follows from the variant, never the other way round.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum ApiError {
    #[error("The server could not read this: {detail}")]
    Unreadable { detail: String },
    #[error("{sentence}")]
    Invalid { field: String, sentence: String },
    #[error("Sign in first. Nothing you wrote is lost.")]
    SignInRequired,
    #[error("Email and password do not fit together. Check both; capital letters count.")]
    WrongPassword,
    #[error("This passkey opens no account here. Choose another one, or sign in with your password.")]
    WrongPasskey,
    /// Said only to whoever knew the password.
    #[error("Type the six digits your authenticator shows now.")]
    CodeRequired,
    #[error("This code does not fit, or was used already. Wait for the next one and type that.")]
    WrongCode,
    #[error("Your account may not do that.")]
    Forbidden,
    #[error("This call did not come from a page of this server.")]
    CrossSite,
    #[error("There is nothing at this address.")]
    NotFound,
    #[error("This address does not take that kind of call.")]
    WrongMethod,
    #[error("The request breaks {} of the rules.", refusals.len())]
    Refused { refusals: Vec<Refusal> },
    #[error("{refusal}")]
    ShareRefused { refusal: ShareRefusal },
    #[error("{}", errors.first().map(ToString::to_string).unwrap_or_default())]
    PostRefused { errors: Vec<PostError> },
    #[error("{reason}")]
    CommentRefused { reason: CommentError },
    #[error("{}", errors.first().map(ToString::to_string).unwrap_or_default())]
    AccountRefused { errors: Vec<AccountError> },
    #[error("{reason}")]
    HomeRefused { reason: HomeError },
    #[error("{reason}")]
    PasskeyRefused { reason: PasskeyError },
    #[error("{reason}")]
    MediaRefused { reason: MediaError },
    #[error("{reason}")]
    ModerationRefused { reason: ModerationError },
    #[error("{reason}")]
    ReviewRefused { reason: ReviewError },
    /// The same key with other words.
    #[error(
        "An earlier version of this was sent already, and its answer was lost. Look at it; press again to send this one, too."
    )]
    SentBefore { id: String },
    #[error("That is not the home you picked. {left} tries are left today.")]
    NotYourHome { left: u32 },
    #[error("Too many tries. Wait {seconds} seconds.")]
    TooMany { seconds: u64 },
    #[error("This is larger than the {max_bytes} bytes that fit.")]
    TooLarge { max_bytes: u64 },
    #[error("This is not a sealed file. Only sealed files are taken here.")]
    NotSealed,
    #[error("The server’s disk is full. Nothing you have is lost; try again later.")]
    NoSpace,
    #[error("The server is busy. Nothing you wrote is lost; try again in a moment.")]
    Busy,
    #[error("The server had a problem; it has been noted. Nothing you wrote is lost.")]
    Internal,
    /// From a newer server than this page knows.
    #[error("Something here is newer than this page. Reload it.")]
    #[serde(other)]
    Unknown,
}

impl From<ShareRefusal> for ApiError {
    fn from(refusal: ShareRefusal) -> Self {
        Self::ShareRefused { refusal }
    }
}
