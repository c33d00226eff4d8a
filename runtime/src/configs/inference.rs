//! Tasks.

use codec::Encode;
use nes_core::Hash;
use sp_io::hashing::blake2_256;
use sp_runtime::traits::Get;

use super::rewards::TreasuryAccount;
use crate::{
    governance::origins::ParametersAdmin, weights, Babe, Balances, Market, NodeStaking, Rewards,
    Runtime,
};

/// The hash of the VRF outputs of the parent block and of this one.
///
/// The parent's author knew its own output when it built its block, but not this one's. This
/// block's author knew both, but can change nothing any more before they are used, except by
/// withholding the block.
pub struct TwoVrfOutputs;

impl Get<Option<Hash>> for TwoVrfOutputs {
    fn get() -> Option<Hash> {
        // BABE replaces it while a block is finalised, so until then it is the parent's.
        let parent = Babe::author_vrf_randomness()?;
        let pre_digest = Babe::initialized()??;
        let this = &pre_digest.vrf_signature()?.pre_output;
        Some((parent, this).using_encoded(blake2_256).into())
    }
}

impl pallet_inference::Config for Runtime {
    type AdminOrigin = ParametersAdmin;
    type BlockRandomness = TwoVrfOutputs;
    type Conduct = NodeStaking;
    type Currency = Balances;
    type Fees = Rewards;
    type Market = Market;
    type NodeRegistry = NodeStaking;
    type Treasury = TreasuryAccount;
    type WeightInfo = weights::pallet_inference::WeightInfo<Runtime>;
}
