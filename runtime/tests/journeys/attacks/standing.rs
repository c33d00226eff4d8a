//! Seats that dissent, again and again.

use nes_core::{MemberConduct, ServiceFault, Usage};
use nes_runtime::{genesis::DEVELOPMENT, Runtime};
use nes_runtime_api::RequestSpec;
use pallet_market::Offers;
use sp_keyring::Sr25519Keyring;
use sp_runtime::Perbill;

use super::{conduct_of, ended, members, open_market_with_own, record, requested, wealth, OWN};
use crate::common::{
    hurry,
    task::{answer, commit, request_spec, reveal, NODES, SERVICE},
    without_emission,
};

/// The cheapest task.
fn small() -> RequestSpec {
    let max_usage = Usage { input: 1, output: 1 };
    RequestSpec { max_usage, ..request_spec() }
}

/// An answer to it.
fn small_answer(result: u8) -> nes_core::Answer {
    let nes_core::Answer::Output(output) = answer(result) else { unreachable!("it is one") };
    let usage = Usage { input: 1, output: 0 };
    nes_core::Answer::Output(nes_core::Output { usage, ..output })
}

/// Regression: one colluding seat, in tasks that cost nearly nothing, brought the reputations of all
/// others to their lowest.
#[test]
fn of_others_is_not_moved_down_by_a_seat_that_dissents_forever() {
    without_emission(DEVELOPMENT, || {
        open_market_with_own();
        for node in NODES {
            Offers::<Runtime>::mutate(SERVICE, node.to_account_id(), |offer| {
                offer.as_mut().unwrap().standing = Perbill::from_percent(60);
            });
        }
        let is_own = |node: &Sr25519Keyring| OWN.contains(node);
        let mut majorities = 0;
        for _ in 0..80 {
            let before = NODES.map(record);
            let own = OWN.map(wealth);
            let task = requested(small());
            let members = members(task);
            // His nodes give one answer, which is wrong, and the honest ones the right one.
            let answer_of = |node| small_answer(if is_own(node) { 8 } else { 9 });
            members.iter().for_each(|node| commit(task, *node, answer_of(node)));
            // The one that dissents first, so that it is heard.
            members.iter().filter(|node| is_own(node)).for_each(|node| {
                reveal(task, *node, answer_of(node));
            });
            members.iter().filter(|node| !is_own(node)).for_each(|node| {
                reveal(task, *node, answer_of(node));
            });
            let receipt = ended();
            let is_majority = members.iter().filter(|node| is_own(node)).count() == 2;
            majorities += u32::from(is_majority);
            for node in &members {
                let agrees = is_own(node) == is_majority;
                let expected = match agrees {
                    true => MemberConduct::Won,
                    false => MemberConduct::Failed(ServiceFault::WrongAnswer),
                };
                assert_eq!(conduct_of(*node, &receipt), expected);
            }
            for (node, before) in NODES.into_iter().zip(before) {
                let after = record(node);
                assert!(after.standing >= before.standing, "{node:?}");
                assert_eq!((after.failed, after.stake), (0, before.stake), "{node:?}");
            }
            if !is_majority {
                assert_eq!(OWN.map(wealth), own, "a dissenter is not paid");
            }
            hurry(1);
        }
        assert!(majorities > 5, "{majorities}");
    });
}
