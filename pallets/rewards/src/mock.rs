//! A runtime of balances and rewards, with nodes that are paid into their accounts.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use frame_support::{
    derive_impl, parameter_types,
    traits::{
        fungible::Balanced,
        tokens::{Fortitude::Polite, Precision::Exact, Preservation::Preserve},
        ConstU128, Hooks, Imbalance,
    },
    weights::Weight,
};
use nes_core::{Balance, FeeParts};
use nes_test_support::{chain, Admins, DAVE};
use nes_traits::{FeeSettlement, FeeShare, NodeRewards, OnEraStart};
use pallet_authorship::EventHandler;
use sp_runtime::Perbill;

pub(crate) use nes_test_support::{
    events, signed, ALICE, BOB, CHARLIE, NOBODY, PUBLISHER, STAKING_ADMIN, START_BALANCE, TREASURY,
};

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
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = Accounts;
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
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for Accounts {
    fn register_node(_: &u64) {}
}

/// The existential deposit, high enough for parts of a small fee to be below it.
pub(crate) const EXISTENTIAL_DEPOSIT: Balance = 10;

/// The payer of the fees.
pub(crate) const PAYER: u64 = DAVE;

/// Returns a chain whose genesis has `params`. The payer has half of the planck that a balance can
/// count, the other accounts have [`START_BALANCE`].
pub(crate) fn new_test_ext(params: Params) -> sp_io::TestExternalities {
    let balances = [PUBLISHER, TREASURY, ALICE, BOB, CHARLIE].map(|who| (who, START_BALANCE));
    let balances = balances.into_iter().chain([(PAYER, Balance::MAX / 2)]).collect();
    chain::<Test>(RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        rewards: pallet_rewards::GenesisConfig { params, ..Default::default() },
        ..Default::default()
    })
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

/// Ends the running era.
pub(crate) fn end_era() {
    Rewards::on_era_start(Rewards::running_era().era + 1);
}

/// Makes `blocks` blocks by `node`.
pub(crate) fn author(node: u64, blocks: u32) {
    (0..blocks).for_each(|_| Rewards::note_author(node));
}

/// Settles `fee` for work of `node`, which counts for nothing yet; returns its parts.
pub(crate) fn settle_one(node: u64, fee: Balance) -> FeeParts {
    let credit = Balances::withdraw(&PAYER, fee, Exact, Preserve, Polite).unwrap();
    Rewards::settle(credit, &[FeeShare { node, fee }], &PUBLISHER, Perbill::zero())[0]
}

/// Settles `fee` for work of `node`, and counts it.
pub(crate) fn work(node: u64, fee: Balance) {
    let parts = settle_one(node, fee);
    Rewards::count_work(&node, parts.protocol());
}

/// Runs a block without anything but its idle time.
pub(crate) fn idle() -> Weight {
    Rewards::on_idle(System::block_number(), Weight::MAX)
}

/// Returns the amount in the pot above its deposit.
pub(crate) fn pot() -> Balance {
    Balances::free_balance(Rewards::emission_pot()) - EXISTENTIAL_DEPOSIT
}

/// Returns the gain of `who` since genesis.
pub(crate) fn gained(who: u64) -> Balance {
    Balances::free_balance(who) - START_BALANCE
}
