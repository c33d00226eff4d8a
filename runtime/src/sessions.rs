//! The change of keys from one session to the next, as the pallets of consensus learn of it.

use nes_core::AccountId;
use pallet_grandpa::{fg_primitives, AuthorityId};
use pallet_session::SessionHandler;
use sp_core::ByteArray;
use sp_runtime::{traits::OpaqueKeys, KeyTypeId};

use crate::{Grandpa, SessionKeys};

/// The pallets that keys are for.
type Handlers = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;

/// The handlers of new keys, which are told of every change.
///
/// The session pallet compares the queued keys one by one with those in use, and takes a list for
/// the same that only lacks its last ones, because their owners have purged them. GRANDPA and
/// authority discovery, which read the list of a session only if it has changed, would go on with
/// the old one.
pub struct KeyHandlers;

impl SessionHandler<AccountId> for KeyHandlers {
    const KEY_TYPE_IDS: &'static [KeyTypeId] =
        <Handlers as SessionHandler<AccountId>>::KEY_TYPE_IDS;

    fn on_genesis_session<Keys: OpaqueKeys>(validators: &[(AccountId, Keys)]) {
        Handlers::on_genesis_session(validators)
    }

    fn on_new_session<Keys: OpaqueKeys>(
        changed: bool,
        validators: &[(AccountId, Keys)],
        queued: &[(AccountId, Keys)],
    ) {
        Handlers::on_new_session(changed || voters_change(validators), validators, queued)
    }

    fn on_before_session_ending() {
        <Handlers as SessionHandler<AccountId>>::on_before_session_ending()
    }

    fn on_disabled(validator: u32) {
        <Handlers as SessionHandler<AccountId>>::on_disabled(validator)
    }
}

/// Returns true if the voters among `validators` are others than GRANDPA has. No voters at all are
/// no change: nobody could finalise the blocks after it.
fn voters_change<Keys: OpaqueKeys>(validators: &[(AccountId, Keys)]) -> bool {
    let next = validators.iter().map(|(_, keys)| keys.get_raw(fg_primitives::KEY_TYPE));
    let voters = Grandpa::grandpa_authorities();
    let is_next = |(key, (voter, _)): (&[u8], &(AuthorityId, _))| key == voter.as_slice();
    !validators.is_empty() && (validators.len() != voters.len() || !next.zip(&voters).all(is_next))
}
