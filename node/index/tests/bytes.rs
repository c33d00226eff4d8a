//! The bytes in the database are those of its version: a change here needs another `VERSION`.

use codec::Encode;
use nes_core::{
    Answer, Decision, Hash, MemberConduct, Outcome, Output, Receipt, ServiceFault, Shortage,
    Unservable, Usage,
};
use nes_runtime_api::ReferendumEnd;

use crate::common::{decided, receipt, turnout};

#[test]
fn a_receipt_is_kept_as_these_bytes() {
    let zero = 0u128.to_le_bytes();
    let (one, two, most) = (1u128.to_le_bytes(), 2u128.to_le_bytes(), u128::MAX.to_le_bytes());
    let output = [&[3; 32][..], &4u64.to_le_bytes(), &5u64.to_le_bytes()].concat();
    let member = |node: u8, paid: [u8; 16]| {
        let parts = [zero, zero, zero, paid].concat();
        [&[node; 32][..], &[1], &[0], &output, &[0], &paid, &parts].concat()
    };
    let bytes = [
        &0x0102_0304_0506_0708u64.to_le_bytes()[..],
        &[1; 32],
        &1u32.to_le_bytes(),
        &1u32.to_le_bytes(),
        &[4; 32],
        &7u32.to_le_bytes(),
        &[0],
        &output,
        &[2 << 2],
        &member(10, most),
        &member(11, one),
        &two,
        &3u128.to_le_bytes(),
        &one,
        &[1],
        &107u32.to_le_bytes(),
    ]
    .concat();
    assert_eq!(receipt(0x0102_0304_0506_0708).encode(), bytes);
    let undisputable = Receipt { disputable_until: None, ..receipt(0x0102_0304_0506_0708) };
    assert_eq!(undisputable.encode(), [&bytes[..bytes.len() - 5], &[0]].concat());
}

#[test]
fn a_decision_is_kept_as_these_bytes() {
    let amounts = [6, 1, 2, 0, 3].map(|amount: u128| amount.to_le_bytes()).concat();
    let bytes = [
        &0x0102_0304_0506_0708u64.to_le_bytes()[..],
        &9u64.to_le_bytes(),
        &[2],
        &[1 << 2],
        &[12; 32],
        &[0],
        &amounts,
        &6u128.to_le_bytes(),
        &8u128.to_le_bytes(),
    ]
    .concat();
    assert_eq!(decided(0x0102_0304_0506_0708, Decision::Undecided).encode(), bytes);
}

#[test]
fn decisions_are_kept_as_these_numbers() {
    let usage = Usage { input: 4, output: 5 };
    let answer = Answer::Output(Output { result: Hash::repeat_byte(3), usage });
    let bytes = [&[0][..], &[3; 32], &4u64.to_le_bytes(), &5u64.to_le_bytes()].concat();
    assert_eq!(Decision::Upheld { answer }.encode(), [&[0], &bytes[..]].concat());
    assert_eq!(Decision::Overturned { answer }.encode(), [&[1], &bytes[..]].concat());
    assert_eq!(Decision::Undecided.encode(), [2]);
}

#[test]
fn outcomes_and_conducts_are_kept_as_these_numbers() {
    assert_eq!(Outcome::Unservable { reason: Unservable::TooLarge }.encode(), [1, 1]);
    assert_eq!(Outcome::Inconclusive.encode(), [2]);
    assert_eq!(Outcome::NoNodes { shortage: Shortage::OffSale }.encode(), [3, 0]);
    assert_eq!(Outcome::NoNodes { shortage: Shortage::TooFewOffers }.encode(), [3, 1]);
    assert_eq!(Outcome::NoNodes { shortage: Shortage::TooFewEligible }.encode(), [3, 2]);
    assert_eq!(Outcome::Expired.encode(), [4]);
    assert_eq!(Outcome::Cancelled.encode(), [5]);
    assert_eq!(MemberConduct::Won.encode(), [0]);
    assert_eq!(MemberConduct::Attended.encode(), [1]);
    assert_eq!(MemberConduct::Failed(ServiceFault::WrongAnswer).encode(), [2, 0]);
    assert_eq!(MemberConduct::Failed(ServiceFault::NoReveal).encode(), [2, 1]);
    assert_eq!(MemberConduct::Failed(ServiceFault::NoCommit).encode(), [2, 2]);
    assert_eq!(MemberConduct::Overtaken.encode(), [3]);
    assert_eq!(MemberConduct::Blameless.encode(), [4]);
    let ambiguous = Unservable::Ambiguous(Hash::repeat_byte(1), Hash::repeat_byte(2));
    assert_eq!(ambiguous.encode(), [&[2][..], &[1; 32], &[2; 32]].concat());
    let rest = [Unservable::Invalid, Unservable::Unreadable].map(|reason| reason.encode());
    assert_eq!(rest, [[0], [3]]);
}

#[test]
fn a_turnout_is_kept_as_these_bytes() {
    let bytes = [
        &7u32.to_le_bytes()[..],
        &[1, 5, 0],
        &[0],
        &3u32.to_le_bytes(),
        &6u128.to_le_bytes(),
        &1u128.to_le_bytes(),
        &2u128.to_le_bytes(),
        &10u128.to_le_bytes(),
    ]
    .concat();
    assert_eq!(turnout(7, 3).encode(), bytes);
}

#[test]
fn ends_of_referenda_are_kept_as_these_numbers() {
    let ends = [
        ReferendumEnd::Approved,
        ReferendumEnd::Rejected,
        ReferendumEnd::Cancelled,
        ReferendumEnd::TimedOut,
        ReferendumEnd::Killed,
    ];
    assert_eq!(ends.map(|end| end.encode()), [[0], [1], [2], [3], [4]]);
}
