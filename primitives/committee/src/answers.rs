//! The commitment to an answer that is not revealed yet, and the verdict over revealed ones.

use codec::Encode;
use nes_core::{Answer, Hash, Salt, TaskId};
use sp_crypto_hashing::blake2_256;

/// The domain of the hash, and the version of its layout.
const DOMAIN: [u8; 12] = *b"nes/commit/2";

/// The seat that a commitment is made for, in the order of its bytes.
#[derive(Encode, Clone, PartialEq, Eq, Debug)]
pub struct Seat<AccountId> {
    /// The genesis hash of the chain.
    pub genesis: Hash,
    /// The task.
    pub task: TaskId,
    /// The blake2-256 hash of the task's input.
    pub input: Hash,
    /// The version of the service that answers.
    pub version: u32,
    /// The node.
    pub node: AccountId,
}

/// Returns the commitment that a node puts on chain before it reveals `answer`:
/// `blake2_256(SCALE(("nes/commit/2", genesis, task, input, version, node, answer, salt)))`.
///
/// There is no length prefix: every part has a fixed length, the domain's 12 bytes included, but for
/// the answer, whose first bytes give its own. The `seat` ties the commitment to one chain, task,
/// input, version and node; the `salt` hides an answer that could be guessed.
pub fn commitment<AccountId: Encode>(seat: &Seat<AccountId>, answer: &Answer, salt: &Salt) -> Hash {
    (DOMAIN, seat, answer, salt).using_encoded(blake2_256).into()
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
    use nes_core::{Output, Unservable, Usage};

    use super::*;

    const SEAT: Seat<[u8; 32]> = Seat {
        genesis: Hash::repeat_byte(0x11),
        task: 0x0102_0304_0506_0708,
        input: Hash::repeat_byte(0x55),
        version: 6,
        node: [0x22; 32],
    };
    const OUTPUT: Output =
        Output { result: Hash::repeat_byte(0x33), usage: Usage { input: 1_000, output: 250 } };
    const ANSWER: Answer = Answer::Output(OUTPUT);
    const AMBIGUOUS: Answer =
        Answer::Unservable(Unservable::Ambiguous(Hash::repeat_byte(0x33), Hash::repeat_byte(0x66)));
    const SALT: Salt = [0x44; 32];

    /// `hashlib.blake2b(m, digest_size=32)` in Python, where `m` is `b"nes/commit/2"`, 32 bytes
    /// 0x11, `(0x0102030405060708).to_bytes(8, "little")`, 32 bytes 0x55,
    /// `(6).to_bytes(4, "little")`, 32 bytes 0x22, a byte 0, 32 bytes 0x33,
    /// `(1000).to_bytes(8, "little")`, `(250).to_bytes(8, "little")` and 32 bytes 0x44.
    const VECTOR: [u8; 32] = [
        0x91, 0xb8, 0xac, 0x65, 0x62, 0xd8, 0x0a, 0xc7, 0x1a, 0x50, 0xfd, 0x3c, 0x98, 0xc9, 0x90,
        0xb9, 0xa7, 0x21, 0x2c, 0x9d, 0xc0, 0x4f, 0x80, 0xc3, 0x0b, 0xc2, 0x6d, 0x33, 0xca, 0x18,
        0x45, 0xb2,
    ];

    /// The same, but for the answer: a byte 1, a byte 2, 32 bytes 0x33 and 32 bytes 0x66.
    const AMBIGUOUS_VECTOR: [u8; 32] = [
        0xf3, 0xf3, 0x8d, 0xed, 0xb0, 0xc5, 0xc6, 0xb6, 0x1d, 0x4e, 0x38, 0xf4, 0x96, 0xb0, 0xa9,
        0x72, 0xe8, 0x16, 0x18, 0xdf, 0xe1, 0x04, 0x99, 0xe7, 0xbf, 0x76, 0x31, 0x36, 0xe1, 0xc1,
        0x04, 0x3f,
    ];

    #[test]
    fn the_bytes_are_those_of_the_vectors() {
        assert_eq!(commitment(&SEAT, &ANSWER, &SALT), Hash::from(VECTOR));
        assert_eq!(commitment(&SEAT, &AMBIGUOUS, &SALT), Hash::from(AMBIGUOUS_VECTOR));
    }

    #[test]
    fn every_part_changes_the_commitment() {
        let usage = Usage { input: 1_000, output: 251 };
        let other_usage = Answer::Output(Output { usage, ..OUTPUT });
        let other_result = Answer::Output(Output { result: Hash::zero(), ..OUTPUT });
        for changed in [
            commitment(&Seat { genesis: Hash::zero(), ..SEAT }, &ANSWER, &SALT),
            commitment(&Seat { task: 1, ..SEAT }, &ANSWER, &SALT),
            commitment(&Seat { input: Hash::zero(), ..SEAT }, &ANSWER, &SALT),
            commitment(&Seat { version: 7, ..SEAT }, &ANSWER, &SALT),
            commitment(&Seat { node: [0; 32], ..SEAT }, &ANSWER, &SALT),
            commitment(&SEAT, &other_usage, &SALT),
            commitment(&SEAT, &other_result, &SALT),
            commitment(&SEAT, &ANSWER, &[0; 32]),
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
        let answer = |output| {
            let usage = Usage { input: 1, output };
            Answer::Output(Output { result: Hash::repeat_byte(1), usage })
        };
        let (short, long) = (answer(2), answer(3));
        assert_eq!(agreed([short, long].iter(), 2), None);
        assert_eq!(agreed([short, long, short].iter(), 2), Some(&short));
    }
}
