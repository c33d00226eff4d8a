//! The predicates by which polkadot.js Apps decides what it shows, on our metadata.

use frame_support::__private::metadata::v14::{PalletMetadata, RuntimeMetadataV14};
use nes_runtime::{genesis::MAINNET, TxExtension};
use scale_info::{form::PortableForm, TypeDef};
use sp_runtime::traits::TransactionExtension;

use super::{calls::metadata, common::genesis};

fn pallet<'a>(
    metadata: &'a RuntimeMetadataV14,
    name: &str,
) -> Option<&'a PalletMetadata<PortableForm>> {
    // Apps writes names with a small first letter.
    let lower = |name: &str| name[..1].to_lowercase() + &name[1..];
    metadata.pallets.iter().find(|known| lower(&known.name) == name)
}

/// Words as Apps writes a name: `_` gone, the letter behind it a capital.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| {
        let (head, rest) = word.split_at(1.min(word.len()));
        all + &head.to_uppercase() + rest
    })
}

/// Returns true if there is a call `api.tx.pallet.name`.
fn has_call(metadata: &RuntimeMetadataV14, of: &str, name: &str) -> bool {
    let calls = pallet(metadata, of).and_then(|pallet| pallet.calls.as_ref());
    calls.is_some_and(|calls| match &metadata.types.resolve(calls.ty.id).unwrap().type_def {
        TypeDef::Variant(calls) => calls.variants.iter().any(|call| camel(&call.name) == name),
        _ => false,
    })
}

/// Returns true if there is a value `api.query.pallet.name`.
fn has_query(metadata: &RuntimeMetadataV14, of: &str, name: &str) -> bool {
    let storage = pallet(metadata, of).and_then(|pallet| pallet.storage.as_ref());
    let first = |name: &str| name[..1].to_lowercase() + &name[1..];
    storage.is_some_and(|it| it.entries.iter().any(|entry| first(&entry.name) == name))
}

/// Returns true if there is a constant `api.consts.pallet.name`.
fn has_const(metadata: &RuntimeMetadataV14, of: &str, name: &str) -> bool {
    let first = |name: &str| name[..1].to_lowercase() + &name[1..];
    pallet(metadata, of)
        .is_some_and(|pallet| pallet.constants.iter().any(|it| first(&it.name) == name))
}

#[test]
fn apps_shows_referenda_treasury_bounties_preimages_whitelist_proxies_multisigs_and_identities() {
    genesis(MAINNET).execute_with(|| {
        let metadata = metadata();
        let calls = [
            ("referenda", "submit"),
            ("referenda", "placeDecisionDeposit"),
            ("convictionVoting", "vote"),
            ("convictionVoting", "delegate"),
            ("preimage", "notePreimage"),
            ("bounties", "proposeBounty"),
            ("whitelist", "removeWhitelistedCall"),
            ("technicalCommittee", "propose"),
            ("treasury", "spend"),
            ("proxy", "addProxy"),
            ("multisig", "approveAsMulti"),
            ("identity", "setIdentity"),
            ("utility", "batch"),
            ("scheduler", "schedule"),
        ];
        for (pallet, call) in calls {
            assert!(has_call(&metadata, pallet, call), "api.tx.{pallet}.{call}");
        }
        let queries = [
            ("treasury", "proposals"),
            ("preimage", "statusFor"),
            ("preimage", "preimageFor"),
            ("technicalCommittee", "members"),
            ("referenda", "referendumInfoFor"),
            ("convictionVoting", "votingFor"),
            ("bounties", "bounties"),
            ("identity", "identityOf"),
            ("proxy", "proxies"),
            ("multisig", "multisigs"),
            ("scheduler", "agenda"),
            ("whitelist", "whitelistedCall"),
        ];
        for (pallet, query) in queries {
            assert!(has_query(&metadata, pallet, query), "api.query.{pallet}.{query}");
        }
        let constants = [
            ("referenda", "tracks"),
            ("convictionVoting", "voteLockingPeriod"),
            ("treasury", "spendPeriod"),
            ("bounties", "bountyDepositBase"),
        ];
        for (pallet, constant) in constants {
            assert!(has_const(&metadata, pallet, constant), "api.consts.{pallet}.{constant}");
        }
        // The page of Gov1 and that of councils stay away.
        for pallet_of_others in ["democracy", "council", "elections", "fellowshipReferenda"] {
            assert!(pallet(&metadata, pallet_of_others).is_none(), "{pallet_of_others}");
        }
    });
}

/// A Ledger signs only what carries the hash of the metadata.
#[test]
fn a_ledger_finds_the_extension_that_it_asks_for() {
    let names = TxExtension::metadata().into_iter().map(|extension| extension.identifier);
    assert!(names.into_iter().any(|name| name == "CheckMetadataHash"));
}
