//! Inputs that some nodes cannot read, or that nobody can serve.

use codec::Encode;
use frame_support::assert_ok;
use nes_core::{Balance, MemberConduct, Outcome, ServiceFault, Unservable};
use nes_runtime::{genesis::DEVELOPMENT, Runtime};
use nes_runtime_api::{
    runtime_decl_for_inference_api::InferenceApiV1, InputInfo, InputLocation, InputSpec,
};
use pallet_market::Offers;
use sp_io::hashing::blake2_256;
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Dave};
use sp_runtime::Perbill;

use super::{conduct_of, ended, now, record, wealth, BASE_AND_INPUT, FEE};
use crate::common::{
    call, on_chain, run, signed,
    task::{
        answer, commit, open_market, receipt, remote_spec, request, request_call, request_spec,
        reveal, unservable, INPUT, NODES, PAYER, SERVICE,
    },
    without_emission,
};

/// The reply of Dave's node in a task whose input the payer gives to the two others only.
#[derive(Clone, Copy)]
enum Reply {
    Unreadable,
    Nothing,
    /// Nothing, while the others see to it that the whole window passes.
    NothingInTheWholeWindow,
}

/// Regression: a payer gave the input to his own two nodes, and the third one failed.
#[test]
fn that_a_payer_gives_to_two_of_three_cost_the_third_nothing() {
    for (reply, conduct) in [
        (Reply::Unreadable, MemberConduct::Blameless),
        (Reply::Nothing, MemberConduct::Overtaken),
        (Reply::NothingInTheWholeWindow, MemberConduct::Failed(ServiceFault::NoCommit)),
    ] {
        on_chain(DEVELOPMENT, || {
            open_market();
            Offers::<Runtime>::mutate(SERVICE, Dave.to_account_id(), |offer| {
                offer.as_mut().unwrap().standing = Perbill::one();
            });
            let before = (record(Dave), wealth(Dave));
            assert_ok!(call(PAYER, request_call(remote_spec())));
            run(2);
            commit(0, Bob, answer(9));
            match reply {
                Reply::Unreadable => commit(0, Dave, unservable(Unservable::Unreadable)),
                Reply::Nothing => {}
                Reply::NothingInTheWholeWindow => run(21),
            }
            commit(0, Charlie, answer(9));
            run(4);
            if let Reply::Unreadable = reply {
                reveal(0, Dave, unservable(Unservable::Unreadable));
            }
            [Bob, Charlie].iter().for_each(|node| reveal(0, *node, answer(9)));
            let receipt = ended();
            assert!(matches!(receipt.outcome, Outcome::Agreed { .. }));
            assert_eq!(conduct_of(Dave, &receipt), conduct);
            assert_eq!((record(Dave), wealth(Dave)), before);
        });
    }
}

/// Regression: a request that nobody could serve was free but for its transaction fee.
#[test]
fn that_nobody_can_serve_cost_their_payer_the_attendance() {
    without_emission(DEVELOPMENT, || {
        open_market();
        let before = wealth(PAYER);
        request();
        run(2);
        let too_large = unservable(Unservable::TooLarge);
        NODES.iter().for_each(|node| commit(0, *node, too_large));
        NODES.iter().for_each(|node| reveal(0, *node, too_large));
        let receipt = receipt().unwrap();
        assert_eq!(receipt.paid, 3 * BASE_AND_INPUT);
        assert_eq!(wealth(PAYER), before - 3 * BASE_AND_INPUT - receipt.work_fee);
    });
}

/// Nodes that answer without a look at the input say what every lazy node says.
#[test]
fn that_lazy_nodes_refuse_earn_them_a_tenth_of_base_and_input_at_most() {
    // How many of the three are lazy, and what that earns each.
    for (lazy, earned) in [(3, BASE_AND_INPUT / 10), (2, BASE_AND_INPUT / 10), (1, 0)] {
        without_emission(DEVELOPMENT, || {
            open_market();
            let before = NODES.map(wealth);
            request();
            run(2);
            let answers = (0..).map(|seat| match seat < lazy {
                true => unservable(Unservable::Invalid),
                false => answer(9),
            });
            let all: Vec<_> = NODES.into_iter().zip(answers).collect();
            all.iter().for_each(|(node, answer)| commit(0, *node, *answer));
            all.iter().rev().for_each(|(node, answer)| reveal(0, *node, *answer));
            assert!(receipt().is_some());
            let gains: Vec<Balance> =
                NODES.iter().zip(before).map(|(node, before)| wealth(*node) - before).collect();
            assert!(gains[..lazy].iter().all(|gain| *gain == earned), "{gains:?}");
            assert!(8 * earned <= FEE, "work earns eight times as much");
        });
    }
}

/// Regression: a payer served the input to some members, or another one to others.
#[test]
fn that_are_in_line_are_the_same_for_every_member_and_anybody_else() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let extrinsic = signed(PAYER, request_call(request_spec()), 0);
        let (block, body) = (now(), extrinsic.encode());
        assert_ok!(nes_runtime::Executive::apply_extrinsic(extrinsic).unwrap());
        run(2);
        let input = Runtime::task(0).unwrap().input;
        for node in NODES {
            assert_eq!(Runtime::assignment(0, node.to_account_id()).unwrap().input, input);
        }
        let InputInfo { hash, location } = input;
        let InputLocation::Inline { block: of, extrinsic: 0, offset, length } = location else {
            panic!("it is in the block's first extrinsic")
        };
        let start = usize::try_from(offset).unwrap();
        let bytes = &body[start..start + usize::try_from(length).unwrap()];
        assert_eq!((of, bytes, hash), (block, INPUT, blake2_256(INPUT).into()));
    });
}

#[test]
fn that_are_in_line_are_unreadable_to_nobody() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(2);
        let unreadable = unservable(Unservable::Unreadable);
        NODES.iter().for_each(|node| commit(0, *node, unreadable));
        let reveal = crate::common::task::reveal_call(0, Bob, unreadable);
        let refused = call(Bob, reveal).unwrap_err().error;
        assert_eq!(refused, pallet_inference::Error::<Runtime>::InputIsInline.into());
    });
}

#[test]
fn that_are_in_line_need_units_for_all_their_bytes() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let request = |bytes: usize| {
            let input = InputSpec::Inline(vec![b'x'; bytes]);
            let spec = nes_runtime_api::RequestSpec { input, ..request_spec() };
            call(PAYER, request_call(spec)).map_err(|refused| refused.error)
        };
        // A hundred units of four bytes.
        assert_ok!(request(400));
        let too_few = pallet_inference::Error::<Runtime>::UsageBelowInput.into();
        assert_eq!(request(401).unwrap_err(), too_few);
    });
}
