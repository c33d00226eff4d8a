//! Session keys, their accounts and the validator sets that run with them.

use alloc::vec::Vec;

use codec::{Codec, Decode, Encode};
use nes_core::EraIndex;
use scale_info::TypeInfo;
use sp_runtime::KeyTypeId;

sp_api::decl_runtime_apis! {
    /// Session keys and validator sets.
    pub trait ValidatorsApi<AccountId: Codec> {
        /// Returns the standing of `validator`, an operator's account.
        fn status(validator: AccountId) -> ValidatorStatus;

        /// Returns the account that has registered this public key; `None` if nobody has.
        fn key_owner(kind: KeyTypeId, public_key: Vec<u8>) -> Option<AccountId>;
    }
}

/// The standing of an account as a validator.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ValidatorStatus {
    /// The session that runs.
    pub session: u32,
    /// The number of sessions in an era.
    pub era_sessions: u32,
    /// The keys that the account has registered; sets of later sessions run with them.
    pub registered: Option<Vec<SessionKey>>,
    /// The keys with which it is in the set of the next session; `None` if it is not in it.
    pub queued: Option<Vec<SessionKey>>,
    /// The keys with which it is in the set of this session; `None` if it is not in it.
    pub current: Option<Vec<SessionKey>>,
    /// True if it is in the set of this session but may do nothing there, for equivocation.
    pub disabled: bool,
    /// The role of its node; `None` if the account has no node.
    pub node: Option<ValidatorRole>,
}

impl ValidatorStatus {
    /// Returns the era that session `index` is in.
    pub fn era_of(&self, index: u32) -> EraIndex {
        index.checked_div(self.era_sessions).unwrap_or_default()
    }

    /// Returns the first session that runs without any key older than the registered ones; `None`
    /// if neither this session nor the next one has older ones.
    pub fn older_until(&self) -> Option<u32> {
        let older = |keys: &Option<Vec<SessionKey>>| keys.is_some() && *keys != self.registered;
        let sessions = if older(&self.queued) {
            2
        } else if older(&self.current) {
            1
        } else {
            return None;
        };
        Some(self.session.saturating_add(sessions))
    }
}

/// A public key that a validator's node signs with.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct SessionKey {
    /// Its type: `babe`, `gran` or `audi`.
    pub kind: KeyTypeId,
    /// Its bytes.
    pub public: Vec<u8>,
}

/// The role of a node as a validator.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ValidatorRole {
    /// True if its operator wants it to validate.
    pub validator: bool,
    /// The first era in which its operator may end its jail; `None` if it is not jailed.
    pub jailed_until: Option<EraIndex>,
    /// True if its operator has left.
    pub leaving: bool,
}
