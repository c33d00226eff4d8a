//! Chains for one machine. Their keys are public: nothing of value belongs on them.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use frame_support::build_struct_json_patch;
use nes_core::{AccountId, Balance, ServiceKey};
use pallet_disputes::Rules;
use pallet_node_staking::{GenesisNode, Params};
use pallet_tempo::Clock;
use serde_json::Value;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

use super::BABE;
use crate::{
    constants::{currency::UNIT, time::DAYS},
    BabeConfig, BalancesConfig, DisputesConfig, NodeStakingConfig, RuntimeGenesisConfig,
    SessionConfig, SessionKeys, SudoConfig, TechnicalCommitteeConfig, TempoConfig,
};

/// Blocks of a second, epochs of ten and eras of twenty, and a governance in which a week takes a
/// block, so that everything that takes weeks in public can be watched in minutes.
const CLOCK: Clock =
    Clock { slot_millis: 1_000, epoch_slots: 10, era_epochs: 2, governance_divisor: 7 * DAYS };

/// The balance of each development account, in planck.
const ENDOWMENT: Balance = 10_000_000 * UNIT;

/// The stake of each development validator, in planck.
const STAKE: Balance = 100_000 * UNIT;

const ACCOUNTS: [Sr25519Keyring; 6] = [
    Sr25519Keyring::Alice,
    Sr25519Keyring::Bob,
    Sr25519Keyring::Charlie,
    Sr25519Keyring::Dave,
    Sr25519Keyring::Eve,
    Sr25519Keyring::Ferdie,
];

/// Disputes among as few nodes as a machine can run.
const RULES: Rules = Rules { places: 2, seats: 5, quorum: 4, fewest: 5, operators: 10 };

/// The technical collective.
const COLLECTIVE: [Sr25519Keyring; 3] =
    [Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie];

const VALIDATORS: [(Sr25519Keyring, Ed25519Keyring); 4] = [
    (Sr25519Keyring::Alice, Ed25519Keyring::Alice),
    (Sr25519Keyring::Bob, Ed25519Keyring::Bob),
    (Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
    (Sr25519Keyring::Dave, Ed25519Keyring::Dave),
];

/// Returns a chain with one validator, Alice, who is also sudo.
pub(super) fn development() -> Value {
    let [alice, ..] = VALIDATORS;
    patch(&[alice], Some(alice.0.to_account_id()))
}

/// Returns a chain with four validators and no sudo.
pub(super) fn local_testnet() -> Value {
    patch(&VALIDATORS, None)
}

fn patch(validators: &[(Sr25519Keyring, Ed25519Keyring)], sudo: Option<AccountId>) -> Value {
    build_struct_json_patch!(RuntimeGenesisConfig {
        tempo: TempoConfig { clock: CLOCK },
        balances: BalancesConfig {
            balances: ACCOUNTS.map(|account| (account.to_account_id(), ENDOWMENT)).to_vec(),
        },
        babe: BabeConfig { epoch_config: BABE },
        node_staking: NodeStakingConfig {
            params: params(),
            nodes: validators.iter().map(|(account, _)| node(*account)).collect::<Vec<_>>(),
        },
        session: SessionConfig {
            keys: validators.iter().map(|keys| session_keys(*keys)).collect::<Vec<_>>(),
        },
        disputes: DisputesConfig { params: Default::default(), rules: RULES },
        technical_committee: TechnicalCommitteeConfig {
            members: COLLECTIVE.map(|member| member.to_account_id()).to_vec(),
        },
        sudo: SudoConfig { key: sudo },
    })
}

/// Returns the public chain's parameters, with periods that can be watched.
fn params() -> Params {
    Params {
        minimum_validators: 1,
        unbonding_eras: 6,
        slash_defer_eras: 3,
        appeal_eras: 2,
        commission_notice_eras: 1,
        jail_eras: 1,
        ..Default::default()
    }
}

fn node(account: Sr25519Keyring) -> GenesisNode<AccountId> {
    GenesisNode {
        operator: account.to_account_id(),
        stake: STAKE,
        validator: true,
        name: account.to_string(),
        endpoint: String::new(),
        service_key: ServiceKey::Sr25519(account.public()),
    }
}

fn session_keys(
    (account, finality): (Sr25519Keyring, Ed25519Keyring),
) -> (AccountId, AccountId, SessionKeys) {
    let operator = account.to_account_id();
    let keys = SessionKeys {
        babe: account.public().into(),
        grandpa: finality.public().into(),
        authority_discovery: account.public().into(),
    };
    (operator.clone(), operator, keys)
}
