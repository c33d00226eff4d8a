//! The commitment to an answer that is not revealed yet, and the verdict over revealed ones.

use codec::Encode;
use nes_core::{Answer, Hash, Salt, TaskId};
use sp_crypto_hashing::blake2_256;

/// The domain of the hash, and the version of its layout.
const DOMAIN: [u8; 12] = *b"nes/commit/1";

/// Returns the commitment that `node` puts on chain before it reveals `answer`:
/// `blake2_256(SCALE(("nes/commit/1", genesis, task, node, answer, salt)))`.
///
/// Every part has a fixed length, the domain's 12 bytes included, so there is no length prefix. The
/// `genesis` hash ties the commitment to one chain, `task` and `node` to one seat; the `salt` hides
/// an answer that could be guessed.
pub fn commitment<AccountId: Encode>(
    genesis: &Hash,
    task: TaskId,
    node: &AccountId,
    answer: &Answer,
    salt: &Salt,
) -> Hash {
    (DOMAIN, genesis, task, node, answer, salt).using_encoded(blake2_256).into()
}

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
    use nes_core::Usage;

    use super::*;

    const GENESIS: Hash = Hash::repeat_byte(0x11);
    const TASK: TaskId = 0x0102_0304_0506_0708;
    const NODE: [u8; 32] = [0x22; 32];
    const ANSWER: Answer =
        Answer { result: Hash::repeat_byte(0x33), usage: Usage { input: 1_000, output: 250 } };
    const SALT: Salt = [0x44; 32];

    /// `hashlib.blake2b(m, digest_size=32)` in Python, where `m` is `b"nes/commit/1"`, 32 bytes
    /// 0x11, `(0x0102030405060708).to_bytes(8, "little")`, 32 bytes 0x22, 32 bytes 0x33,
    /// `(1000).to_bytes(8, "little")`, `(250).to_bytes(8, "little")` and 32 bytes 0x44.
    const VECTOR: [u8; 32] = [
        0xc1, 0x0d, 0xd8, 0xaf, 0xcc, 0xf0, 0xec, 0xb9, 0x28, 0x9f, 0xc9, 0x78, 0xea, 0x39, 0xb4,
        0x4c, 0x4b, 0x02, 0x39, 0xae, 0x10, 0xf2, 0xc3, 0xa8, 0xe4, 0xc6, 0x4f, 0xb4, 0x76, 0x48,
        0xf7, 0x0f,
    ];

    #[test]
    fn the_bytes_are_those_of_the_vector() {
        assert_eq!(commitment(&GENESIS, TASK, &NODE, &ANSWER, &SALT), Hash::from(VECTOR));
    }

    #[test]
    fn every_part_changes_the_commitment() {
        let other_usage = Answer { usage: Usage { input: 1_000, output: 251 }, ..ANSWER };
        let other_result = Answer { result: Hash::zero(), ..ANSWER };
        for changed in [
            commitment(&Hash::zero(), TASK, &NODE, &ANSWER, &SALT),
            commitment(&GENESIS, 1, &NODE, &ANSWER, &SALT),
            commitment(&GENESIS, TASK, &[0u8; 32], &ANSWER, &SALT),
            commitment(&GENESIS, TASK, &NODE, &other_usage, &SALT),
            commitment(&GENESIS, TASK, &NODE, &other_result, &SALT),
            commitment(&GENESIS, TASK, &NODE, &ANSWER, &[0; 32]),
        ] {
            assert_ne!(changed, Hash::from(VECTOR));
        }
    }

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
