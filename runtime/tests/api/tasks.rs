//! The runtime APIs of the market and of tasks.

use frame_support::assert_ok;
use nes_core::{
    AccountId, Balance, MemberConduct, MemberReceipt, Outcome, Receipt, ServiceId, Shape, TaskId,
    Usage, Verification,
};
use nes_runtime::{constants::currency::UNIT, genesis::DEVELOPMENT, Rewards, Runtime, System};
use nes_runtime_api::{
    runtime_decl_for_inference_api::InferenceApiV1, runtime_decl_for_market_api::MarketApiV1, Duty,
    Page, RequestPreview, RequestRefusal, RequestSpec, ServiceStatus, TaskPhase,
};
use pallet_inference::{Call as InferenceCall, Tasks};
use pallet_market::{Call as MarketCall, ServiceSpec, CHANGE_DELAY, NEWCOMER};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Ferdie};
use sp_runtime::{Perbill, StateVersion};

use crate::common::{
    call, on_chain, run,
    task::{
        answer, commit, offer_call_of, open_market, request, request_call, request_spec, reveal,
        service_spec, MAX_USAGE, NODES, PAYER, PRICE, SERVICE, SHAPE, TARIFF, USAGE,
    },
};

const TASK: TaskId = 0;

fn payer() -> AccountId {
    PAYER.to_account_id()
}

fn bob() -> AccountId {
    Bob.to_account_id()
}

/// All items that `page` gives, a few at a time.
fn all<Key: Clone, Item>(page: impl Fn(Option<Key>) -> Page<Item, Key>) -> Vec<(Key, Item)> {
    let (mut items, mut cursor) = (Vec::new(), None);
    loop {
        let next = page(cursor);
        items.extend(next.items);
        cursor = next.next_cursor;
        if cursor.is_none() {
            return items;
        }
    }
}

fn publish(spec: ServiceSpec) {
    assert_ok!(call(Alice, MarketCall::publish { spec }));
}

fn set_offer(node: Sr25519Keyring, service: ServiceId) {
    assert_ok!(call(node, offer_call_of(service, node, PRICE, 1)));
}

/// Returns the duties of the committee's members, in the order of [`NODES`].
fn duties() -> [Option<Duty>; 3] {
    NODES.map(|node| {
        let assignment = Runtime::assignment(TASK, node.to_account_id());
        let page = Runtime::assigned(node.to_account_id(), None, 10);
        assert_eq!(page.items.first().map(|(_, item)| item), assignment.as_ref());
        assignment.map(|assignment| assignment.duty)
    })
}

#[test]
fn services_come_page_by_page_until_they_are_gone() {
    on_chain(DEVELOPMENT, || {
        open_market();
        publish(service_spec());
        publish(ServiceSpec { verification: Verification::Metered, ..service_spec() });
        let services = all(|cursor| Runtime::services(cursor, 2));
        assert_eq!(services.len(), 3);
        for (id, info) in services {
            assert_eq!(Runtime::service(id), Some(info));
        }

        let info = Runtime::service(SERVICE).unwrap();
        assert_eq!((info.publisher, info.name), (Alice.to_account_id(), b"sentiment".to_vec()));
        assert_eq!((info.offers, info.open_tasks, info.shape), (3, 0, SHAPE));
        let [version] = &info.versions[..] else { panic!("one version") };
        assert_eq!((version.version, version.offers, version.indexed), (0, 3, 3));
        assert_eq!(version.stake, 30_000 * UNIT);
        assert_eq!((info.version, info.deposit), (0, 10 * UNIT));
        [SERVICE, 1].iter().for_each(|service| {
            assert_ok!(call(Alice, MarketCall::retire { service: *service }));
        });
        let status = Runtime::service(SERVICE).unwrap().status;
        assert_eq!((status, Runtime::service(1)), (ServiceStatus::Retired, None));
        assert_eq!(all(|cursor| Runtime::services(cursor, 1)).len(), 2);
    });
}

#[test]
fn offers_come_page_by_page_with_what_a_draw_looks_at() {
    on_chain(DEVELOPMENT, || {
        open_market();
        publish(service_spec());
        let page = |cursor| Runtime::offers(SERVICE, cursor, 2).unwrap();
        let mut nodes: Vec<_> = all(page).into_iter().map(|(node, _)| node).collect();
        nodes.sort();
        let mut expected = NODES.map(|node| node.to_account_id());
        expected.sort();
        assert_eq!(nodes, expected);
        assert_eq!(all(|cursor| Runtime::offers(1, cursor, 2).unwrap()), []);
        assert_eq!(Runtime::offers(2, None, 2), None);

        let bobs = || all(page).into_iter().find(|(node, _)| *node == bob()).unwrap().1;
        let free = bobs();
        assert_eq!((free.price, free.slots, free.busy, free.drawable), (PRICE, 1, 0, true));
        assert_eq!((free.stake, free.standing), (10_000 * UNIT, NEWCOMER));
        assert_eq!(
            (free.version, free.max_usage, free.rise, free.change),
            (0, MAX_USAGE, None, None)
        );
        request();
        run(2);
        let busy = bobs();
        assert_eq!((busy.busy, busy.drawable), (1, false));
        assert_eq!(Runtime::service(SERVICE).unwrap().open_tasks, 1);
    });
}

