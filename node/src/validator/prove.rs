//! `prove`: the proof that keys of a keystore on disk are an account's.

use codec::{DecodeAll, Encode};
use nes_runtime::SessionKeys;
use sc_cli::{KeystoreParams, Result, SharedParams, SubstrateCli};
use sc_service::{BasePath, KeystoreContainer};
use sp_keystore::{KeystoreExt, KeystorePtr};
use sp_state_machine::BasicExternalities;

use super::{
    chain::{refusal, ProvenKeys},
    extrinsic, ProveCmd,
};
use crate::session_keys::name;

/// Proves keys and prints the call that registers them.
pub(super) fn prove<Cli: SubstrateCli>(cli: &Cli, cmd: ProveCmd) -> Result<()> {
    let keys = SessionKeys::decode_all(&mut &cmd.keys[..]).map_err(|_| {
        refusal("--keys has to be three public keys of 32 bytes each, babe, gran and audi.")
    })?;
    let keystore = open(cli, &cmd.shared, &cmd.keystore)?;
    require(&keystore, &keys)?;
    let proof = sign(keystore, &keys, &cmd.account.encode()).ok_or_else(|| {
        refusal("the keystore does not sign; are its files whole, and its password right?")
    })?;
    let proven = ProvenKeys { keys, proof };
    let call = extrinsic::set_keys(&proven);
    extrinsic::print(&proven, &call, "ws://127.0.0.1:9944");
    println!();
    println!("Sign the call as {}, and start the node with this keystore.", cmd.account);
    Ok(())
}

/// The keystore that a node of this chain and base path uses.
fn open<Cli: SubstrateCli>(
    cli: &Cli,
    shared: &SharedParams,
    params: &KeystoreParams,
) -> Result<KeystorePtr> {
    let base = match shared.base_path()? {
        Some(path) => path,
        None => BasePath::from_project("", "", &Cli::executable_name()),
    };
    let spec = cli.load_spec(&shared.chain_id(shared.is_dev()))?;
    let config = params.keystore_config(&base.config_dir(spec.id()))?;
    Ok(KeystoreContainer::new(&config)?.keystore())
}

fn require(keystore: &KeystorePtr, keys: &SessionKeys) -> Result<()> {
    let missing: Vec<_> = keys
        .clone()
        .into_raw_public_keys()
        .into_iter()
        .filter(|key| !keystore.has_keys(std::slice::from_ref(key)))
        .map(|(_, kind)| name(kind))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(refusal(format!(
        "the keystore lacks {} of these keys: name the right --chain and --base-path, or insert \
         what is missing with `nes-node key insert`.",
        missing.join(", ")
    )))
}

/// The proof, made by the code that the chain checks it with, on this keystore.
fn sign(keystore: KeystorePtr, keys: &SessionKeys, owner: &[u8]) -> Option<Vec<u8>> {
    let mut host = BasicExternalities::new_empty();
    host.register_extension(KeystoreExt::from(keystore));
    let proof = host.execute_with(|| keys.clone().create_ownership_proof(owner));
    proof.ok().map(|proof| proof.encode())
}
