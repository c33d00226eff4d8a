//! Metadata that wallets and other clients rely on.

use codec::Decode;
use frame_support::{
    __private::metadata::{RuntimeMetadata, RuntimeMetadataPrefixed},
    traits::Get,
};
use nes_runtime::{genesis::DEVELOPMENT, Runtime, RuntimeCall, TxExtension, SS58_PREFIX};
use scale_info::TypeDef;
use sp_runtime::traits::TransactionExtension;

use crate::common::on_chain;

#[test]
fn the_metadata_is_there_in_the_versions_14_to_16() {
    // Its constants show the chain's clock, so there has to be a chain.
    on_chain(DEVELOPMENT, || {
        for version in 14..=16 {
            assert!(Runtime::metadata_versions().contains(&version), "{version}");
            assert!(Runtime::metadata_at_version(version).is_some(), "{version}");
        }
    });
}

#[test]
fn the_transaction_extensions_are_those_that_wallets_know() {
    let names: Vec<_> =
        TxExtension::metadata().into_iter().map(|extension| extension.identifier).collect();
    assert_eq!(
        names,
        [
            "CheckNonZeroSender",
            "CheckSpecVersion",
            "CheckTxVersion",
            "CheckGenesis",
            "CheckMortality",
            "CheckNonce",
            "CheckWeight",
            "ChargeTransactionPayment",
            "CheckMetadataHash",
            "WeightReclaim",
        ]
    );
}

#[test]
fn a_call_is_small_enough_to_be_passed_around() {
    assert!(core::mem::size_of::<RuntimeCall>() <= 512);
}

#[test]
fn the_address_prefix_is_in_the_metadata() {
    let prefix: u16 = <Runtime as frame_system::Config>::SS58Prefix::get();
    assert_eq!(prefix, SS58_PREFIX);
}

/// The chain's own pallets and runtime APIs that take parameters.
const OWN: [&str; 12] = [
    "Disputes",
    "Inference",
    "Market",
    "NodeStaking",
    "Rewards",
    "GovernanceApi",
    "InferenceApi",
    "MarketApi",
    "NodesApi",
    "RewardsApi",
    "SupplyApi",
    "ValidatorsApi",
];

/// Words that TypeScript in its strict mode or Python reserves.
const RESERVED: &str = "and arguments as assert async await break case catch class const continue \
    debugger def default del delete do elif else enum eval except export extends false finally for \
    from function global if implements import in instanceof interface is lambda let new nonlocal \
    not null or package pass private protected public raise return static super switch this throw \
    true try typeof var void while with yield";

/// Returns the names of the parameters of calls and APIs, each after that of its pallet or API.
fn parameters() -> Vec<(String, String)> {
    let metadata = Runtime::metadata_at_version(15).unwrap();
    let metadata = RuntimeMetadataPrefixed::decode(&mut &metadata[..]).unwrap().1;
    let RuntimeMetadata::V15(metadata) = metadata else { panic!("it has version 15") };
    let calls = metadata.pallets.iter().filter_map(|pallet| {
        let calls = metadata.types.resolve(pallet.calls.as_ref()?.ty.id)?;
        let TypeDef::Variant(calls) = &calls.type_def else { panic!("calls are variants") };
        let fields = calls.variants.iter().flat_map(|call| &call.fields);
        Some(fields.map(|field| (pallet.name.clone(), field.name.clone().unwrap())))
    });
    let apis = metadata.apis.iter().flat_map(|api| {
        let inputs = api.methods.iter().flat_map(|method| &method.inputs);
        inputs.map(|input| (api.name.clone(), input.name.clone()))
    });
    calls.flatten().chain(apis).collect()
}

/// A client's generated code has functions with these parameters.
#[test]
fn no_parameter_has_a_name_that_clients_reserve() {
    on_chain(DEVELOPMENT, || {
        let parameters = parameters();
        let reserved: Vec<_> = RESERVED.split_whitespace().collect();
        for own in OWN {
            let mut names = parameters.iter().filter(|(owner, _)| owner == own).peekable();
            assert!(names.peek().is_some(), "{own}");
            for (_, name) in names {
                assert!(!reserved.contains(&name.as_str()), "{own}: {name}");
            }
        }
    });
}
