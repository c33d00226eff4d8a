//! The runtime APIs of the market and of tasks.

use frame_support::assert_ok;
use nes_core::{
    AccountId, Balance, Hash, MemberConduct, MemberReceipt, Outcome, Receipt, ServiceId, Shape,
    TaskId, Unservable, Usage, Verification,
};
use nes_runtime::{constants::currency::UNIT, genesis::DEVELOPMENT, Rewards, Runtime, System};
use nes_runtime_api::{
    runtime_decl_for_inference_api::InferenceApiV1, runtime_decl_for_market_api::MarketApiV1, Duty,
    InputInfo, InputLocation, InputSpec, Page, RequestPreview, RequestRefusal, RequestSpec,
    ServiceStatus, TaskPhase,
};
use nes_traits::InputPlace;
use pallet_inference::{Call as InferenceCall, Location, Tasks};
use pallet_market::{Call as MarketCall, ServiceSpec, CHANGE_DELAY, NEWCOMER};
use sp_io::hashing::blake2_256;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Ferdie};
use sp_runtime::{Perbill, StateVersion};

use crate::common::{
    call, on_chain, run,
    task::{
        answer, commit, commit_call, offer_call_of, open_market, output, purchase, remote_spec,
        request, request_call, request_spec, reveal, service_spec, unservable, INPUT, INPUT_BYTES,
        MAX_USAGE, NODES, PAYER, PRICE, RATE, SERVICE, SHAPE, TARIFF, USAGE, WINDOW,
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
        assert_eq!((info.input_bytes, info.rate), (INPUT_BYTES, RATE));
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
        // All of them were set in block 1.
        assert_eq!(free.entered, Some(4));
        request();
        run(2);
        let busy = bobs();
        assert_eq!((busy.busy, busy.drawable, busy.entered), (1, false, Some(4)));
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
        // The draws find the only slot of each node taken by the first task that they come to.
        run(2);
        let drawn = Runtime::drawn(bob())[0];
        let queued: Vec<_> = [0, 2, 4].into_iter().filter(|id| *id != drawn).collect();
        let cancelled = queued[0];
        assert_ok!(call(PAYER, InferenceCall::cancel { task: cancelled }));
        let open: Vec<_> = [0, 2, 4].into_iter().filter(|id| *id != cancelled).collect();
        let tasks = all(|cursor| Runtime::tasks_by_payer(payer(), cursor, 1));
        let mut ids: Vec<_> = tasks.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        assert_eq!(ids, open);
        for (id, info) in tasks {
            let phase = if id == drawn { TaskPhase::Committing } else { TaskPhase::Queued };
            assert_eq!((info.payer.clone(), info.phase), (payer(), phase));
            assert_eq!(Runtime::task(id), Some(info));
        }
        assert_eq!(all(|cursor| Runtime::tasks_by_payer(bob(), cursor, 1)), []);
        assert_eq!(Runtime::task(cancelled), None);
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
        let row = Tasks::<Runtime>::get(TASK).unwrap();
        let prepaid = purchase(TASK).work_fee.prepaid;
        assert!(prepaid > 0);
        assert_eq!(info().work_fee, prepaid);
        let hash = blake2_256(INPUT).into();
        let Location::Inline(InputPlace { offset, .. }) = row.input.location else {
            panic!("in-line")
        };
        let length = INPUT.len().try_into().unwrap();
        let location = InputLocation::Inline { block: 4, extrinsic: 0, offset, length };
        assert_eq!(info().input, InputInfo { hash, location });
        run(2);
        commit(TASK, Bob, answer(9));
        let sent = |node: Sr25519Keyring| {
            let node = node.to_account_id();
            let member = info().members.into_iter().find(|member| member.node == node).unwrap();
            (member.committed, member.revealed)
        };
        assert_eq!((info().phase, info().due), (TaskPhase::Committing, 6 + WINDOW));
        assert_eq!([sent(Bob), sent(Dave)], [(true, None), (false, None)]);
        // With the quorum, the third member has three blocks.
        commit(TASK, Charlie, answer(9));
        assert_eq!((info().phase, info().due), (TaskPhase::Committing, 9));
        commit(TASK, Dave, answer(9));
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
        run(4);
        assert_eq!(duties(), [Some(Reveal), Some(Reveal), Some(Wait)]);
        reveal(TASK, Bob, answer(9));
        assert_eq!(duties(), [Some(Wait), Some(Reveal), Some(Wait)]);
        run(1);
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
        for (id, item) in assigned {
            let task = Runtime::task(id).unwrap();
            assert_eq!((item.input, item.payer), (task.input, task.payer));
            assert_eq!(item.others.len(), if item.service == SERVICE { 2 } else { 0 });
            assert!(!item.others.contains(&bob()));
        }
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
        let work_fee = purchase(TASK).work_fee.prepaid;
        NODES.iter().for_each(|node| reveal(TASK, *node, answer(9)));
        assert_eq!(Runtime::receipts(), [agreed(order, work_fee)]);
        run(1);
        assert!(Runtime::receipts().is_empty());
    });
}

