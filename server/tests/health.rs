mod common;

use axum::body::Body;
use common::TestServer;

#[tokio::test]
async fn the_server_says_that_it_is_there() {
    let (status, _, body) = TestServer::new().await.raw("GET", "/healthz", "text/plain", Body::empty()).await;
    assert_eq!((status.as_u16(), body), (200, b"ok\n".to_vec()));
}
