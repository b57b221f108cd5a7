//! What authors do to their own comments: change one within five minutes, delete it, take that back within a minute.

mod common;

use axum::body::Body;
use axum::http::StatusCode;
use chrono::TimeDelta;
use common::cedar::{Cedar, ORTEGA};
use common::moderation::{read, resident, say, thread};
use common::{TestServer, now};
use neighbors_domain::addresses::api;
use neighbors_domain::api::ApiError;
use neighbors_domain::comment::{Comment, CommentError, Draft, EDIT_FOR, Mine, UNDO_FOR};
use neighbors_domain::post::Author;
use neighbors_server::chores;

async fn change(browser: &TestServer, id: &str, text: &str) -> Result<Comment, (u16, ApiError)> {
    let body = serde_json::to_vec(&Draft { text: text.into() }).expect("JSON");
    answer(browser, "PUT", &api::one_comment(id), Body::from(body)).await
}

async fn delete(browser: &TestServer, id: &str) -> Result<Comment, (u16, ApiError)> {
    answer(browser, "DELETE", &api::one_comment(id), Body::empty()).await
}

async fn undo(browser: &TestServer, id: &str) -> Result<Comment, (u16, ApiError)> {
    answer(browser, "POST", &api::comment_undo(id), Body::empty()).await
}

async fn answer(
    browser: &TestServer,
    method: &str,
    path: &str,
    body: Body,
) -> Result<Comment, (u16, ApiError)> {
    let (status, _, bytes) = browser.raw(method, path, "application/json", body).await;
    match status {
        StatusCode::OK => Ok(serde_json::from_slice(&bytes).expect("a comment")),
        status => Err((status.as_u16(), serde_json::from_slice(&bytes).expect("a typed error"))),
    }
}

fn refused(reason: CommentError) -> (u16, ApiError) {
    (422, ApiError::CommentRefused { reason })
}

const NOT_THERE: (u16, ApiError) = (404, ApiError::NotFound);

#[tokio::test]
async fn a_slip_is_mended_within_five_minutes_and_shown_as_edited() {
    let server = TestServer::new().await;
    let (ada, ben) = (resident(&server, "ada").await, resident(&server, "ben").await);
    let thread = thread(&ada, "The light is out").await;
    let said = say(&ben, &thread, "It is on Corna street.").await;
    assert!(!said.edited);
    let same = change(&ben, &said.id, " It is on Corna street. ").await.expect("taken");
    assert!(!same.edited, "the same words are no change");
    server.app.clock.set(now() + EDIT_FOR);
    let changed = change(&ben, &said.id, "It is on Corona Street.").await.expect("taken");
    assert_eq!((changed.text.as_deref(), changed.edited), (Some("It is on Corona Street."), true));
    assert_eq!((changed.author.clone(), changed.at), (said.author, said.at), "number and time stay");
    assert_eq!(read(&server, &thread).await, std::slice::from_ref(&changed));
    assert_eq!(change(&ben, &said.id, " ").await, Err(refused(CommentError::Empty)));
    server.app.clock.set(now() + EDIT_FOR + TimeDelta::milliseconds(1));
    let late = CommentError::TooLateToEdit { minutes: 5 };
    assert_eq!(change(&ben, &said.id, "Something else.").await, Err(refused(late)));
    assert_eq!(read(&server, &thread).await, [changed]);
}

#[tokio::test]
async fn a_deleted_comment_is_gone_for_everybody_at_once_and_comes_back_within_a_minute() {
    let server = TestServer::new().await;
    let (ada, ben) = (resident(&server, "ada").await, resident(&server, "ben").await);
    let thread = thread(&ada, "The light is out").await;
    let said = say(&ben, &thread, "My number is 555-0100.").await;
    assert_eq!(undo(&ben, &said.id).await, Err(NOT_THERE), "it is there");
    let gone = delete(&ben, &said.id).await.expect("deleted");
    assert_eq!((gone.text.clone(), gone.author.clone()), (None, said.author.clone()));
    assert_eq!(read(&server, &thread).await, [gone]);
    assert_eq!(delete(&ben, &said.id).await, Err(NOT_THERE));
    assert_eq!(change(&ben, &said.id, "Else.").await, Err(NOT_THERE));
    server.app.clock.set(now() + UNDO_FOR);
    chores::once(&server.app).await.expect("done");
    assert_eq!(undo(&ben, &said.id).await.expect("back"), said);

    delete(&ben, &said.id).await.expect("deleted again");
    server.app.clock.set(now() + UNDO_FOR * 2 + TimeDelta::seconds(1));
    assert_eq!(undo(&ben, &said.id).await, Err(refused(CommentError::TooLateToUndo)));
    chores::once(&server.app).await.expect("done");
    let words: String =
        sqlx::query_scalar("select text from comment").fetch_one(&**server.store()).await.expect("the row");
    assert_eq!(words, "", "the words are gone from the database too");
    assert_eq!(
        say(&ada, &thread, "What was it?").await.author,
        Author::Neighbor { number: 1, wrote_the_post: true }
    );
}

#[tokio::test]
async fn somebody_elses_comment_is_as_little_there_as_none() {
    let server = TestServer::new().await;
    let (ada, ben) = (resident(&server, "ada").await, resident(&server, "ben").await);
    let thread = thread(&ada, "The light is out").await;
    let said = say(&ben, &thread, "I reported it.").await;
    for id in [said.id.as_str(), "nothing"] {
        assert_eq!(change(&ada, id, "I did not.").await, Err(NOT_THERE));
        assert_eq!(delete(&ada, id).await, Err(NOT_THERE));
        assert_eq!(undo(&ada, id).await, Err(NOT_THERE));
    }
    delete(&ben, &said.id).await.expect("deleted");
    assert_eq!(undo(&ada, &said.id).await, Err(NOT_THERE));
}

#[tokio::test]
async fn one_learns_which_number_one_has_in_a_thread_and_of_no_other() {
    let server = TestServer::new().await;
    Cedar::new(&server).await;
    let (ada, ben) = (resident(&server, "ada").await, resident(&server, "ben").await);
    let thread = thread(&ada, "The light is out").await;
    let said = say(&ben, &thread, "I reported it.").await.id;
    let mine = async |browser: &TestServer| browser.get::<Mine>(&api::my_comments(&thread)).await.1;
    let of_ben = mine(&ben).await;
    assert_eq!((of_ben.number, of_ben.post, of_ben.comments.len()), (Some(2), false, 1));
    assert_eq!((of_ben.comments[0].id.clone(), of_ben.comments[0].editable_until), (said, now() + EDIT_FOR));
    let of_ada = mine(&ada).await;
    assert_eq!((of_ada.number, of_ada.post, of_ada.comments.len()), (Some(1), true, 0));
    let ortega = server.signed_in(ORTEGA).await;
    let answered = say(&ortega, &thread, "Thank you for the report.").await.id;
    let of_ortega = mine(&ortega).await;
    assert_eq!((of_ortega.number, of_ortega.comments[0].id.clone()), (None, answered));
    assert_eq!(mine(&resident(&server, "cleo").await).await, Mine::default());
    let (status, _): (_, ApiError) = ben.get(&api::my_comments("nothing")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _): (_, ApiError) = ben.get(&api::comments("nothing")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
