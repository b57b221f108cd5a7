//! Turning what went wrong into an answer.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use neighbors_domain::admission::AdmissionError;
use neighbors_domain::announcement::AnnouncementError;
use neighbors_domain::api::{ApiError, MAX_JSON_BYTES};
use neighbors_domain::comment::CommentError;
use neighbors_domain::joining::AccountError;
use neighbors_domain::moderation::ModerationError;
use neighbors_domain::officers::OfficerError;
use neighbors_domain::passkey::PasskeyError;
use neighbors_domain::post::PostError;
use neighbors_domain::review::ReviewError;
use neighbors_domain::rules::Refusal;
use neighbors_domain::share::ShareRefusal;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something the caller should read.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// Something only the operator should read.
    #[error(transparent)]
    Store(#[from] sqlx::Error),
    #[error(transparent)]
    Disk(#[from] std::io::Error),
}

impl From<ShareRefusal> for Error {
    fn from(refusal: ShareRefusal) -> Self {
        Self::Api(ApiError::ShareRefused { refusal })
    }
}

impl From<Vec<Refusal>> for Error {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Api(ApiError::Refused { refusals })
    }
}

impl From<Vec<PostError>> for Error {
    fn from(errors: Vec<PostError>) -> Self {
        Self::Api(ApiError::PostRefused { errors })
    }
}

impl From<Vec<AccountError>> for Error {
    fn from(errors: Vec<AccountError>) -> Self {
        Self::Api(ApiError::AccountRefused { errors })
    }
}

impl From<AccountError> for Error {
    fn from(error: AccountError) -> Self {
        vec![error].into()
    }
}

/// As field and sentence: every visitor's program reads [`ApiError`], and only the portal's forms say these. Those forms
/// ran the same rules before they sent anything.
impl From<OfficerError> for Error {
    fn from(error: OfficerError) -> Self {
        Self::Api(ApiError::Invalid { field: error.field().key().to_owned(), sentence: error.to_string() })
    }
}

impl From<Vec<OfficerError>> for Error {
    fn from(errors: Vec<OfficerError>) -> Self {
        errors.into_iter().next().map_or(Self::Api(ApiError::Internal), Self::from)
    }
}

impl From<Vec<AnnouncementError>> for Error {
    fn from(errors: Vec<AnnouncementError>) -> Self {
        let invalid = |error: AnnouncementError| ApiError::Invalid {
            field: error.field().to_owned(),
            sentence: error.to_string(),
        };
        Self::Api(errors.into_iter().next().map_or(ApiError::Internal, invalid))
    }
}

impl From<Vec<AdmissionError>> for Error {
    fn from(errors: Vec<AdmissionError>) -> Self {
        let invalid = |error: AdmissionError| ApiError::Invalid {
            field: error.field().key().to_owned(),
            sentence: error.to_string(),
        };
        Self::Api(errors.into_iter().next().map_or(ApiError::Internal, invalid))
    }
}

impl From<PasskeyError> for Error {
    fn from(reason: PasskeyError) -> Self {
        Self::Api(ApiError::PasskeyRefused { reason })
    }
}

impl From<CommentError> for Error {
    fn from(reason: CommentError) -> Self {
        Self::Api(ApiError::CommentRefused { reason })
    }
}

impl From<ModerationError> for Error {
    fn from(reason: ModerationError) -> Self {
        Self::Api(ApiError::ModerationRefused { reason })
    }
}

/// `axum::Json`, except that a body which cannot be read is answered in our words.
#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(Error))]
pub struct Json<T>(pub T);

impl<T: serde::Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl From<JsonRejection> for Error {
    fn from(rejection: JsonRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return Self::Api(ApiError::TooLarge { max_bytes: MAX_JSON_BYTES });
        }
        Self::Api(ApiError::Unreadable { detail: rejection.body_text() })
    }
}

/// `axum::extract::Query`, with the same manners.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Error))]
pub struct Query<T>(pub T);

impl From<QueryRejection> for Error {
    fn from(rejection: QueryRejection) -> Self {
        Self::Api(ApiError::Unreadable { detail: rejection.body_text() })
    }
}

