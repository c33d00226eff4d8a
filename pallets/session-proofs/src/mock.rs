//! A runtime of sessions and the proofs of their keys. A validator's keys, of two kinds, are made of
//! one number.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test may panic")]
#![allow(unreachable_pub, reason = "a runtime's types must be as public as its traits")]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstU128, ConstU32, KeyOwnerProofSystem},
};
use nes_core::Balance;
use nes_test_support::{chain, START_BALANCE};
pub(crate) use nes_test_support::{signed, ALICE, BOB, CHARLIE, DAVE, EVE};
use pallet_session::{SessionHandler, SessionManager};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{
    key_types::DUMMY,
    traits::{ConvertInto, OpaqueKeys, Zero},
    KeyTypeId,
};
use sp_session::MembershipProof;

use crate::{self as pallet_session_proofs, NotedKeys};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        SessionProofs: pallet_session_proofs,
        Session: pallet_session,
    }
);

/// The validators of the genesis.
pub(crate) const FIRST: [u64; 3] = [ALICE, BOB, CHARLIE];

parameter_types! {
    /// The set that is chosen when the next session is planned.
    pub static NextSet: Option<Vec<u64>> = None;
    /// The first session to be provable from the next one on, as the other pallets wish it.
    pub static ForgetBefore: Option<u32> = None;
    /// The sessions of which the inner manager has heard that they start.
    pub static Started: Vec<u32> = Vec::new();
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type AccountData = pallet_balances::AccountData<Balance>;
    type Block = frame_system::mocking::MockBlock<Test>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type Balance = Balance;
    type ExistentialDeposit = ConstU128<1>;
}

/// The second kind of keys; the first is [`DUMMY`].
pub(crate) const SECOND: KeyTypeId = KeyTypeId(*b"scnd");

/// The keys of a validator.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    PartialEq,
    Eq,
    Debug,
)]
pub struct Keys {
    first: [u8; 32],
    second: [u8; 32],
}

impl From<u64> for Keys {
    fn from(number: u64) -> Self {
        let key = |kind: KeyTypeId| (number, kind).using_encoded(sp_io::hashing::blake2_256);
        Self { first: key(DUMMY), second: key(SECOND) }
    }
}

impl OpaqueKeys for Keys {
    type KeyTypeIdProviders = ();

    fn key_ids() -> &'static [KeyTypeId] {
        &[DUMMY, SECOND]
    }

    fn get_raw(&self, kind: KeyTypeId) -> &[u8] {
        match kind {
            SECOND => &self.second,
            _ => &self.first,
        }
    }

    fn ownership_proof_is_valid(&self, _: &[u8], _: &[u8]) -> bool {
        true
    }
}

/// A handler of these keys, which does nothing.
pub struct Handler;

impl SessionHandler<u64> for Handler {
    const KEY_TYPE_IDS: &'static [KeyTypeId] = &[DUMMY, SECOND];

    fn on_genesis_session<Ks: OpaqueKeys>(_: &[(u64, Ks)]) {}

    fn on_new_session<Ks: OpaqueKeys>(_: bool, _: &[(u64, Ks)], _: &[(u64, Ks)]) {}

    fn on_disabled(_: u32) {}
}

/// A session end that only tests cause.
pub struct Never;

impl pallet_session::ShouldEndSession<u64> for Never {
    fn should_end_session(_: u64) -> bool {
        false
    }
}

/// The manager of sessions behind the one that notes their keys.
pub struct Sets;

impl SessionManager<u64> for Sets {
    fn new_session(_: u32) -> Option<Vec<u64>> {
        NextSet::take()
    }

    fn new_session_genesis(_: u32) -> Option<Vec<u64>> {
        None
    }

    fn start_session(session: u32) {
        Started::mutate(|started| started.push(session));
        if let Some(first) = ForgetBefore::take() {
            <SessionProofs as nes_traits::SessionHistory>::forget_before(first);
        }
    }

    fn end_session(_: u32) {}
}

impl pallet_session::Config for Test {
    type Currency = Balances;
    type DisablingStrategy = ();
    type KeyDeposit = ConstU128<0>;
    type Keys = Keys;
    type NextSessionRotation = ();
    type RuntimeEvent = RuntimeEvent;
    type SessionHandler = Handler;
    type SessionManager = NotedKeys<Test, Sets>;
    type ShouldEndSession = Never;
    type ValidatorId = u64;
    type ValidatorIdOf = ConvertInto;
    type WeightInfo = ();
}

impl pallet_session_proofs::Config for Test {
    type MaxValidators = ConstU32<4>;
}

/// Returns a chain with the first validators, each with its own number for a key.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
    let actors = [ALICE, BOB, CHARLIE, DAVE, EVE];
    let balances = actors.map(|who| (who, START_BALANCE)).to_vec();
    let keys = FIRST.map(|who| (who, who, who.into())).to_vec();
    NextSet::set(None);
    ForgetBefore::set(None);
    let chain = chain::<Test>(RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        session: pallet_session::GenesisConfig { keys, ..Default::default() },
        ..Default::default()
    });
    Started::set(Vec::new());
    chain
}

/// Runs `test` on such a chain and checks the invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        SessionProofs::do_try_state().unwrap();
        test();
        SessionProofs::do_try_state().unwrap();
    });
}

/// Lets sessions pass until `session` starts, and checks the invariants after each.
pub(crate) fn run_to_session(session: u32) {
    while Session::current_index() < session {
        Session::rotate_session();
        SessionProofs::do_try_state().unwrap();
    }
}

/// Has `who` register `key`, or nothing for zero.
pub(crate) fn set_keys(who: u64, key: u64) {
    let result = match key.is_zero() {
        true => Session::purge_keys(signed(who)),
        false => Session::set_keys(signed(who), key.into(), Vec::new()),
    };
    result.unwrap();
}

/// Returns the proof that `key` is in use in the session that runs.
pub(crate) fn prove(key: u64) -> Option<MembershipProof> {
    SessionProofs::prove((DUMMY, Keys::from(key).first))
}

/// Returns the proof that `key` is in use in `session`.
pub(crate) fn prove_in(session: u32, key: u64) -> Option<MembershipProof> {
    SessionProofs::prove_in(session, DUMMY, &Keys::from(key).first)
}

/// Returns the validator whose `key` the proof shows.
pub(crate) fn check(key: u64, proof: &MembershipProof) -> Option<u64> {
    let key = (DUMMY, Keys::from(key).first);
    SessionProofs::check_proof(key, proof.clone()).map(|(who, ())| who)
}
