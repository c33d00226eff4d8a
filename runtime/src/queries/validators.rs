//! Session keys and validator sets.

use alloc::vec::Vec;

use frame_support::traits::Get;
use nes_core::AccountId;
use nes_runtime_api::{SessionKey, ValidatorRole, ValidatorStatus};
use pallet_tempo::EraEpochs;
use sp_core::crypto::KeyTypeId;

use crate::{AuthorityDiscovery, Babe, Grandpa, Runtime, Session, SessionKeys};

/// Returns the standing of `account` as a validator.
pub(crate) fn status(account: &AccountId) -> ValidatorStatus {
    let seat = Session::validators().iter().position(|validator| validator == account);
    let queued = Session::queued_keys().into_iter().find(|(validator, _)| validator == account);
    ValidatorStatus {
        session: Session::current_index(),
        era_sessions: EraEpochs::<Runtime>::get(),
        registered: Session::load_keys(account).map(listed),
        queued: queued.map(|(_, keys)| listed(keys)),
        current: seat.and_then(keys_in_use).map(listed),
        disabled: seat.is_some_and(is_disabled),
        node: role(account),
    }
}

/// Returns the account that has registered a public key.
pub(crate) fn key_owner(kind: KeyTypeId, public: &[u8]) -> Option<AccountId> {
    Session::key_owner(kind, public)
}

/// Returns the keys that the validator in this seat runs with in this session. The session pallet
/// only keeps those of the next one; the pallets that use the keys keep them in the order of the
/// seats.
fn keys_in_use(seat: usize) -> Option<SessionKeys> {
    let (babe, _) = Babe::authorities().get(seat)?.clone();
    let (grandpa, _) = Grandpa::grandpa_authorities().get(seat)?.clone();
    let authority_discovery = AuthorityDiscovery::current_authorities().get(seat)?.clone();
    Some(SessionKeys { babe, grandpa, authority_discovery })
}

fn is_disabled(seat: usize) -> bool {
    u32::try_from(seat).is_ok_and(|seat| Session::disabled_validators().contains(&seat))
}

fn role(account: &AccountId) -> Option<ValidatorRole> {
    let node = pallet_node_staking::Nodes::<Runtime>::get(account)?;
    Some(ValidatorRole {
        validator: node.validator,
        jailed_until: node.jailed_until,
        leaving: !node.is_active(),
    })
}

fn listed(keys: SessionKeys) -> Vec<SessionKey> {
    let keys = keys.into_raw_public_keys().into_iter();
    keys.map(|(public, kind)| SessionKey { kind, public }).collect()
}
