//! A runtime of balances and rewards, with nodes that are paid into their accounts.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use frame_support::{
    derive_impl, parameter_types,
    traits::{
        fungible::Balanced,
        tokens::{Fortitude::Polite, Precision::Exact, Preservation::Preserve},
        ConstU128, EnsureOrigin, Hooks, Imbalance,
    },
    weights::Weight,
};
use frame_system::RawOrigin;
use nes_core::Balance;
use nes_support::params::{Authority, Track};
use nes_traits::{FeeSettlement, FeeShare, NodeRewards, OnEraStart};
use pallet_authorship::EventHandler;
use sp_runtime::{BuildStorage, Permill};

use crate::{self as pallet_rewards, CreditOf, Params};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Rewards: pallet_rewards,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlock<Test>;
    type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type Balance = Balance;
    type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
}

parameter_types! {
    pub const TreasuryAccount: u64 = TREASURY;
    /// The amount of each reward that is handed back, in planck.
    pub static HandedBack: Balance = 0;
    /// The most NES that there can be.
    pub static Cap: Balance = Balance::MAX;
    /// An era in milliseconds: six hours, a 1,461st of a year.
    pub static EraMillis: u64 = 21_600_000;
}

impl pallet_rewards::Config for Test {
    type Cap = Cap;
    type Currency = Balances;
    type EraMillis = EraMillis;
    type Treasury = TreasuryAccount;
    type NodeRewards = Accounts;
    type AdminOrigin = Admins;
    type WeightInfo = ();
}

/// Root, and an account for each track.
pub struct Admins;

impl EnsureOrigin<RuntimeOrigin> for Admins {
    type Success = Authority;

    fn try_origin(origin: RuntimeOrigin) -> Result<Authority, RuntimeOrigin> {
        match origin.clone().into() {
            Ok(RawOrigin::Root) => Ok(Authority::Root),
            Ok(RawOrigin::Signed(PARAMETER_ADMIN)) => Ok(Authority::Track(Track::ParameterAdmin)),
            Ok(RawOrigin::Signed(STAKING_ADMIN)) => Ok(Authority::Track(Track::StakingAdmin)),
            _ => Err(origin),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::root())
    }
}

/// The payment of a node into the account of its name.
pub struct Accounts;

impl NodeRewards<u64, CreditOf<Test>> for Accounts {
    fn reward(node: &u64, credit: CreditOf<Test>) -> Result<(), CreditOf<Test>> {
        let (back, credit) = credit.split(HandedBack::get());
        let back = match Balances::resolve(node, credit) {
            Ok(()) => back,
            Err(credit) => back.merge(credit),
        };
        match back.drop_zero() {
            Ok(()) => Ok(()),
            Err(back) => Err(back),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(_: &u64) {}
}

/// The existential deposit, high enough for parts of a small fee to be below it.
pub(crate) const EXISTENTIAL_DEPOSIT: Balance = 10;

/// The payer of the fees.
pub(crate) const PAYER: u64 = 1;
pub(crate) const PUBLISHER: u64 = 2;
pub(crate) const TREASURY: u64 = 3;
/// Nodes with an account.
pub(crate) const ALICE: u64 = 11;
pub(crate) const BOB: u64 = 12;
pub(crate) const CAROL: u64 = 13;
/// The account with the authority of the parameter admin's track.
pub(crate) const PARAMETER_ADMIN: u64 = 41;
/// The account with the authority of the staking admin's track.
pub(crate) const STAKING_ADMIN: u64 = 42;
/// The accounts of the tracks.
pub(crate) const ADMINS: [(u64, Track); 2] =
    [(PARAMETER_ADMIN, Track::ParameterAdmin), (STAKING_ADMIN, Track::StakingAdmin)];
/// A node without an account.
pub(crate) const NOBODY: u64 = 99;

/// The balance of every account but the payer's at genesis.
pub(crate) const WEALTH: Balance = 1_000;

/// Returns a chain whose genesis has `params`.
pub(crate) fn new_test_ext(params: Params) -> sp_io::TestExternalities {
    let balances = [PUBLISHER, TREASURY, ALICE, BOB, CAROL].map(|who| (who, WEALTH));
    let balances = balances.into_iter().chain([(PAYER, Balance::MAX / 2)]).collect();
    let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        rewards: pallet_rewards::GenesisConfig { params, ..Default::default() },
        ..Default::default()
    }
    .build_storage()
    .unwrap()
    .into();
    ext.execute_with(|| System::set_block_number(1));
    ext
}

/// Runs `test` on a chain with the default parameters and checks the invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    HandedBack::set(0);
    Cap::set(Balance::MAX);
    new_test_ext(Params::default()).execute_with(|| {
        test();
        Rewards::do_try_state().unwrap();
    });
}

pub(crate) fn end_era() {
    Rewards::on_era_start(Rewards::running_era().era + 1);
}

/// Makes `blocks` blocks by `node`.
pub(crate) fn author(node: u64, blocks: u32) {
    (0..blocks).for_each(|_| Rewards::note_author(node));
}

/// Settles `fee` for work of `node`.
pub(crate) fn work(node: u64, fee: Balance) {
    let credit = Balances::withdraw(&PAYER, fee, Exact, Preserve, Polite).unwrap();
    Rewards::settle(credit, &[FeeShare { node, fee }], &PUBLISHER, Permill::zero());
}

/// Runs a block without anything but its idle time.
pub(crate) fn idle() -> Weight {
    Rewards::on_idle(System::block_number(), Weight::MAX)
}

/// Returns the amount in the pot without its deposit.
pub(crate) fn pot() -> Balance {
    Balances::free_balance(Rewards::emission_pot()) - EXISTENTIAL_DEPOSIT
}

/// Returns the gain of `who` since genesis.
pub(crate) fn gained(who: u64) -> Balance {
    Balances::free_balance(who) - WEALTH
}