/// `axum::extract::Path`: an address that is no text leads nowhere.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Error))]
pub struct Path<T>(pub T);

impl From<PathRejection> for Error {
    fn from(_: PathRejection) -> Self {
        Self::Api(ApiError::NotFound)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let answer = match self {
            Self::Api(answer) => answer,
            Self::Store(sqlx::Error::RowNotFound) => ApiError::NotFound,
            Self::Store(sqlx::Error::PoolTimedOut) => ApiError::Busy,
            Self::Store(cause) if is_locked(&cause) => ApiError::Busy,
            Self::Store(cause) if is_full(&cause) => ApiError::NoSpace,
            Self::Store(cause) if is_no_text(&cause) => {
                ApiError::Unreadable { detail: "it holds a character that no text has".to_owned() }
            }
            Self::Store(cause) => {
                tracing::error!(%cause, "store");
                ApiError::Internal
            }
            Self::Disk(cause) if no_room(&cause) => ApiError::NoSpace,
            Self::Disk(cause) => {
                tracing::error!(%cause, "disk");
                ApiError::Internal
            }
        };
        (status(&answer), Json(answer)).into_response()
    }
}

/// The disk is full, or the operator's limit is reached.
fn no_room(cause: &std::io::Error) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(cause.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

/// SQLite waited its five seconds for another writer; PostgreSQL found that two waited for each other, and let one go.
fn is_locked(cause: &sqlx::Error) -> bool {
    cause.as_database_error().is_some_and(|error| {
        error.message().contains("database is locked") || error.code().is_some_and(|code| code == "40P01")
    })
}

/// SQLite's words, and PostgreSQL's code for a full disk.
fn is_full(cause: &sqlx::Error) -> bool {
    cause.as_database_error().is_some_and(|error| {
        error.message().contains("database or disk is full")
            || error.code().is_some_and(|code| code == "53100")
    })
}

/// PostgreSQL keeps no NUL in a text.
fn is_no_text(cause: &sqlx::Error) -> bool {
    cause.as_database_error().is_some_and(|error| error.code().as_deref() == Some("22021"))
}

fn status(answer: &ApiError) -> StatusCode {
    match answer {
        ApiError::Unreadable { .. } | ApiError::NotSealed => StatusCode::BAD_REQUEST,
        ApiError::SignInRequired
        | ApiError::WrongPassword
        | ApiError::CodeRequired
        | ApiError::WrongCode
        | ApiError::WrongPasskey => StatusCode::UNAUTHORIZED,
        ApiError::Forbidden | ApiError::CrossSite => StatusCode::FORBIDDEN,
        ApiError::NotFound => StatusCode::NOT_FOUND,
        ApiError::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        ApiError::SentBefore { .. } => StatusCode::CONFLICT,
        ApiError::ShareRefused { refusal } => match refusal {
            ShareRefusal::NewVersion { .. } | ShareRefusal::NotOpen { .. } => StatusCode::CONFLICT,
            ShareRefusal::TooManyTries { .. } | ShareRefusal::QuotaUsedUp { .. } => {
                StatusCode::TOO_MANY_REQUESTS
            }
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        },
        ApiError::ModerationRefused { reason } => match reason {
            ModerationError::Decided | ModerationError::Appealed => StatusCode::CONFLICT,
            ModerationError::TooManyFlags { .. } => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        },
        ApiError::ReviewRefused { reason } => match reason {
            ReviewError::NotTrained { .. } => StatusCode::FORBIDDEN,
            ReviewError::Decided | ReviewError::Changed | ReviewError::SecondIsFirst => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        },
        ApiError::Invalid { .. }
        | ApiError::Refused { .. }
        | ApiError::PostRefused { .. }
        | ApiError::CommentRefused { .. }
        | ApiError::AccountRefused { .. }
        | ApiError::HomeRefused { .. }
        | ApiError::PasskeyRefused { .. }
        | ApiError::MediaRefused { .. }
        | ApiError::NotYourHome { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        ApiError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        ApiError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        ApiError::NoSpace => StatusCode::INSUFFICIENT_STORAGE,
        ApiError::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ApiError::Internal | ApiError::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