#[test]
fn a_payers_open_tasks_come_page_by_page_and_nobody_elses() {
    on_chain(DEVELOPMENT, || {
        open_market();
        for _ in 0..3 {
            request();
            assert_ok!(call(Ferdie, request_call(request_spec())));
        }
        assert_ok!(call(PAYER, InferenceCall::cancel { task: 2 }));
        let tasks = all(|cursor| Runtime::tasks_by_payer(payer(), cursor, 1));
        let mut ids: Vec<_> = tasks.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        assert_eq!(ids, [0, 4]);
        for (id, info) in tasks {
            assert_eq!((info.payer.clone(), info.phase), (payer(), TaskPhase::Queued));
            assert_eq!(Runtime::task(id), Some(info));
        }
        assert_eq!(all(|cursor| Runtime::tasks_by_payer(bob(), cursor, 1)), []);
        assert_eq!(Runtime::task(2), None);
    });
}

#[test]
fn a_task_shows_its_phase_and_what_its_members_have_sent() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        let info = || Runtime::task(TASK).unwrap();
        assert_eq!((info().phase, info().due, info().members), (TaskPhase::Queued, 6, vec![]));
        assert_eq!(info().escrow, 3 * TARIFF.price(MAX_USAGE).unwrap());
        run(2);
        commit(TASK, Bob, answer(9));
        let sent = |node: Sr25519Keyring| {
            let node = node.to_account_id();
            let member = info().members.into_iter().find(|member| member.node == node).unwrap();
            (member.committed, member.revealed)
        };
        assert_eq!((info().phase, info().due), (TaskPhase::Committing, 26));
        assert_eq!([sent(Bob), sent(Dave)], [(true, None), (false, None)]);
        [Charlie, Dave].iter().for_each(|node| commit(TASK, *node, answer(9)));
        reveal(TASK, Bob, answer(9));
        assert_eq!(info().phase, TaskPhase::Revealing);
        assert_eq!([sent(Bob), sent(Dave)], [(true, Some(answer(9))), (true, None)]);
    });
}

#[test]
fn a_member_has_a_duty_in_each_phase() {
    use Duty::{Commit, Reveal, Wait};

    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        assert_eq!(duties(), [None; 3]);
        run(2);
        assert_eq!(duties(), [Some(Commit); 3]);
        commit(TASK, Bob, answer(9));
        commit(TASK, Charlie, answer(9));
        assert_eq!(duties(), [Some(Wait), Some(Wait), Some(Commit)]);
        run(21);
        assert_eq!(duties(), [Some(Reveal), Some(Reveal), Some(Wait)]);
        reveal(TASK, Bob, answer(9));
        assert_eq!(duties(), [Some(Wait), Some(Reveal), Some(Wait)]);
        reveal(TASK, Charlie, answer(9));
        assert_eq!(duties(), [None; 3]);
        assert_eq!(Runtime::assignment(TASK, Alice.to_account_id()), None);
    });
}

#[test]
fn a_nodes_assignments_come_page_by_page() {
    on_chain(DEVELOPMENT, || {
        open_market();
        publish(ServiceSpec {
            verification: Verification::Redundant { committee: 1, quorum: 1 },
            ..service_spec()
        });
        set_offer(Bob, 1);
        run(CHANGE_DELAY);
        request();
        let single = RequestSpec { service: 1, ..request_spec() };
        assert_ok!(call(Ferdie, request_call(single)));
        run(2);
        let assigned = all(|cursor| Runtime::assigned(bob(), cursor, 1));
        let mut services: Vec<_> = assigned.iter().map(|(_, item)| item.service).collect();
        services.sort_unstable();
        assert_eq!(services, [SERVICE, 1]);
        assert!(assigned.iter().all(|(_, item)| item.input_uri == b"data:,good"));
        assert_eq!(all(|cursor| Runtime::assigned(Charlie.to_account_id(), cursor, 1)).len(), 1);
    });
}

#[test]
fn draws_and_receipts_are_told_in_their_own_blocks_only() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(1);
        assert!(Runtime::drawn(bob()).is_empty());
        run(1);
        assert_eq!(Runtime::drawn(bob()), [TASK]);
        assert!(Runtime::drawn(Alice.to_account_id()).is_empty());
        run(1);
        assert!(Runtime::drawn(bob()).is_empty());

        NODES.iter().for_each(|node| commit(TASK, *node, answer(9)));
        let order: Vec<_> =
            Runtime::task(TASK).unwrap().members.into_iter().map(|member| member.node).collect();
        assert!(Runtime::receipts().is_empty());
        NODES.iter().for_each(|node| reveal(TASK, *node, answer(9)));
        assert_eq!(Runtime::receipts(), [agreed(order)]);
        run(1);
        assert!(Runtime::receipts().is_empty());
    });
}

