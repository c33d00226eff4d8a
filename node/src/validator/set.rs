//! `setup` and `rotate`: new session keys on a running node, and their registration.

use nes_core::AccountId;
use nes_runtime_api::ValidatorStatus;
use sc_cli::Result;

use super::{
    chain::{refusal, Chain},
    extrinsic::{self, Context, Signer},
    SetCmd, Target,
};
use crate::session_keys::Comparison;

/// Makes and registers keys, unless there are some that the node's keystore holds.
pub(super) async fn setup(cmd: SetCmd) -> Result<()> {
    let Target { account, url } = &cmd.target;
    let chain = Chain::connect(url).await?;
    let (status, holding) = chain.validator(account).await?;
    if Comparison::of(&status, &holding).holds_registered() {
        println!(
            "{account} has session keys, and this node's keystore holds them: nothing is to be \
             done. `nes-node validator rotate --account {account}` replaces them."
        );
        return Ok(());
    }
    replace(&chain, &cmd, &status).await
}

/// Makes and registers keys in place of those that are registered.
pub(super) async fn rotate(cmd: SetCmd) -> Result<()> {
    let Target { account, url } = &cmd.target;
    let chain = Chain::connect(url).await?;
    let (status, _) = chain.validator(account).await?;
    if status.registered.is_none() {
        return Err(refusal(Comparison::Unregistered.sentence(account)));
    }
    replace(&chain, &cmd, &status).await
}

async fn replace(chain: &Chain, cmd: &SetCmd, before: &ValidatorStatus) -> Result<()> {
    let account = &cmd.target.account;
    // A secret that does not fit must not leave keys behind that nobody registers.
    let signer = cmd.sign.then(|| Signer::read(cmd.scheme, account)).transpose()?;
    let proven = chain.make_keys(account).await?;
    let call = extrinsic::set_keys(&proven);
    extrinsic::print(&proven, &call, chain.url());
    println!();
    let Some(signer) = signer else {
        println!(
            "Sign session.setKeys as {account}: open the link, or paste the call under \
             \"Developer\", \"Extrinsics\", \"Decode\". {}",
            announce(before)
        );
        println!("Then ask `nes-node validator status --account {account}`.");
        return Ok(());
    };
    let context = Context {
        genesis: chain.genesis().await?,
        checkpoint: chain.finalised().await?,
        nonce: chain.nonce(account).await?,
    };
    let block = extrinsic::submit(chain, &signer.sign(call, &context)).await?;
    println!("The keys are registered, in block {block:?}.");
    let (after, _) = chain.validator(account).await?;
    println!("{}", consequence(account, &after));
    Ok(())
}

/// Returns the effect that registering keys will have on the sets.
fn announce(before: &ValidatorStatus) -> String {
    if before.current.is_none() && before.queued.is_none() {
        return "No validator set runs with other keys of the account.".into();
    }
    let session = before.session.saturating_add(2);
    format!(
        "The validator set runs with the old keys until session {session} (era {}) begins, and \
         longer if the extrinsic is in a block after session {}: until then leave the old keys \
         where they are, and their node running.",
        before.era_of(session),
        before.session,
    )
}

/// Returns the effect that having registered keys has on the sets.
fn consequence(account: &AccountId, after: &ValidatorStatus) -> String {
    match after.older_until() {
        Some(session) => format!(
            "The validator set runs with the old keys until session {session} (era {}) begins: \
             until then leave them where they are, and their node running. `nes-node validator \
             status --account {account}` says when it has.",
            after.era_of(session),
        ),
        None => "No validator set runs with other keys of the account.".into(),
    }
}
