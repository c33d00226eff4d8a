//! Every call of the runtime.

use std::collections::BTreeSet;

use codec::Decode;
use frame_support::{
    __private::metadata::{v14::RuntimeMetadataV14, RuntimeMetadata},
    traits::GetCallMetadata,
};
use nes_runtime::{
    genesis::{BABE, DEVELOPMENT},
    Runtime, RuntimeCall,
};
use scale_info::TypeDef;
use sp_consensus_babe::digests::NextConfigDescriptor;

use super::common::on_chain;

/// The names of a call's pallet and of the call.
pub(crate) type Name = (&'static str, &'static str);

/// Returns the names of `call`.
pub(crate) fn name(call: &RuntimeCall) -> Name {
    let names = call.get_call_metadata();
    (names.pallet_name, names.function_name)
}

/// Returns every call. Each byte of the arguments is zero, if there are such.
pub(crate) fn every_call() -> Vec<RuntimeCall> {
    let indices = (0..=u8::MAX).flat_map(|pallet| (0..=u8::MAX).map(move |call| (pallet, call)));
    let from_zeros = indices.filter_map(|(pallet, call)| from_zeros(pallet, call));
    from_zeros.chain(not_from_zeros()).collect()
}

/// The calls of which zeros are none.
fn not_from_zeros() -> [RuntimeCall; 1] {
    let config = NextConfigDescriptor::V1 { c: BABE.c, allowed_slots: BABE.allowed_slots };
    [pallet_babe::Call::plan_config_change { config }.into()]
}

fn from_zeros(pallet: u8, call: u8) -> Option<RuntimeCall> {
    let mut bytes = [0; 4_096];
    bytes[..2].copy_from_slice(&[pallet, call]);
    RuntimeCall::decode(&mut &bytes[..]).ok()
}

/// Returns the call of these names.
pub(crate) fn call_named(pallet: &str, call: &str) -> RuntimeCall {
    every_call().into_iter().find(|made| name(made) == (pallet, call)).unwrap()
}

/// Returns the metadata that wallets read.
pub(crate) fn metadata() -> RuntimeMetadataV14 {
    match Runtime::metadata().1 {
        RuntimeMetadata::V14(metadata) => metadata,
        _ => panic!("the metadata has version 14"),
    }
}

/// Returns the names of every call in the metadata.
fn named_in_metadata() -> BTreeSet<(String, String)> {
    let metadata = metadata();
    let mut names = BTreeSet::new();
    for pallet in &metadata.pallets {
        let Some(calls) = &pallet.calls else { continue };
        let TypeDef::Variant(calls) = &metadata.types.resolve(calls.ty.id).unwrap().type_def else {
            panic!("the calls of {} are variants", pallet.name);
        };
        names.extend(calls.variants.iter().map(|call| (pallet.name.clone(), call.name.clone())));
    }
    names
}

#[test]
fn no_call_of_the_metadata_is_missing() {
    on_chain(DEVELOPMENT, || {
        let made = every_call();
        let names: BTreeSet<_> =
            made.iter().map(name).map(|(pallet, call)| (pallet.into(), call.into())).collect();
        let missing: Vec<_> = named_in_metadata().difference(&names).cloned().collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert_eq!(made.len(), names.len());
    });
}