/// The receipt of a task to which these nodes all gave the answer 9.
fn agreed(nodes: Vec<AccountId>) -> Receipt<AccountId> {
    let fee = TARIFF.price(USAGE).unwrap();
    let parts = Rewards::split(fee, Perbill::from_percent(5));
    let member = |node| MemberReceipt {
        node,
        answer: Some(answer(9)),
        conduct: MemberConduct::Won,
        paid: fee,
        parts,
    };
    Receipt {
        task: TASK,
        payer: payer(),
        service: SERVICE,
        version: 0,
        outcome: Outcome::Agreed { answer: answer(9) },
        members: nodes.into_iter().map(member).collect(),
        paid: 3 * fee,
        refund: 3 * (TARIFF.price(MAX_USAGE).unwrap() - fee),
    }
}

#[test]
fn a_dry_run_tells_what_the_request_then_does_and_changes_nothing() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let root = || sp_io::storage::root(StateVersion::V1);
        let before = root();
        let events = System::event_count();
        let preview = Runtime::dry_run_request(payer(), request_spec()).unwrap();
        assert_eq!((root(), System::event_count()), (before, events));

        request();
        let task = Tasks::<Runtime>::get(TASK).unwrap();
        let done = RequestPreview {
            seats: task.seats,
            quorum: task.quorum,
            escrow: task.escrow,
            due: task.due,
        };
        assert_eq!(preview, done);
    });
}

/// Asserts that a dry run of what `change` makes of a good request is refused, and that the request
/// itself fails with the error of the same name.
fn assert_refused(refusal: RequestRefusal, change: impl FnOnce(&mut RequestSpec)) {
    let mut spec = request_spec();
    change(&mut spec);
    assert_eq!(Runtime::dry_run_request(payer(), spec.clone()), Err(refusal));
    let error: &'static str = call(PAYER, request_call(spec)).unwrap_err().error.into();
    assert_eq!(error, format!("{refusal:?}"));
}

/// Regression: every refusal was `Other`, because an error's zeros were taken for a part of it.
#[test]
fn a_refusal_has_the_name_of_the_requests_error() {
    use RequestRefusal::*;

    on_chain(DEVELOPMENT, || {
        open_market();
        publish(ServiceSpec { verification: Verification::Metered, ..service_spec() });
        publish(service_spec());
        set_offer(Bob, 2);
        assert_ok!(call(Alice, MarketCall::retire { service: 2 }));
        publish(service_spec());
        let shape = Shape { output: 1, ..Default::default() };
        publish(ServiceSpec { shape, ..service_spec() });
        NODES.iter().for_each(|node| set_offer(*node, 4));
        run(CHANGE_DELAY);

        assert_refused(UnknownService, |spec| spec.service = 5);
        assert_refused(ServiceNotOnSale, |spec| spec.service = 2);
        assert_refused(MeteredOnly, |spec| spec.service = 1);
        assert_refused(InvalidCommittee, |spec| spec.committee = Some(2));
        assert_refused(InvalidCommittee, |spec| spec.committee = Some(10));
        assert_refused(UsageMissing, |spec| spec.max_usage = Usage::default());
        assert_refused(UsageTooLarge, |spec| spec.max_usage.output = 1_000_000_001);
        assert_refused(UnknownVersion, |spec| spec.version = 1);
        assert_refused(MaximumBelowOffers, |spec| spec.max_price = PRICE / 2);
        assert_refused(TooFewOffers, |spec| spec.committee = Some(4));
        assert_refused(TooFewOffers, |spec| spec.service = 3);
        assert_refused(EscrowTooLarge, |spec| spec.max_price = Balance::MAX);
        // Only output costs anything.
        assert_refused(EscrowMissing, |spec| {
            (spec.service, spec.max_usage) = (4, Usage { input: 1, output: 0 });
        });
        assert_refused(InsufficientBalance, |spec| spec.max_price = 10_000_000 * UNIT);
    });
}

#[test]
fn an_address_that_no_request_can_carry_is_refused() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let long = RequestSpec { input_uri: vec![b'a'; 257], ..request_spec() };
        let refused = Runtime::dry_run_request(payer(), long);
        assert_eq!(refused, Err(RequestRefusal::UriTooLong));
        let longest = RequestSpec { input_uri: vec![b'a'; 256], ..request_spec() };
        assert!(Runtime::dry_run_request(payer(), longest).is_ok());
    });
}
