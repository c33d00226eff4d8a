use frame_support::traits::{Get, OnFinalize, OnInitialize, OnRuntimeUpgrade};

use crate::{
    mock::*, EpochSlots, EraEpochs, EraMillis, GovernanceDivisor, HalfSlotMillis, SlotMillis,
};

fn assert_fast() {
    assert_eq!(SlotMillis::<Test>::get(), 1_000);
    assert_eq!(HalfSlotMillis::<Test>::get(), 500);
    assert_eq!(EpochSlots::<Test>::get(), 10);
    assert_eq!(EraEpochs::<Test>::get(), 2);
    assert_eq!(EraMillis::<Test>::get(), 20_000);
    assert_eq!(GovernanceDivisor::<Test>::get(), 20_000);
}

#[test]
fn are_those_of_genesis() {
    build_and_execute(FAST, assert_fast);
}

#[test]
fn stay_the_same_from_block_to_block() {
    build_and_execute(FAST, || {
        for block in 1..100 {
            System::set_block_number(block);
            AllPalletsWithSystem::on_runtime_upgrade();
            AllPalletsWithSystem::on_initialize(block);
            AllPalletsWithSystem::on_finalize(block);
            assert_fast();
        }
    });
}
