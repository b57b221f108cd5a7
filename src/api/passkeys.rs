//! Calls about passkeys.

use neighbors_domain::account::Me;
use neighbors_domain::addresses::api;
use neighbors_domain::passkey::*;

use super::http::{Result, delete, get, post, post_for, put};
use super::path_part;

pub async fn begin_sign_in_with_passkey() -> Result<Question> {
    post_for(api::SESSION_PASSKEY_BEGIN, &()).await
}

pub async fn sign_in_with_passkey(answer: &Answer) -> Result<()> {
    post_for::<_, Me>(api::SESSION_PASSKEY, answer).await.map(drop)
}

pub async fn begin_joining_with_passkey(begin: &BeginJoining) -> Result<Question> {
    post_for(api::ACCOUNTS_PASSKEY_BEGIN, begin).await
}

/// Signs in at the same time.
pub async fn join_with_passkey(join: &JoinWithPasskey) -> Result<()> {
    post_for::<_, Me>(api::ACCOUNTS_PASSKEY, join).await.map(drop)
}

pub async fn ways_in() -> Result<WaysIn> {
    get(api::MY_PASSKEYS).await
}

pub async fn begin_adding_passkey(begin: &BeginAdding) -> Result<Question> {
    post_for(api::MY_PASSKEYS_BEGIN, begin).await
}

pub async fn add_passkey(add: &AddPasskey) -> Result<()> {
    post(api::MY_PASSKEYS, add).await
}

pub async fn rename_passkey(id: &str, name: &RenamePasskey) -> Result<()> {
    put(&api::my_passkey(&path_part(id)), name).await
}

pub async fn remove_passkey(id: &str) -> Result<()> {
    delete(&api::my_passkey(&path_part(id))).await
}

pub async fn begin_proof() -> Result<Question> {
    post_for(api::MY_PROOF_BEGIN, &()).await
}

pub async fn prove(answer: &Answer) -> Result<()> {
    post(api::MY_PROOF, answer).await
}
