//! `neighbors reviewers`: the operator names them and keeps the record of their training.

mod common;

use common::keeper::Keeper;

#[tokio::test]
async fn the_operator_names_a_reviewer_records_the_training_and_ends_it() {
    let keeper = Keeper::with_residents("reviewers").await;
    let added = keeper.does(&["add", "Ada@example.org"]);
    assert!(added.starts_with("Ada@example.org is reviewer 1;"), "{added}");
    let unknown = ["record", "ada@example.org", "nonsense", "--on", "2026-01-05", "--assessor", "B"];
    let unknown = keeper.refuses(&unknown);
    assert!(unknown.contains("lawful-activity"), "{unknown}");
    let nobody = ["record", "ben@example.org", "rules", "--on", "2026-01-05", "--assessor", "B"];
    let nobody = keeper.refuses(&nobody);
    assert!(nobody.contains("this account is no reviewer"), "{nobody}");
    let modules = ["rules", "lawful-activity", "descriptions", "victims", "area-and-window", "supervised"];
    for (n, module) in modules.into_iter().enumerate() {
        let listed = keeper.does(&["list"]);
        assert!(listed.contains("lacks a module"), "{listed}");
        let on = format!("2026-0{}-05", n + 1);
        let recorded =
            keeper.does(&["record", "ada@example.org", module, "--on", &on, "--assessor", "B. Brook"]);
        assert!(recorded.starts_with("reviewer 1 passed"), "{recorded}");
    }
    let listed = keeper.does(&["list"]);
    assert!(
        listed.contains("\ttrained\n") && listed.contains("2026-06-05\tsupervised\tB. Brook"),
        "{listed}"
    );
    let nowhere = keeper.refuses(&["keep-away", "ada@example.org", "no-such-agency"]);
    assert!(nowhere.contains("no agency with this address"), "{nowhere}");
    let gone = keeper.does(&["remove", "ada@example.org"]);
    assert!(gone.contains("was reviewer 1"), "{gone}");
    let twice = keeper.refuses(&["remove", "ada@example.org"]);
    assert!(twice.contains("this account is no reviewer"), "{twice}");
    // The number stays with what it decided, and with its training.
    let next = keeper.does(&["add", "ben@example.org"]);
    assert!(next.contains("is reviewer 2;"), "{next}");
}
