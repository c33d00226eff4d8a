//! The benchmarks for `frame-omni-bencher`: our pallets over this runtime.

use alloc::{string::String, vec::Vec};

use frame_benchmarking::{define_benchmarks, BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{
    fungible::Inspect, LockableCurrency, StorageInfo, StorageInfoTrait, VestingSchedule,
    WhitelistedStorageKeys, WithdrawReasons,
};
use nes_core::{AccountId, Balance, ServiceId, Shape, TaskId};

use crate::{
    constants::{currency::UNIT, limits},
    AllPalletsWithSystem, Balances, Disputes, Inference, Market, NodeStaking, Rewards, Runtime,
    System, Vesting,
};

define_benchmarks!(
    [pallet_disputes, Disputes]
    [pallet_inference, Inference]
    [pallet_market, Market]
    [pallet_node_staking, NodeStaking]
    [pallet_rewards, Rewards]
);

pub(crate) fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
    let mut list = Vec::new();
    list_benchmarks!(list, extra);
    (list, AllPalletsWithSystem::storage_info())
}

pub(crate) fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
    let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
    let mut batches = Vec::new();
    let params = (&config, &whitelist);
    add_benchmarks!(params, batches);
    Ok(batches)
}

/// The nodes and services that the pallets' benchmarks need of one another.
pub struct Setup;

impl pallet_market::BenchmarkHelper<AccountId> for Setup {
    fn register_node(node: &AccountId, stake: Balance) {
        pallet_node_staking::benchmarking::register_grown::<Runtime>(node, stake);
    }
}

impl pallet_node_staking::BenchmarkHelper<AccountId> for Setup {
    fn lock_unvested(who: &AccountId) {
        if pallet_vesting::Vesting::<Runtime>::contains_key(who) {
            return;
        }
        // Each lock is a byte, and none as high as that of vesting.
        for id in 1..u8::try_from(limits::LOCKS).unwrap_or(u8::MAX) {
            Balances::set_lock([id; 8], who, 1, WithdrawReasons::all());
        }
        let all = Balances::total_balance(who);
        for _ in 0..limits::VESTING_SCHEDULES {
            let added = Vesting::add_vesting_schedule(who, all, 1, System::block_number());
            assert!(added.is_ok(), "the schedules of an account without any have room");
        }
    }
}

impl pallet_rewards::BenchmarkHelper<AccountId> for Setup {
    fn register_node(node: &AccountId) {
        let stake = NodeStaking::params().min_self_stake;
        pallet_node_staking::benchmarking::register_grown::<Runtime>(node, stake);
    }
}

impl pallet_inference::BenchmarkHelper for Setup {
    fn publish_service(committee: u8, offers: u32, shape: Shape, price: Balance) -> ServiceId {
        pallet_market::benchmarking::publish_sure::<Runtime>(committee, offers, shape, price)
    }

    fn look(service: ServiceId, looks: u32) {
        pallet_market::benchmarking::look::<Runtime>(service, looks);
    }

    fn look_at_duties(service: ServiceId, looks: u32) {
        pallet_market::benchmarking::look_at_duties::<Runtime>(service, looks);
    }
}

impl pallet_disputes::BenchmarkHelper<AccountId> for Setup {
    fn publish_service(duties: u32) -> (ServiceId, Vec<AccountId>) {
        let shape = Shape { base: 1_000_000_000, input: 0, output: 0 };
        let service = pallet_market::benchmarking::publish_sure::<Runtime>(3, duties, shape, UNIT);
        let nodes = pallet_market::DutyIndex::<Runtime>::iter_prefix_values((service, 0));
        (service, nodes.collect())
    }

    fn start_revealing(second: TaskId) {
        pallet_inference::benchmarking::start_revealing::<Runtime>(second);
    }
}