/// The receipt of a task to which these nodes all gave the answer 9, for which this fee was
/// `prepaid`.
fn agreed(nodes: Vec<AccountId>, prepaid: Balance) -> Receipt<AccountId> {
    let fee = TARIFF.price(USAGE).unwrap();
    let parts = Rewards::split(fee, Perbill::from_percent(5));
    // Of the five draws for which it had time it needed none, but the settlement.
    let work_fee = Runtime::receipts()[0].work_fee;
    assert!(work_fee > 0 && work_fee < prepaid);
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
        input: blake2_256(INPUT).into(),
        requested: 4,
        outcome: Outcome::Agreed { output: output(9) },
        members: nodes.into_iter().map(member).collect(),
        paid: 3 * fee,
        work_fee,
        refund: 3 * (TARIFF.price(MAX_USAGE).unwrap() - fee) + prepaid - work_fee,
        disputable_until: None,
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
        let (task, bought) = (Tasks::<Runtime>::get(TASK).unwrap(), purchase(TASK));
        let done = RequestPreview {
            seats: task.seats,
            quorum: task.quorum,
            escrow: bought.escrow,
            work_fee: bought.work_fee.prepaid,
            due: task.due,
            slashable: bought.slashable.is_some(),
        };
        assert_eq!(preview, done);
    });
}

#[test]
fn an_input_that_nodes_fetch_is_shown_with_its_address() {
    on_chain(DEVELOPMENT, || {
        open_market();
        assert_ok!(call(PAYER, request_call(remote_spec())));
        let InputSpec::Remote { hash, uri } = remote_spec().input else { panic!("remote") };
        let input = InputInfo { hash, location: InputLocation::Remote { uri } };
        assert_eq!(Runtime::task(TASK).unwrap().input, input);
        run(2);
        assert_eq!(Runtime::assignment(TASK, bob()).unwrap().input, input);
    });
}

#[test]
fn a_commitment_is_the_one_that_the_task_takes_while_it_is_open() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(2);
        let given =
            [answer(9), unservable(Unservable::Ambiguous(Hash::zero(), Hash::repeat_byte(1)))];
        for answer in given {
            let InferenceCall::commit { commitment, .. } = commit_call(TASK, Bob, answer) else {
                panic!("it commits")
            };
            let salt = Bob.to_raw_public();
            assert_eq!(Runtime::commitment(TASK, bob(), answer, salt), Some(commitment));
        }
        assert_eq!(Runtime::commitment(TASK + 1, bob(), answer(9), [0; 32]), None);
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
        assert_refused(InputMissing, |spec| spec.input = InputSpec::Inline(Vec::new()));
        assert_refused(InputTooLarge, |spec| spec.input = InputSpec::Inline(vec![1; 16_385]));
        // An input unit covers four bytes.
        assert_refused(UsageBelowInput, |spec| {
            (spec.input, spec.max_usage.input) = (InputSpec::Inline(vec![1; 401]), 100);
        });
        assert_refused(InvalidPatience, |spec| spec.patience = Some(0));
        assert_refused(InvalidPatience, |spec| spec.patience = Some(101));
        // More than 1,200 blocks of work.
        assert_refused(UsageTooLarge, |spec| {
            spec.max_usage.output = 1_200 * u64::from(RATE) + 1;
        });
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
        let remote = |length| InputSpec::Remote { hash: Hash::zero(), uri: vec![b'a'; length] };
        let long = RequestSpec { input: remote(257), ..request_spec() };
        let refused = Runtime::dry_run_request(payer(), long);
        assert_eq!(refused, Err(RequestRefusal::UriTooLong));
        let longest = RequestSpec { input: remote(256), ..request_spec() };
        assert!(Runtime::dry_run_request(payer(), longest).is_ok());
    });
}
