//! Attacks on the market that once paid.

use frame_support::{assert_noop, assert_ok};
use nes_core::{Hash, Outcome, ServiceId, TaskId};
use nes_runtime::{genesis::DEVELOPMENT, Runtime, RuntimeEvent};
use nes_runtime_api::{
    runtime_decl_for_inference_api::InferenceApiV1, RequestRefusal, RequestSpec,
};
use pallet_inference::Event;
use pallet_market::{Call, Offers, CHANGE_DELAY, NEWCOMER};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Dave};
use sp_runtime::{Perbill, Saturating};

use crate::common::{
    call, events, on_chain, run,
    task::{
        answer, commit, offer_call_of, open_market, outcome, request, request_call, request_spec,
        reveal, service_spec, NODES, PAYER, PRICE, SERVICE, TARIFF, USAGE,
    },
};

/// The committee of `task` gives one answer, which settles it.
fn answer_all(task: TaskId) {
    NODES.iter().for_each(|node| commit(task, *node, answer(9)));
    NODES.iter().for_each(|node| reveal(task, *node, answer(9)));
}

fn standing(service: ServiceId) -> Perbill {
    Offers::<Runtime>::get(service, Bob.to_account_id()).unwrap().standing
}

/// Regression: a request that was quoted at 0.031 NES was charged 5.016, because its nodes had raised
/// their tariff to its maximum before the draw.
#[test]
fn who_raises_the_price_between_a_request_and_its_draw_is_paid_the_old_one() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let maximum = 100 * PRICE;
        let generous = RequestSpec { max_price: maximum, ..request_spec() };
        assert_ok!(call(PAYER, request_call(generous)));
        for node in NODES {
            assert_ok!(call(node, offer_call_of(SERVICE, node, maximum, 1)));
        }
        run(2);
        answer_all(0);
        let fees = 3 * TARIFF.price(USAGE).unwrap();
        let Some((Outcome::Agreed { .. }, paid, _)) = outcome() else { panic!("not agreed") };
        assert_eq!(paid, fees);
    });
}

/// Regression: an update bound the nodes in the block that made it, also for tasks that were
/// requested before; who did not have the new content yet failed them.
#[test]
fn an_update_changes_nothing_for_nodes_that_have_not_moved_to_it() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        let uri = b"https://example.com/other".to_vec().try_into().unwrap();
        let (content_hash, royalty) = (Hash::repeat_byte(7), Perbill::from_percent(10));
        assert_ok!(call(Alice, Call::update { service: SERVICE, uri, content_hash, royalty }));
        // Tasks of the version that the nodes serve are still taken, others not yet.
        let dry_run = |version| {
            let spec = RequestSpec { version, ..request_spec() };
            Runtime::dry_run_request(PAYER.to_account_id(), spec)
        };
        assert!(dry_run(0).is_ok());
        assert_eq!(dry_run(1), Err(RequestRefusal::TooFewOffers));

        run(2);
        answer_all(0);
        let settled = events().into_iter().find_map(|event| match event {
            RuntimeEvent::Inference(Event::Settled { version, members, .. }) => {
                Some((version, members))
            }
            _ => None,
        });
        let (version, members) = settled.unwrap();
        // The royalty is that of the version that was asked.
        let parts = &members[0].parts;
        assert_eq!((version, parts.royalty), (0, members[0].paid / 20));
    });
}

/// Regression: a reputation that weighed tenfold in the draws of all services was bought by tasks
/// that an operator paid to itself, in a service of its own that burned next to nothing.
#[test]
fn tasks_that_are_paid_to_oneself_earn_no_standing_elsewhere_and_little_at_home() {
    const TASKS: u32 = 10;
    on_chain(DEVELOPMENT, || {
        open_market();
        assert_ok!(call(Alice, Call::publish { spec: service_spec() }));
        for node in NODES {
            assert_ok!(call(node, offer_call_of(1, node, PRICE, 1)));
        }
        run(CHANGE_DELAY);
        for task in 0..TASKS {
            assert_ok!(call(PAYER, request_call(RequestSpec { service: 1, ..request_spec() })));
            // An epoch's first block draws nothing.
            run(3);
            answer_all(task.into());
            run(1);
        }
        assert_eq!(standing(SERVICE), NEWCOMER);
        // What is missing shrinks by a fiftieth in each of the epochs, five here, that have a task.
        let missing = (0..5).fold(Perbill::from_percent(70), |missing, _| {
            missing.saturating_mul(Perbill::from_percent(98))
        });
        let reached = Perbill::one().saturating_sub(missing).deconstruct();
        assert!(standing(1).deconstruct().abs_diff(reached) <= 10, "{:?}", standing(1));
    });
}

/// The operator knows the task by then, and perhaps a part of the draw's seed.
#[test]
fn nobody_leaves_between_a_request_and_its_draw() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        let node = Dave.to_account_id();
        let withdraw = || Call::withdraw_offer { node: node.clone(), service: SERVICE };
        let not_paused = pallet_market::Error::<Runtime>::OfferNotPaused;
        assert_noop!(call(Dave, withdraw()), not_paused);
        assert_ok!(call(Dave, offer_call_of(SERVICE, Dave, PRICE, 0)));
        run(2);
        answer_all(0);
        assert!(matches!(outcome(), Some((Outcome::Agreed { .. }, ..))));
        run(1);
        assert_ok!(call(Dave, withdraw()));
    });
}
