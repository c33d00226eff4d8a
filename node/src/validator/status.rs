//! `status`: a table of what keystore, chain and set say, and a sentence of what follows.

use nes_core::AccountId;
use nes_runtime_api::{SessionKey, ValidatorRole, ValidatorStatus};
use sc_cli::Result;

use super::{
    chain::{refusal, Chain},
    Target,
};
use crate::session_keys::{name, Comparison, Holding};

/// Prints the table and the sentence; fails unless the validator is as it should be.
pub(super) async fn status(Target { account, url }: Target) -> Result<()> {
    let chain = Chain::connect(&url).await?;
    let (status, holding) = chain.validator(&account).await?;
    print(&account, &status, &holding);
    let verdict = Comparison::of(&status, &holding);
    let sentence = verdict.sentence(&account);
    if !verdict.agrees() {
        return Err(refusal(sentence));
    }
    match obstacle(&account, &status) {
        Some(obstacle) => Err(refusal(format!("{sentence} But {obstacle}"))),
        None => {
            println!("verdict          {sentence} {}", success(&status));
            Ok(())
        }
    }
}

fn print(account: &AccountId, status: &ValidatorStatus, holding: &Holding) {
    let session = status.session;
    let set = |keys: &Option<Vec<SessionKey>>| match keys {
        None => "not in it".into(),
        Some(_) if *keys == status.registered => "with the registered keys".into(),
        Some(keys) => format!("with other keys: {}", held(keys, holding)),
    };
    let registered = match &status.registered {
        None => "none".into(),
        Some(keys) => held(keys, holding),
    };
    println!("account          {account}");
    println!("session          {session}, era {}", status.era_of(session));
    println!("registered keys  {registered}");
    println!("this set         {}", set(&status.current));
    println!("next set         {}", set(&status.queued));
    println!("node             {}", status.node.as_ref().map_or("not registered", role));
}

/// Returns a word for each key: does the keystore hold it?
fn held(keys: &[SessionKey], holding: &Holding) -> String {
    let word = |key: &SessionKey| if holding.has(key) { "held" } else { "missing" };
    let words = keys.iter().map(|key| format!("{} {}", name(key.kind), word(key)));
    words.collect::<Vec<_>>().join(", ")
}

fn role(role: &ValidatorRole) -> &'static str {
    match role {
        ValidatorRole { leaving: true, .. } => "leaving",
        ValidatorRole { jailed_until: Some(_), .. } => "registered, jailed",
        ValidatorRole { validator: true, .. } => "registered, a candidate",
        ValidatorRole { validator: false, .. } => "registered, no candidate",
    }
}

/// Returns the obstacle that keeps a node whose keys agree from validating, and its remedy.
fn obstacle(account: &AccountId, status: &ValidatorStatus) -> Option<String> {
    let in_set = status.current.is_some() || status.queued.is_some();
    let obstacle = match &status.node {
        None => format!("{account} has no node: register one with nodeStaking.register."),
        Some(node) if node.leaving => "its node is leaving.".into(),
        Some(ValidatorRole { jailed_until: Some(era), .. }) => format!(
            "its node is jailed: mend the cause, then call nodeStaking.unjail, in era {era} or \
             later."
        ),
        Some(node) if !node.validator => {
            "its node is no candidate: call nodeStaking.validate to make it one.".into()
        }
        Some(_) if status.disabled => {
            "it is disabled for an equivocation: stop every other node that has these keys.".into()
        }
        Some(_) if !in_set => {
            "it is in no validator set: the next one is chosen at the end of the era, by stake."
                .into()
        }
        Some(_) => return None,
    };
    Some(if in_set && !status.disabled {
        format!("{obstacle} It is in the validator set still: keep it running until it is not.")
    } else {
        obstacle
    })
}

fn success(status: &ValidatorStatus) -> String {
    let next = status.session.saturating_add(1);
    match (&status.current, &status.queued) {
        (None, _) => format!("The node validates from session {next} on."),
        (Some(_), None) => {
            format!("The node validates until session {next} begins; others have more stake.")
        }
        (Some(_), Some(_)) => "The node validates.".into(),
    }
}
