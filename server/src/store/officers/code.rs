//! One-time codes of officers: the sealed secret of an authenticator, and which code was used last.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::auth::Officer;
use crate::store::Store;

/// What stands behind a right password.
pub enum Second {
    /// A resident: a password is enough.
    NotAsked,
    /// The secret of their authenticator, sealed.
    Code(String),
    /// An officer without an authenticator has a passkey, and that alone.
    Nothing,
}

pub async fn second(store: &Store, account: &str) -> Result<Second, sqlx::Error> {
    let found: Option<Option<String>> = sqlx::query("select totp_sealed from officer where account_id = $1")
        .bind(account)
        .try_map(|row: AnyRow| row.try_get("totp_sealed"))
        .fetch_optional(&**store)
        .await?;
    Ok(match found {
        None => Second::NotAsked,
        Some(Some(sealed)) => Second::Code(sealed),
        Some(None) => Second::Nothing,
    })
}

/// Uses a code up; `false` if it, or a later one, was used before. Of two at one instant, one gets it.
pub async fn take(store: &Store, account: &str, step: u64) -> Result<bool, sqlx::Error> {
    let taken = sqlx::query(
        "update officer set totp_step = $2 where account_id = $1 and (totp_step is null or totp_step < $3)",
    )
    .bind(account)
    .bind(step as i64)
    .bind(step as i64)
    .execute(&**store)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// From now on these are the codes. The one that was shown to prove it is used already.
pub async fn enrol(
    connection: &mut AnyConnection,
    officer: &Officer,
    sealed: &str,
    step: Option<u64>,
) -> Result<(), sqlx::Error> {
    sqlx::query("update officer set totp_sealed = $2, totp_step = $3 where id = $1")
        .bind(&officer.id)
        .bind(sealed)
        .bind(step.map(|step| step as i64))
        .execute(connection)
        .await?;
    Ok(())
}
