//! What moderators decided about what the reader wrote and flagged, and which of it was read. That, too, only this
//! browser knows: it keeps names of decisions, nothing of what they say.

use neighbors_domain::moderation::{Mine, MyFlag, Notice, NoticeState, Outcome};

use super::{item, set_item};

/// The decisions that were read, one a line.
pub(super) const READ: &str = "neighbors-decided";

/// The reader has all of these before them. What is no longer told is forgotten here too.
pub fn read(mine: &Mine) {
    let names: Vec<String> =
        mine.notices.iter().map(notice_name).chain(mine.flags.iter().filter_map(flag_name)).collect();
    set_item(READ, &names.join("\n"));
}

/// What was not read yet: on a new device everything, since an appeal has its time.
pub(super) fn unread(mine: Mine) -> Mine {
    without(mine, &item(READ).unwrap_or_default())
}

fn without(mut mine: Mine, read: &str) -> Mine {
    let new = |name: &str| !read.lines().any(|line| line == name);
    mine.notices.retain(|notice| new(&notice_name(notice)));
    mine.flags.retain(|flag| flag_name(flag).is_some_and(|name| new(&name)));
    mine
}

/// Another one with each answer; one's own appeal is no news.
fn notice_name(notice: &Notice) -> String {
    let state = match notice.state {
        NoticeState::Hidden { .. } | NoticeState::Appealed => "hidden",
        NoticeState::Upheld { .. } => "upheld",
        NoticeState::Restored { .. } => "restored",
    };
    [&*notice.id, " ", state].concat()
}

/// `None` while nobody has decided.
fn flag_name(flag: &MyFlag) -> Option<String> {
    let outcome = match flag.outcome {
        Outcome::Waiting => return None,
        Outcome::Hidden { .. } => "hidden",
        Outcome::Kept => "kept",
        Outcome::Restored => "restored",
        Outcome::RemovedByAuthor => "removed",
    };
    Some([&*flag.place.item, " ", outcome].concat())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use neighbors_domain::moderation::{ItemKind, Reason, Where, Why};

    use super::*;

    const AT: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn place(item: &str) -> Where {
        Where { item: item.into(), kind: ItemKind::Comment, thread: "t".into(), on_request: false }
    }

    fn mine(state: NoticeState, outcome: Outcome) -> Mine {
        let notice = Notice {
            id: "n-1".into(),
            place: place("c-1"),
            words: "words".into(),
            at: AT,
            reason: Reason::Spam,
            moderator: 1,
            state,
        };
        let flag = MyFlag { place: place("c-2"), reason: Reason::Spam, at: AT, outcome };
        Mine { notices: vec![notice], flags: vec![flag], paused_until: None }
    }

    fn new(mine: &Mine, read: &Mine) -> (usize, usize) {
        let names = read.notices.iter().map(notice_name).chain(read.flags.iter().filter_map(flag_name));
        let new = without(mine.clone(), &names.collect::<Vec<_>>().join("\n"));
        (new.notices.len(), new.flags.len())
    }

    #[test]
    fn each_answer_is_news_once_and_ones_own_appeal_is_none() {
        let none = Mine::default();
        let hidden = mine(NoticeState::Hidden { appeal_until: AT }, Outcome::Waiting);
        assert_eq!(new(&hidden, &none), (1, 0), "a flag that waits is no news");
        assert_eq!(new(&hidden, &hidden), (0, 0));
        let appealed = mine(NoticeState::Appealed, Outcome::Hidden { reason: Reason::Spam });
        assert_eq!(new(&appealed, &hidden), (0, 1));
        let restored = mine(NoticeState::Restored { why: Why::Mistake, at: AT }, Outcome::Restored);
        assert_eq!(new(&restored, &appealed), (1, 1), "it was hidden, and is shown again");
        assert_eq!(new(&restored, &restored), (0, 0));
        let upheld = mine(NoticeState::Upheld { at: AT }, Outcome::Kept);
        assert_eq!(new(&upheld, &appealed), (1, 1));
    }
}
