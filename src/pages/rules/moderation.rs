//! What limits flags, hiding, appeals and pauses, from the constants of `domain::moderation` and `domain::comment`.

use neighbors_domain::comment::{EDIT_FOR, UNDO_FOR};
use neighbors_domain::moderation::{
    APPEAL_CHARS, APPEAL_WITHIN, COUNTED_FOR, FLAGS_A_DAY, FLAGS_KEPT, HIDDEN_BEFORE_PAUSE, PAUSE,
};
use neighbors_domain::rules::PublicRule;

use crate::words::{self, plural, t};

pub fn rules() -> Vec<PublicRule> {
    let rule = |name, number, why| PublicRule { name, number, why };
    vec![
        rule(
            t!("Changing a comment"),
            t!("{n} minutes", n = EDIT_FOR.num_minutes().to_string()),
            t!("Enough for a slip. It is shown as edited; later, others have answered what it said."),
        ),
        rule(
            t!("Taking a deletion back"),
            plural!(UNDO_FOR.num_minutes(), "{n} minute", "{n} minutes"),
            t!("For everybody else the comment is gone at once. Then its words go for good."),
        ),
        rule(
            t!("Flags"),
            t!("{n} a day", n = FLAGS_A_DAY.to_string()),
            t!(
                "One for each person and item, with a reason from a list. Neither the author nor a moderator learns who flagged; you learn what came of it."
            ),
        ),
        rule(
            t!("Who decides"),
            t!("a moderator").to_owned(),
            t!(
                "A resident with a public number, who sees the number in the thread and never who is behind it. Nobody decides about their own words."
            ),
        ),
        rule(
            t!("Words of an officer"),
            t!("two moderators").to_owned(),
            t!(
                "What is written under a badge belongs to the public record of an agency: one alone cannot hide it."
            ),
        ),
        rule(
            t!("Appeal"),
            t!("one, within {n} days", n = APPEAL_WITHIN.num_days().to_string()),
            t!("Answered by another moderator. What is hidden keeps its number and says why."),
        ),
        rule(
            t!("Text of an appeal"),
            t!("{n} characters", n = words::number(APPEAL_CHARS)),
            t!("The most that fits."),
        ),
        rule(
            t!("Pause"),
            t!("{n} days", n = PAUSE.num_days().to_string()),
            t!(
                "Whoever has several things hidden within a month writes nothing for a while. The program counts each time it is asked; no list of it exists."
            ),
        ),
        rule(
            t!("What leads to a pause"),
            t!(
                "{n} hidden within {days} days",
                n = HIDDEN_BEFORE_PAUSE.to_string(),
                days = COUNTED_FOR.num_days().to_string()
            ),
            t!("What was shown again does not count."),
        ),
        rule(
            t!("Flags are kept"),
            t!("{n} days", n = FLAGS_KEPT.num_days().to_string()),
            t!("Then nobody can tell that you flagged anything."),
        ),
    ]
}
