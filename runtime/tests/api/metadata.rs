//! Metadata that wallets and other clients rely on.

use frame_support::traits::Get;
use nes_runtime::{genesis::DEVELOPMENT, Runtime, RuntimeCall, TxExtension, SS58_PREFIX};
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
