//! Room: what governance makes fits into a block.

use codec::Encode;
use frame_support::{
    dispatch::{DispatchClass, GetDispatchInfo},
    weights::Weight,
};
use nes_core::{AccountId, Hash};
use nes_runtime::{
    constants::{
        governance::{COLLECTIVE_MEMBERS, SCHEDULED_PER_BLOCK},
        limits::BLOCK_WEIGHT,
    },
    genesis::DEVELOPMENT,
    Runtime, RuntimeCall,
};
use pallet_scheduler::WeightInfo;
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::Perbill;

use super::{
    calls::{every_call, name},
    common::genesis,
};

type Scheduled = <Runtime as pallet_scheduler::Config>::WeightInfo;

/// The longest preimage.
const PREIMAGE: u32 = 4 * 1024 * 1024;

fn alice() -> AccountId {
    Alice.to_account_id()
}

/// The calls that the tracks are for, each with its largest arguments.
fn calls_of_tracks() -> Vec<RuntimeCall> {
    let who = || Box::new(alice());
    let whitelisted = pallet_whitelist::Call::dispatch_whitelisted_call {
        call_hash: Hash::zero(),
        call_encoded_len: PREIMAGE,
        call_weight_witness: heaviest_of_root(),
    };
    let spend = pallet_treasury::Call::spend {
        asset_kind: Box::new(()),
        amount: u128::MAX,
        beneficiary: who(),
        valid_from: Some(u32::MAX),
    };
    let mut calls = of_root();
    calls.extend([
        whitelisted.into(),
        pallet_node_staking::Call::set_params { params: Default::default() }.into(),
        pallet_market::Call::set_params { params: Default::default() }.into(),
        pallet_inference::Call::set_params { params: Default::default() }.into(),
        pallet_disputes::Call::set_params { params: Default::default() }.into(),
        pallet_rewards::Call::set_params { params: Default::default() }.into(),
        pallet_node_staking::Call::force_leave { node: alice() }.into(),
        pallet_node_staking::Call::cancel_slash { slash: u32::MAX }.into(),
        pallet_market::Call::delist { service: u32::MAX, reason: Hash::zero() }.into(),
        pallet_market::Call::set_exact { service: u32::MAX, version: u32::MAX, exact: true }.into(),
        pallet_referenda::Call::cancel { index: u32::MAX }.into(),
        pallet_referenda::Call::kill { index: u32::MAX }.into(),
        spend.into(),
        pallet_treasury::Call::void_spend { index: u32::MAX }.into(),
        pallet_bounties::Call::approve_bounty { bounty_id: u32::MAX }.into(),
        pallet_bounties::Call::approve_bounty_with_curator {
            bounty_id: u32::MAX,
            curator: alice().into(),
            fee: u128::MAX,
        }
        .into(),
        pallet_bounties::Call::propose_curator {
            bounty_id: u32::MAX,
            curator: alice().into(),
            fee: u128::MAX,
        }
        .into(),
        pallet_bounties::Call::unassign_curator { bounty_id: u32::MAX }.into(),
        pallet_bounties::Call::close_bounty { bounty_id: u32::MAX }.into(),
    ]);
    calls
}

/// The calls that only root makes.
fn of_root() -> Vec<RuntimeCall> {
    let members = |count: u32| (0..count).map(|_| alice()).collect::<Vec<_>>();
    vec![
        frame_system::Call::authorize_upgrade { code_hash: Hash::zero() }.into(),
        frame_system::Call::set_code { code: vec![0; 4_000_000] }.into(),
        pallet_collective::Call::set_members {
            new_members: members(COLLECTIVE_MEMBERS),
            prime: Some(alice()),
            old_count: COLLECTIVE_MEMBERS,
        }
        .into(),
        pallet_safe_mode::Call::force_exit {}.into(),
        pallet_safe_mode::Call::force_extend {}.into(),
        pallet_scheduler::Call::cancel_named { id: [0; 32] }.into(),
        pallet_balances::Call::force_set_balance { who: alice().into(), new_free: 1 }.into(),
    ]
}

fn heaviest_of_root() -> Weight {
    of_root().iter().map(weight).fold(Weight::zero(), |heaviest, one| heaviest.max(one))
}

fn weight(call: &RuntimeCall) -> Weight {
    call.get_dispatch_info().call_weight
}

/// The part of the scheduler's share that a full agenda takes.
fn of_agenda() -> Weight {
    let agenda = Scheduled::service_agenda_base(SCHEDULED_PER_BLOCK);
    Scheduled::service_agendas_base().saturating_add(agenda)
}

/// The part that a task takes besides its call: a named one whose call is a preimage of `bytes`.
fn of_task(bytes: Option<u32>) -> Weight {
    let named = Scheduled::service_task_named();
    let fetched = bytes.map(Scheduled::service_task_fetched).unwrap_or_default();
    let base = Scheduled::service_task_base().saturating_add(named).saturating_add(fetched);
    base.saturating_add(Scheduled::execute_dispatch_unsigned())
}

fn share() -> Weight {
    <Runtime as pallet_scheduler::Config>::MaximumWeight::get()
}

#[test]
fn every_call_of_a_track_fits_into_the_schedulers_share() {
    genesis(DEVELOPMENT).execute_with(|| {
        for call in calls_of_tracks() {
            let bytes = u32::try_from(call.encoded_size()).unwrap();
            let (of_call, name) = (weight(&call), name(&call));
            let all = of_agenda().saturating_add(of_task(Some(bytes))).saturating_add(of_call);
            assert!(all.all_lte(share()), "{name:?}: {all} of {}", share());
        }
    });
}

#[test]
fn the_longest_preimage_can_be_fetched() {
    genesis(DEVELOPMENT).execute_with(|| {
        let all = of_agenda().saturating_add(of_task(Some(PREIMAGE)));
        assert!(all.all_lte(share()), "{all} of {}", share());
    });
}

#[test]
fn a_full_agenda_of_alarms_is_done_in_its_block() {
    genesis(DEVELOPMENT).execute_with(|| {
        let alarm = pallet_referenda::Call::nudge_referendum { index: 0 };
        let task = of_task(None).saturating_add(weight(&alarm.into()));
        let all = of_agenda().saturating_add(task.saturating_mul(SCHEDULED_PER_BLOCK.into()));
        assert!(all.all_lte(share()), "{all} of {}", share());
    });
}

#[test]
fn every_call_fits_into_a_block() {
    genesis(DEVELOPMENT).execute_with(|| {
        let limits = <Runtime as frame_system::Config>::BlockWeights::get();
        for call in every_call() {
            let info = call.get_dispatch_info();
            let largest = match info.class {
                DispatchClass::Mandatory => BLOCK_WEIGHT,
                class => limits.get(class).max_extrinsic.unwrap(),
            };
            assert!(info.call_weight.all_lte(largest), "{:?}: {}", name(&call), info.call_weight);
        }
    });
}

/// A call that costs more of a block than a hundredth is one that a client should know.
#[test]
fn a_vote_takes_a_thousandth_of_a_block_or_less() {
    genesis(DEVELOPMENT).execute_with(|| {
        let vote = every_call().into_iter().find(|it| name(it) == ("ConvictionVoting", "vote"));
        let part =
            Perbill::from_rational(weight(&vote.unwrap()).ref_time(), BLOCK_WEIGHT.ref_time());
        assert!(part <= Perbill::from_perthousand(1), "{part:?}");
    });
}
