//! Comments: adding one to a thread.

use axum::extract::State;
use axum::http::StatusCode;
use neighbors_domain::comment::{Comment, Draft};

use crate::auth::Writer;
use crate::error::{Json, Path};
use crate::{App, Result, store};

pub async fn create(
    State(app): State<App>,
    writer: Writer,
    Path(thread): Path<String>,
    Json(draft): Json<Draft>,
) -> Result<(StatusCode, Json<Comment>)> {
    let draft = draft.check()?;
    let now = app.clock.now();
    let comment = store::comments::add(&app.store, &app.secrets, &writer, &thread, &draft, now).await?;
    Ok((StatusCode::CREATED, Json(comment)))
}
