//! The verdict over revealed answers.

/// Returns the first of the `answers` that at least `quorum` of them equal, itself included; `None`
/// if there is none.
///
/// A quorum of more than half of the committee leaves room for one such answer only.
pub fn agreed<'a, A: PartialEq + 'a>(
    answers: impl Iterator<Item = &'a A> + Clone,
    quorum: u8,
) -> Option<&'a A> {
    let votes = |answer: &A| answers.clone().filter(|other| *other == answer).count();
    answers.clone().find(|answer| votes(answer) >= usize::from(quorum))
}

#[cfg(test)]
mod tests {
    use nes_core::{Answer, Hash, Usage};

    use super::*;

    #[test]
    fn an_answer_is_agreed_when_a_quorum_gave_it() {
        let table: [(&[u8], u8, Option<u8>); 12] = [
            (&[], 1, None),
            (&[1], 1, Some(1)),
            (&[1, 2], 2, None),
            (&[1, 1], 2, Some(1)),
            (&[1, 2, 1], 2, Some(1)),
            (&[2, 1, 1], 2, Some(1)),
            (&[1, 2, 3], 2, None),
            (&[1, 1, 2], 3, None),
            (&[1, 1, 1], 3, Some(1)),
            (&[3, 3, 1, 2, 3], 3, Some(3)),
            (&[1, 2, 1, 2, 1, 2, 1, 2, 1], 5, Some(1)),
            (&[1, 2, 1, 2, 1, 2, 1, 2, 3], 5, None),
        ];
        for (answers, quorum, expected) in table {
            assert_eq!(agreed(answers.iter(), quorum).copied(), expected, "{answers:?}, {quorum}");
        }
    }

    #[test]
    fn members_who_revealed_nothing_do_not_count() {
        let answers = [Some(1), None, Some(1), None, None];
        assert_eq!(agreed(answers.iter().flatten(), 2), Some(&1));
        assert_eq!(agreed(answers.iter().flatten(), 3), None);
    }

    #[test]
    fn answers_that_differ_in_usage_only_do_not_agree() {
        let short = Answer { result: Hash::repeat_byte(1), usage: Usage { input: 1, output: 2 } };
        let long = Answer { usage: Usage { input: 1, output: 3 }, ..short };
        assert_eq!(agreed([short, long].iter(), 2), None);
        assert_eq!(agreed([short, long, short].iter(), 2), Some(&short));
    }
}
