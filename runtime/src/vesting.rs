//! The vesting of accounts that lose NES to a slash.

use frame_support::traits::fungible::Inspect;
use nes_core::{AccountId, Balance, BlockNumber};
use nes_ledger::{shrink, unvested, Schedule};
use nes_traits::VestingRegister;
use pallet_vesting::VestingInfo;
use sp_runtime::{ArithmeticError, BoundedVec, DispatchError};

use crate::{Balances, Runtime, RuntimeOrigin, System, Vesting};

/// The schedules of the vesting pallet, which shrink with a loss of what has not vested.
pub struct VestingSchedules;

impl VestingRegister<AccountId> for VestingSchedules {
    fn book_loss(who: &AccountId, amount: Balance) -> Result<Balance, DispatchError> {
        let Some(infos) = Vesting::vesting(who.clone()) else { return Ok(0) };
        let (now, schedules) = (System::block_number(), infos.into_iter().map(schedule));
        let locked = unvested(schedules.clone(), now).ok_or(ArithmeticError::Overflow)?;
        // What was missing before is not of this loss. Were it made good for, a small slash would
        // free more than none.
        let lost = locked.saturating_sub(Balances::total_balance(who)).min(amount);
        if lost > 0 {
            let left = locked.saturating_sub(lost);
            let schedules = shrink(schedules, locked, left, now).flatten().map(info);
            let schedules = BoundedVec::truncate_from(schedules.collect());
            pallet_vesting::Vesting::<Runtime>::insert(who, schedules);
        }
        // The lock may be out of date even if the loss took nothing of what has not vested.
        Vesting::vest(RuntimeOrigin::signed(who.clone()))?;
        Ok(lost)
    }
}

fn schedule(info: VestingInfo<Balance, BlockNumber>) -> Schedule {
    Schedule { locked: info.locked(), per_block: info.per_block(), start: info.starting_block() }
}

fn info(schedule: Schedule) -> VestingInfo<Balance, BlockNumber> {
    VestingInfo::new(schedule.locked, schedule.per_block, schedule.start)
}
