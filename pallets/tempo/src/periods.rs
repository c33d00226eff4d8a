//! The clock's periods as [`Get`]s, for the configurations of other pallets.

use core::marker::PhantomData;

use frame_support::traits::Get;

use crate::{Clock, ClockStore, Config};

/// A slot in milliseconds.
pub struct SlotMillis<T>(PhantomData<T>);

impl<T: Config> Get<u64> for SlotMillis<T> {
    fn get() -> u64 {
        ClockStore::<T>::get().slot_millis
    }
}

/// Half a slot in milliseconds: the least time between two blocks' timestamps.
pub struct HalfSlotMillis<T>(PhantomData<T>);

impl<T: Config> Get<u64> for HalfSlotMillis<T> {
    fn get() -> u64 {
        ClockStore::<T>::get().slot_millis / 2
    }
}

/// An epoch in slots.
pub struct EpochSlots<T>(PhantomData<T>);

impl<T: Config> Get<u64> for EpochSlots<T> {
    fn get() -> u64 {
        ClockStore::<T>::get().epoch_slots
    }
}

/// An era in epochs.
pub struct EraEpochs<T>(PhantomData<T>);

impl<T: Config> Get<u32> for EraEpochs<T> {
    fn get() -> u32 {
        ClockStore::<T>::get().era_epochs
    }
}

/// An era in milliseconds if no slot is late.
pub struct EraMillis<T>(PhantomData<T>);

impl<T: Config> Get<u64> for EraMillis<T> {
    fn get() -> u64 {
        let Clock { slot_millis, epoch_slots, era_epochs, .. } = ClockStore::<T>::get();
        slot_millis.saturating_mul(epoch_slots).saturating_mul(era_epochs.into())
    }
}

/// The number that governance's periods are divided by.
pub struct GovernanceDivisor<T>(PhantomData<T>);

impl<T: Config> Get<u32> for GovernanceDivisor<T> {
    fn get() -> u32 {
        ClockStore::<T>::get().governance_divisor
    }
}
