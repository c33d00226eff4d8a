//! The extensions of an extrinsic: the data that it carries in addition to its call.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode};
use pallet_skip_feeless_payment::{Intermediate, SkipCheckIfFeeless};
use pallet_transaction_payment::ChargeTransactionPayment;
use scale_info::TypeInfo;
use sp_runtime::{
    traits::{
        DispatchInfoOf, DispatchOriginOf, Implication, PostDispatchInfoOf, TransactionExtension,
        TransactionExtensionMetadata, ValidateResult,
    },
    transaction_validity::{TransactionPriority, TransactionSource, TransactionValidityError},
    DispatchResult, Weight,
};

use crate::{Runtime, RuntimeCall};

/// The extensions of an extrinsic; all of them are standard, so that wallets know them.
pub type TxExtension = (
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckEra<Runtime>,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    ChargeUnlessFree,
    frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
    frame_system::WeightReclaim<Runtime>,
);

/// The priority of a free call in the pool: the highest, as that of reports of equivocations. Only
/// the steps of paid tasks have free calls, and a node that misses a step because others pay more
/// would be slashed for it. They share a tag for each seat and step, so that one is ready.
pub const FREE_PRIORITY: TransactionPriority = TransactionPriority::MAX;

type Charge = ChargeTransactionPayment<Runtime>;
type ChargeOrSkip = SkipCheckIfFeeless<Runtime, Charge>;

/// The charge of a call's fee, unless its pallet declares the call free now; a free call comes
/// first.
///
/// Wallets see `ChargeTransactionPayment`, as which it behaves for a call that pays.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, PartialEq, Eq, Debug)]
pub struct ChargeUnlessFree(ChargeOrSkip);

impl From<Charge> for ChargeUnlessFree {
    fn from(charge: Charge) -> Self {
        Self(charge.into())
    }
}

impl TypeInfo for ChargeUnlessFree {
    type Identity = <ChargeOrSkip as TypeInfo>::Identity;

    fn type_info() -> scale_info::Type {
        ChargeOrSkip::type_info()
    }
}

impl TransactionExtension<RuntimeCall> for ChargeUnlessFree {
    type Implicit = <ChargeOrSkip as TransactionExtension<RuntimeCall>>::Implicit;
    type Pre = <ChargeOrSkip as TransactionExtension<RuntimeCall>>::Pre;
    type Val = <ChargeOrSkip as TransactionExtension<RuntimeCall>>::Val;

    const IDENTIFIER: &'static str =
        <ChargeOrSkip as TransactionExtension<RuntimeCall>>::IDENTIFIER;

    fn metadata() -> Vec<TransactionExtensionMetadata> {
        ChargeOrSkip::metadata()
    }

    fn implicit(&self) -> Result<Self::Implicit, TransactionValidityError> {
        self.0.implicit()
    }

    fn weight(&self, call: &RuntimeCall) -> Weight {
        self.0.weight(call)
    }

    fn validate(
        &self,
        origin: DispatchOriginOf<RuntimeCall>,
        call: &RuntimeCall,
        info: &DispatchInfoOf<RuntimeCall>,
        len: usize,
        implicit: Self::Implicit,
        implication: &impl Implication,
        source: TransactionSource,
    ) -> ValidateResult<Self::Val, RuntimeCall> {
        let validated = self.0.validate(origin, call, info, len, implicit, implication, source);
        let (mut valid, fee, origin) = validated?;
        if matches!(fee, Intermediate::Skip(_)) {
            valid.priority = FREE_PRIORITY;
            valid.provides.extend(match call {
                RuntimeCall::Inference(call) => call.pool_tag(),
                RuntimeCall::Disputes(call) => call.pool_tag(),
                _ => None,
            });
        }
        Ok((valid, fee, origin))
    }

    fn prepare(
        self,
        fee: Self::Val,
        origin: &DispatchOriginOf<RuntimeCall>,
        call: &RuntimeCall,
        info: &DispatchInfoOf<RuntimeCall>,
        len: usize,
    ) -> Result<Self::Pre, TransactionValidityError> {
        self.0.prepare(fee, origin, call, info, len)
    }

    fn post_dispatch_details(
        fee: Self::Pre,
        info: &DispatchInfoOf<RuntimeCall>,
        post_info: &PostDispatchInfoOf<RuntimeCall>,
        len: usize,
        result: &DispatchResult,
    ) -> Result<Weight, TransactionValidityError> {
        ChargeOrSkip::post_dispatch_details(fee, info, post_info, len, result)
    }
}
