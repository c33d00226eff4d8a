//! The vesting of NES, as the pallets that take NES from accounts use it.

use nes_core::Balance;
use sp_runtime::DispatchError;

/// The register of the NES that has not vested.
pub trait VestingRegister<AccountId> {
    /// Books that `who` has lost `amount`, in planck, which is gone from the account already;
    /// returns the part of it that had not vested.
    ///
    /// NES that vesting does not lock is lost first. As much as a loss takes of the other is then
    /// no longer to vest, so that what the account gets from now on is free.
    fn book_loss(who: &AccountId, amount: Balance) -> Result<Balance, DispatchError>;
}

impl<AccountId> VestingRegister<AccountId> for () {
    fn book_loss(_: &AccountId, _: Balance) -> Result<Balance, DispatchError> {
        Ok(0)
    }
}
