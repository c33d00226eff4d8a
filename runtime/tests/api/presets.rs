//! The first states of the chains.

use nes_runtime::{
    constants::currency::EXISTENTIAL_DEPOSIT,
    genesis::{DEVELOPMENT, LOCAL_TESTNET, MAINNET, PRESETS},
    Balances, Runtime, Session,
};
use pallet_collective::Instance1;
use sp_genesis_builder::PresetId;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};

use crate::common::{assert_sound, genesis, genesis_with, preset_json};

#[test]
fn every_named_preset_is_there_and_builds() {
    use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilderV1;
    assert_eq!(Runtime::preset_names(), PRESETS.map(PresetId::from));
    for preset in PRESETS {
        genesis(preset).execute_with(assert_sound);
    }
}

#[test]
#[should_panic(expected = "technicalCommittee.members is empty: name the members")]
fn a_public_chain_without_a_technical_collective_does_not_start() {
    let public = serde_json::json!({
        "tempo": { "clock": { "epochSlots": 1_200, "eraEpochs": 6, "governanceDivisor": 1 } },
        "nodeStaking": {
            "params": { "unbondingEras": 56, "slashDeferEras": 14, "appealEras": 14 },
        },
        "technicalCommittee": { "members": [] },
    });
    genesis_with(LOCAL_TESTNET, public);
}

#[test]
fn development_and_the_local_testnet_have_a_technical_collective_of_three() {
    let members = [Alice, Bob, Charlie].map(|member| member.to_account_id());
    for preset in [DEVELOPMENT, LOCAL_TESTNET] {
        genesis(preset).execute_with(|| {
            let mut found = pallet_collective::Members::<Runtime, Instance1>::get();
            found.sort_by_key(|who| members.iter().position(|member| member == who));
            assert_eq!(found, members, "{preset}");
        });
    }
}

#[test]
fn an_unknown_preset_is_none() {
    use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilderV1;
    assert_eq!(Runtime::get_preset(&Some("nowhere".into())), None);
}

#[test]
fn only_development_has_a_sudo_key() {
    for (preset, key) in
        [(DEVELOPMENT, Some(Alice.to_account_id())), (LOCAL_TESTNET, None), (MAINNET, None)]
    {
        genesis(preset)
            .execute_with(|| assert_eq!(pallet_sudo::Key::<Runtime>::get(), key, "{preset}"));
    }
}

#[test]
fn development_has_one_validator_and_the_local_testnet_four() {
    let accounts = |keys: &[sp_keyring::Sr25519Keyring]| {
        let mut accounts: Vec<_> = keys.iter().map(|key| key.to_account_id()).collect();
        accounts.sort();
        accounts
    };
    for (preset, expected) in
        [(DEVELOPMENT, accounts(&[Alice])), (LOCAL_TESTNET, accounts(&[Alice, Bob, Charlie, Dave]))]
    {
        genesis(preset).execute_with(|| {
            let mut set = Session::validators();
            set.sort();
            assert_eq!(set, expected, "{preset}");
        });
    }
}

#[test]
fn the_public_clock_has_slots_of_3_s_epochs_of_an_hour_and_eras_of_6_hours() {
    use frame_support::traits::Get;
    use pallet_tempo::{EpochSlots, EraEpochs, GovernanceDivisor, SlotMillis};
    genesis(MAINNET).execute_with(|| {
        assert_eq!(SlotMillis::<Runtime>::get(), 3_000);
        assert_eq!(EpochSlots::<Runtime>::get() * SlotMillis::<Runtime>::get(), 3_600_000);
        assert_eq!(EraEpochs::<Runtime>::get(), 6);
        assert_eq!(GovernanceDivisor::<Runtime>::get(), 1);
    });
}

#[test]
fn the_public_shape_leaves_accounts_and_keys_to_be_filled_in() {
    let shape: serde_json::Value = serde_json::from_slice(&preset_json(MAINNET)).unwrap();
    for input in [
        "/balances/balances",
        "/vesting/vesting",
        "/nodeStaking/nodes",
        "/session/keys",
        "/technicalCommittee/members",
    ] {
        let list = shape.pointer(input).and_then(|value| value.as_array());
        assert_eq!(list.map(Vec::len), Some(0), "{input}");
    }
    // The treasury and the pots of rewards, emission, escrows and bonds exist from the start.
    let least = 5 * EXISTENTIAL_DEPOSIT;
    genesis(MAINNET).execute_with(|| assert_eq!(Balances::total_issuance(), least));
}

#[test]
fn development_accounts_have_the_addresses_that_every_wallet_knows() {
    let alice = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
    assert_eq!(format!("{:?}", sp_core::H256::from(Alice.to_raw_public())), format!("0x{alice}"));
}
