//! The verdict of a second committee: the decision, and what it means for each disputer. Nothing here
//! reads storage.

use nes_core::{Answer, Decision};

/// The success of a disputer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Success {
    /// The second committee confirmed it against the settled answer.
    Won,
    /// It did not open its answer, or the second committee contradicted it.
    Lost,
    /// Neither.
    Neither,
}

/// Returns the decision about the `settled` answer by the one on which a second committee has
/// `agreed`.
pub(crate) fn decision(settled: &Answer, agreed: Option<Answer>) -> Decision {
    match agreed {
        None => Decision::Undecided,
        Some(answer) if answer.contradicts(settled) => Decision::Overturned { answer },
        Some(answer) => Decision::Upheld { answer },
    }
}

/// Returns the success of a disputer that has `opened` this answer, or none, about the `settled`
/// one.
pub(crate) fn success(settled: &Answer, decision: &Decision, opened: Option<&Answer>) -> Success {
    let Some(opened) = opened else { return Success::Lost };
    match decision {
        Decision::Upheld { answer } | Decision::Overturned { answer }
            if opened.contradicts(answer) =>
        {
            Success::Lost
        }
        Decision::Overturned { .. } if opened.contradicts(settled) => Success::Won,
        _ => Success::Neither,
    }
}

#[cfg(test)]
mod tests {
    use nes_core::{Hash, Output, Unservable, Usage};

    use super::*;

    fn output(result: u8, units: u64) -> Answer {
        let usage = Usage { input: 1, output: units };
        Answer::Output(Output { result: Hash::repeat_byte(result), usage })
    }

    fn ambiguous(first: u8, second: u8) -> Answer {
        let [first, second] = [first, second].map(Hash::repeat_byte);
        Answer::Unservable(Unservable::Ambiguous(first, second))
    }

    const INVALID: Answer = Answer::Unservable(Unservable::Invalid);

    #[test]
    fn an_answer_is_overturned_by_one_that_contradicts_it() {
        let upheld = |answer| Decision::Upheld { answer };
        let overturned = |answer| Decision::Overturned { answer };
        let one = output(1, 5);
        for (agreed, expected) in [
            (None, Decision::Undecided),
            (Some(one), upheld(one)),
            (Some(ambiguous(1, 2)), upheld(ambiguous(1, 2))),
            (Some(ambiguous(2, 3)), overturned(ambiguous(2, 3))),
            (Some(output(2, 5)), overturned(output(2, 5))),
            (Some(output(1, 6)), overturned(output(1, 6))),
            (Some(INVALID), overturned(INVALID)),
        ] {
            assert_eq!(decision(&one, agreed), expected);
        }
    }

    #[test]
    fn a_disputer_wins_with_the_second_committee_and_against_the_settled_answer() {
        use Success::{Lost, Neither, Won};
        let (settled, right) = (output(1, 5), output(2, 5));
        for (agreed, opened, expected) in [
            // Overturned.
            (Some(right), Some(right), Won),
            (Some(right), Some(ambiguous(2, 3)), Won),
            (Some(right), Some(ambiguous(1, 2)), Neither),
            (Some(right), Some(settled), Lost),
            (Some(right), Some(output(3, 5)), Lost),
            (Some(right), Some(output(2, 6)), Lost),
            (Some(right), Some(INVALID), Lost),
            (Some(right), None, Lost),
            // Upheld.
            (Some(settled), Some(right), Lost),
            (Some(settled), Some(settled), Neither),
            (Some(settled), Some(ambiguous(1, 2)), Neither),
            (Some(settled), None, Lost),
            // Upheld by an answer that also allows another one.
            (Some(ambiguous(1, 2)), Some(right), Neither),
            (Some(ambiguous(1, 2)), Some(output(3, 5)), Lost),
            // Undecided.
            (None, Some(right), Neither),
            (None, None, Lost),
        ] {
            let decision = decision(&settled, agreed);
            let success = success(&settled, &decision, opened.as_ref());
            assert_eq!(success, expected, "{agreed:?}, {opened:?}");
        }
    }
}
