//! The parameters and the fixed numbers of the chain.

use alloc::{string::String, vec::Vec};

use codec::{Codec, Decode, Encode};
use scale_info::TypeInfo;

sp_api::decl_runtime_apis! {
    /// The parameters and the fixed numbers of the chain.
    pub trait ParametersApi<BlockNumber: Codec> {
        /// Returns every parameter, pallet by pallet, and the fixed numbers.
        fn parameters() -> ParametersInfo<BlockNumber>;
    }
}

/// The parameters and the fixed numbers of the chain.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ParametersInfo<BlockNumber> {
    /// The parameters, which governance changes without an upgrade.
    pub changeable: Vec<ParameterInfo<BlockNumber>>,
    /// The fixed numbers, which stay for as long as the runtime or even the chain does.
    pub fixed: Vec<FixedInfo>,
}

/// A parameter.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ParameterInfo<BlockNumber> {
    /// The pallet that it belongs to, in camelCase.
    pub pallet: String,
    /// Its name, in camelCase.
    pub name: String,
    /// Its number now.
    pub value: u128,
    /// The unit of its numbers.
    pub unit: String,
    /// The smallest number that it may have.
    pub min: u128,
    /// The largest number that it may have.
    pub max: u128,
    /// The name of the track that changes it.
    pub track: String,
    /// The block of its last change; `None` if it has been the same since genesis.
    pub changed_at: Option<BlockNumber>,
}

/// A fixed number.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct FixedInfo {
    /// The pallet that it belongs to, in camelCase.
    pub pallet: String,
    /// Its name, in camelCase.
    pub name: String,
    /// The number.
    pub value: u128,
    /// Its unit.
    pub unit: String,
    /// The reason for it.
    pub reason: String,
}
