//! The first test to read: one task on the market, from the offer to the earnings.
//!
//! An [`Env`] is a whole chain in memory. Users submit extrinsics, blocks go by, and events tell
//! what happened.

use frame_support::assert_ok;
use nes_core::{Outcome, Usage};
use nes_runtime::RuntimeEvent;
use pallet_inference::Event as InferenceEvent;
use pallet_market::{Call as MarketCall, Event as MarketEvent, CHANGE_DELAY};
use pallet_node_staking::{Call as StakingCall, Event as StakingEvent};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve};

use crate::common::{
    env::Env,
    task::{
        answer, commit_call, offer_call, output, register_call, request_call, request_spec,
        reveal_call, service_spec, NODES, SERVICE, TARIFF,
    },
};

#[test]
fn a_task_is_requested_answered_and_paid() {
    let mut env = Env::new();

    // Alice publishes a service. Three operators stake behind their nodes and offer it.
    assert_ok!(env.submit(Alice, MarketCall::publish { spec: service_spec() }));
    for node in NODES {
        assert_ok!(env.submit(node, register_call(node)));
        assert_ok!(env.submit(node, offer_call(node)));
    }
    let on_the_market = env.events::<MarketEvent<_>>();
    let publisher = Alice.to_account_id();
    assert_eq!(on_the_market[0], MarketEvent::ServicePublished { service: SERVICE, publisher });
    assert_eq!(on_the_market.len(), 1 + NODES.len());

    // Three blocks later they can be drawn.
    env.run(CHANGE_DELAY);
    let entered = env.events::<MarketEvent<_>>();
    assert!(matches!(entered[..], [MarketEvent::OfferEntered { .. }, _, _]));

    // Eve asks it about a few bytes, which her extrinsic carries, for at most 100 units of input and
    // 50 of output. The highest price of the whole committee leaves her account, and the highest fee
    // for what the chain is still to do.
    let before = env.balance(Eve);
    assert_ok!(env.submit(Eve, request_call(request_spec())));
    let [InferenceEvent::Requested { task, escrow, work_fee: prepaid, seats: 3, .. }] =
        env.events()[..]
    else {
        panic!("no task")
    };
    let most = TARIFF.price(Usage { input: 100, output: 50 }).unwrap();
    assert_eq!(escrow, 3 * most);

    // In the second block after that of the request the chain draws the committee; here everyone
    // who offers is drawn.
    env.run(3);
    let events = env.events();
    assert!(matches!(&events[..], [InferenceEvent::Drawn { members, .. }] if members.len() == 3));

    // Each member commits to its answer before it sees another one, and then reveals it. Both are
    // free of fee.
    for node in NODES {
        let commit = env.read(|| commit_call(task, node, answer(9)));
        assert_ok!(env.submit(node, commit));
    }
    for node in NODES {
        assert_ok!(env.submit(node, reveal_call(task, node, answer(9))));
    }

    // The last answer settles the task: each node is paid its own price of what was used, the chain
    // for the settlement, and Eve has the rest back.
    let Some(InferenceEvent::Settled { outcome, paid, work_fee, refund, .. }) = env.events().pop()
    else {
        panic!("not settled")
    };
    assert_eq!(outcome, Outcome::Agreed { output: output(9) });
    assert_eq!(paid, 3 * TARIFF.price(output(9).usage).unwrap());
    assert_eq!(paid + work_fee + refund, escrow + prepaid);
    let fee = before - env.balance(Eve) - paid;
    assert!(fee > 0 && fee < paid, "a transaction fee is less than the fees of the task: {fee}");

    // The fees wait for the nodes, less the shares of the protocol and of the publisher.
    assert_ok!(env.submit(Bob, StakingCall::claim { node: Bob.to_account_id() }));
    let [StakingEvent::Claimed { amount, .. }] = env.events()[..] else { panic!("no claim") };
    assert_eq!(amount, paid / 3 / 100 * 85);

    // The next block's events are read in the same way, of all pallets together.
    env.run(1);
    assert!(!env.events::<RuntimeEvent>().is_empty());
}
