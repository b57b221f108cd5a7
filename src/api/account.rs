//! Calls about one's own account.

use neighbors_domain::account::{ChooseHome, HomeKept, Me};
use neighbors_domain::addresses::api;
use neighbors_domain::joining::*;
use neighbors_domain::leaving::Leave;

use super::http::{Result, delete, get, post, post_for, put, put_for};
use super::path_part;

pub async fn join(join: &Join) -> Result<()> {
    post(api::ACCOUNTS, join).await
}

/// Signs in at the same time.
pub async fn confirm_account(choice: &ChoosePassword) -> Result<()> {
    post_for::<_, Me>(api::ACCOUNTS_CONFIRM, choice).await.map(drop)
}

pub async fn recover(recover: &Recover) -> Result<()> {
    post(api::RECOVERY, recover).await
}

pub async fn confirm_recovery(choice: &ChoosePassword) -> Result<Recovering> {
    post_for(api::RECOVERY_CONFIRM, choice).await
}

pub async fn stop_recovery() -> Result<()> {
    delete(api::MY_RECOVERY).await
}

pub async fn my_sessions() -> Result<Vec<SignedIn>> {
    get(api::MY_SESSIONS).await
}

pub async fn end_session(id: &str) -> Result<()> {
    delete(&api::my_session(&path_part(id))).await
}

pub async fn sign_out_everywhere() -> Result<()> {
    delete(api::MY_SESSIONS).await
}

pub async fn change_password(change: &ChangePassword) -> Result<()> {
    put(api::MY_PASSWORD, change).await
}

pub async fn change_email(change: &ChangeEmail) -> Result<()> {
    post(api::MY_EMAIL, change).await
}

pub async fn confirm_email(confirm: &ConfirmEmail) -> Result<EmailConfirmed> {
    post_for(api::EMAIL_CONFIRM, confirm).await
}

pub async fn choose_home(home: &ChooseHome) -> Result<HomeKept> {
    put_for(api::HOME, home).await
}

pub async fn leave(leave: &Leave) -> Result<()> {
    post(api::MY_DELETION, leave).await
}
