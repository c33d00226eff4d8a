//! The deposits of the SDK's pallets, against the state that they pay for.

use std::collections::BTreeMap;

use codec::Encode;
use frame_support::assert_ok;
use nes_core::{AccountId, Balance};
use nes_runtime::{
    constants::deposits::deposit, filters::ProxyKind, Balances, RuntimeCall, SessionKeys,
};
use pallet_identity::{legacy::IdentityInfo, Call as IdentityCall, Data};
use pallet_proxy::Call as ProxyCall;
use sp_io::hashing::twox_128;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Eve, Ferdie};

use crate::common::{call_as_root, env::Env};

/// The rows of a pallet, by their keys: the number of bytes of the value.
type Rows = BTreeMap<Vec<u8>, usize>;

fn rows(env: &mut Env, pallet: &str) -> Rows {
    env.read(|| {
        let prefix = twox_128(pallet.as_bytes());
        let next = |key: &Vec<u8>| sp_io::storage::next_key(key);
        let keys = std::iter::successors(next(&prefix.to_vec()), next);
        let rows = keys.take_while(|key| key.starts_with(&prefix));
        rows.map(|key| (key.clone(), sp_io::storage::get(&key).unwrap().len())).collect()
    })
}

fn reserved(env: &mut Env, who: Sr25519Keyring) -> Balance {
    env.read(|| Balances::reserved_balance(who.to_account_id()))
}

/// Submits the `calls`; returns the amount that `payer` has on deposit for them.
///
/// # Panics
///
/// Panics if the deposit is less than the price of the rows that `pallet` has more and of the bytes
/// of their values, or more than the price of these rows with the bytes of their whole keys.
fn deposit_of<const N: usize>(
    env: &mut Env,
    pallet: &str,
    payer: Sr25519Keyring,
    calls: [(Sr25519Keyring, RuntimeCall); N],
) -> Balance {
    let (before, reserved_before) = (rows(env, pallet), reserved(env, payer));
    for (who, call) in calls {
        assert_ok!(env.submit(who, call));
    }
    let (after, taken) = (rows(env, pallet), reserved(env, payer) - reserved_before);

    let new = after.keys().filter(|key| !before.contains_key(*key));
    let (count, keys) = new.fold((0, 0), |(count, keys), key| (count + 1, keys + key.len()));
    let values = |rows: &Rows| rows.values().sum::<usize>();
    let values = values(&after) - values(&before);
    let price = |bytes: usize| deposit(count, bytes.try_into().unwrap());
    let bounds = price(values)..=price(values + keys);
    assert!(bounds.contains(&taken), "{pallet}: {taken} for {count} rows, {values} + {keys} bytes");
    taken
}

#[test]
fn session_keys_pay_for_their_rows() {
    let mut env = Env::new();
    let owner = Ferdie.to_account_id().encode();
    let generated = env.read(|| SessionKeys::generate(&owner, Some(b"//Ferdie".to_vec())));
    let keys = generated.keys;
    let set = pallet_session::Call::set_keys { keys, proof: generated.proof.encode() };
    assert_eq!(deposit_of(&mut env, "Session", Ferdie, [(Ferdie, set.into())]), deposit(4, 400));
}

#[test]
fn a_multisig_operation_pays_for_its_row() {
    let mut env = Env::new();
    let mut others = [Bob, Charlie].map(|who| who.to_account_id()).to_vec();
    others.sort();
    let call = RuntimeCall::from(frame_system::Call::remark { remark: vec![] });
    let propose = pallet_multisig::Call::as_multi {
        threshold: 3,
        other_signatories: others,
        maybe_timepoint: None,
        call: Box::new(call),
        max_weight: Default::default(),
    };
    deposit_of(&mut env, "Multisig", Alice, [(Alice, propose.into())]);
}

#[test]
fn proxies_and_their_announcements_pay_for_their_rows() {
    let mut env = Env::new();
    let add = |delegate: Sr25519Keyring| {
        let delegate = delegate.to_account_id().into();
        RuntimeCall::from(ProxyCall::add_proxy { delegate, proxy_type: ProxyKind::Any, delay: 1 })
    };
    let announce = |hash: u8| {
        let (real, call_hash) = (Alice.to_account_id().into(), [hash; 32].into());
        RuntimeCall::from(ProxyCall::announce { real, call_hash })
    };
    let first = deposit_of(&mut env, "Proxy", Alice, [(Alice, add(Bob))]);
    let next = deposit_of(&mut env, "Proxy", Alice, [(Alice, add(Charlie))]);
    assert!(next < first);
    deposit_of(&mut env, "Proxy", Bob, [(Bob, announce(1))]);
    deposit_of(&mut env, "Proxy", Bob, [(Bob, announce(2))]);
}

#[test]
fn a_preimage_pays_for_its_rows() {
    for bytes in [1, 100, 10_000] {
        let note = pallet_preimage::Call::note_preimage { bytes: vec![7; bytes] };
        deposit_of(&mut Env::new(), "Preimage", Eve, [(Eve, note.into())]);
    }
}

#[test]
fn an_identity_its_sub_accounts_and_a_username_pay_for_their_rows() {
    let mut env = Env::new();
    let name = || Data::Raw(vec![b'n'; 32].try_into().unwrap());
    let info = IdentityInfo {
        additional: vec![(name(), name())].try_into().unwrap(),
        display: name(),
        legal: name(),
        web: name(),
        riot: name(),
        email: name(),
        pgp_fingerprint: Some([1; 20]),
        image: name(),
        twitter: name(),
    };
    let set = IdentityCall::set_identity { info: Box::new(info) };
    deposit_of(&mut env, "Identity", Eve, [(Eve, set.into())]);
    // The next one pays for the list too, although only the first adds it.
    let subs = vec![(AccountId::new([1; 32]), name())];
    deposit_of(&mut env, "Identity", Eve, [(Eve, IdentityCall::set_subs { subs }.into())]);

    let (authority, suffix) = (Alice.to_account_id().into(), b"nes".to_vec());
    let appoint = IdentityCall::add_username_authority { authority, suffix, allocation: 0 };
    env.read(|| call_as_root(appoint)).expect("root may");
    let username = [vec![b'a'; 28], b".nes".to_vec()].concat();
    let offer = IdentityCall::set_username_for {
        who: Ferdie.to_account_id().into(),
        username: username.clone(),
        signature: None,
        use_allocation: false,
    };
    let accept = IdentityCall::accept_username { username: username.try_into().unwrap() };
    deposit_of(&mut env, "Identity", Alice, [(Alice, offer.into()), (Ferdie, accept.into())]);
}
