//! The issuance of NES, and the balance of an account.

mod account;
mod info;

pub use account::{AccountInfo, HeldInfo, HoldKind, VestingInfo};
pub use info::{EraSupply, SupplyInfo, SupplyParts};

use codec::Codec;

sp_api::decl_runtime_apis! {
    /// The issuance of NES, and the balances of accounts.
    pub trait SupplyApi<AccountId: Codec, BlockNumber: Codec> {
        /// Returns the issuance, the amounts minted and burned, and its parts.
        fn supply() -> SupplyInfo;

        /// Returns the balance of `account`, and the reasons for which it cannot use some of it.
        fn account(account: AccountId) -> AccountInfo<BlockNumber>;
    }
}
