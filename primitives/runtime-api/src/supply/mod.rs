//! All NES that there are, and what one account has of them.

mod account;
mod info;

pub use account::{AccountInfo, HeldInfo, HoldKind, VestingInfo};
pub use info::{EraSupply, SupplyInfo, SupplyParts};

use codec::Codec;

sp_api::decl_runtime_apis! {
    /// Where all NES are.
    pub trait SupplyApi<AccountId: Codec, BlockNumber: Codec> {
        /// All NES, what has come and gone of them, and where they are.
        fn supply() -> SupplyInfo;

        /// What `account` has, and why it cannot use some of it.
        fn account(account: AccountId) -> AccountInfo<BlockNumber>;
    }
}
