//! `neighbors moderators`: the operator's command, in a house where two residents live.

mod common;

use common::keeper::Keeper;

#[tokio::test]
async fn the_operator_names_lists_and_ends_moderators() {
    let keeper = Keeper::with_residents("moderators").await;
    assert_eq!(keeper.does(&["add", "Ada@example.org"]), "Ada@example.org is moderator 1\n");
    let listed = keeper.does(&["list"]);
    assert!(
        listed.contains("1\tada@example.org\tsince ") && listed.contains("name at least two"),
        "{listed}"
    );
    let nobody = keeper.refuses(&["add", "nobody@example.org"]);
    assert!(nobody.contains("no account has this email address"), "{nobody}");
    assert_eq!(keeper.does(&["add", "ada@example.org"]), "ada@example.org is moderator 1\n");
    assert_eq!(keeper.does(&["add", "ben@example.org"]), "ben@example.org is moderator 2\n");
    let gone = keeper.does(&["remove", "ada@example.org"]);
    assert!(gone.contains("was moderator 1"), "{gone}");
    let twice = keeper.refuses(&["remove", "ada@example.org"]);
    assert!(twice.contains("this account is no moderator"), "{twice}");
    let listed = keeper.does(&["list"]);
    assert!(!listed.contains("ada@"), "{listed}");
}
