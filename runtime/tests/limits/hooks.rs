//! The hooks that take the steps of tasks: in which phase of a block, and with which part of it.

use frame_system::Phase::{Finalization, Initialization};
use nes_core::BlockNumber;
use nes_runtime::{
    constants::limits::BLOCK_WEIGHT, genesis::DEVELOPMENT, Executive, RuntimeCall, RuntimeEvent,
    System,
};
use pallet_inference::{Event, Params};
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::{transaction_validity::InvalidTransaction, Perbill};

use crate::common::{
    blocks::begin,
    call_as_root, on_chain, run, run_to, signed,
    task::{open_market, request, WINDOW},
};

/// The first block of an epoch, with a new session.
const ROTATION: BlockNumber = 11;

/// The phases of this block's events of tasks.
fn phases() -> Vec<frame_system::Phase> {
    let of_tasks = System::read_events_no_consensus()
        .filter(|record| matches!(record.event, RuntimeEvent::Inference(_)));
    of_tasks.map(|record| record.phase).collect()
}

/// Has Alice make `call` with a `percent` of a block's weight, until there is no room.
fn fill(call: RuntimeCall, percent: u32) {
    let weight = Perbill::from_percent(percent) * BLOCK_WEIGHT;
    let filler = pallet_sudo::Call::sudo_unchecked_weight { call: Box::new(call), weight };
    let last = loop {
        match Executive::apply_extrinsic(signed(Alice, filler.clone(), 0)) {
            Ok(done) => done.unwrap(),
            Err(refused) => break refused,
        }
    };
    assert_eq!(last, InvalidTransaction::ExhaustsResources.into());
}

/// Regression: draws and settlements came after the inherents, and their events were those of a
/// transaction that had nothing to do with them, or of none.
#[test]
fn draws_are_of_the_beginning_of_a_block_and_deadlines_of_its_end() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(1);
        begin();
        assert_eq!(phases(), [Initialization]);
        for _ in 0..WINDOW {
            assert_eq!(phases().len(), usize::from(System::block_number() == 6));
            begin();
        }
        assert!(phases().is_empty());
        Executive::finalize_block();
        assert_eq!(phases(), [Finalization]);
    });
}

#[test]
fn no_load_of_calls_keeps_the_steps_of_tasks_out_of_a_block() {
    on_chain(DEVELOPMENT, || {
        let params = Params { commit_window: 6, ..Default::default() };
        call_as_root(pallet_inference::Call::set_params { params }).unwrap();
        open_market();
        request();
        run(8);
        begin();
        fill(frame_system::Call::remark { remark: Vec::new() }.into(), 5);
        fill(frame_system::Call::set_heap_pages { pages: 64 }.into(), 5);
        let left = BLOCK_WEIGHT.saturating_sub(System::block_weight().total());
        assert!(left.ref_time() < 50_000_000_000, "{left}");

        Executive::finalize_block();
        assert_eq!(phases(), [Finalization]);
        assert!(matches!(
            System::read_events_no_consensus().last().unwrap().event,
            RuntimeEvent::Inference(Event::Settled { .. })
        ));
    });
}

#[test]
fn nothing_is_drawn_in_the_first_block_of_an_epoch() {
    on_chain(DEVELOPMENT, || {
        open_market();
        run_to(ROTATION - 2);
        request();
        run(1);
        begin();
        assert_eq!(System::block_number(), ROTATION);
        assert_eq!(phases(), []);
        begin();
        assert_eq!(phases(), [Initialization]);
    });
}
