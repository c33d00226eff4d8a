//! Accounts that act together or for one another.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{ConstU128, ConstU32, InstanceFilter};
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

use crate::{
    constants::{deposits, limits},
    Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System,
};

impl pallet_utility::Config for Runtime {
    type PalletsOrigin = OriginCaller;
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

impl pallet_multisig::Config for Runtime {
    type BlockNumberProvider = System;
    type Currency = Balances;
    type DepositBase = ConstU128<{ deposits::MULTISIG }>;
    type DepositFactor = ConstU128<{ deposits::ACCOUNT }>;
    type MaxSignatories = ConstU32<{ limits::SIGNATORIES }>;
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
}

/// What a proxy may do for the account that named it.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
)]
pub enum ProxyKind {
    /// Everything.
    #[default]
    Any,
    /// Everything that cannot move NES to another account.
    NonTransfer,
    /// Proposing and voting.
    Governance,
    /// The register of nodes, session keys and the ranking of validators.
    Staking,
    /// Refusing what other proxies announced.
    CancelProxy,
}

impl InstanceFilter<RuntimeCall> for ProxyKind {
    fn filter(&self, call: &RuntimeCall) -> bool {
        match self {
            Self::Any => true,
            Self::NonTransfer => !moves_money(call),
            Self::Governance => {
                matches!(call, RuntimeCall::Treasury(..) | RuntimeCall::Utility(..))
            }
            Self::Staking => matches!(
                call,
                RuntimeCall::NodeStaking(..)
                    | RuntimeCall::Session(..)
                    | RuntimeCall::ValidatorList(..)
                    | RuntimeCall::Utility(..)
            ),
            Self::CancelProxy => {
                matches!(call, RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. }))
            }
        }
    }

    fn is_superset(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (_, Self::Any) => false,
            (Self::NonTransfer, Self::Governance | Self::Staking | Self::CancelProxy) => true,
            (mine, theirs) => mine == theirs,
        }
    }
}

/// Whether `call` can hand NES of its caller to somebody else: a transfer, a payment for work, or a
/// call that carries others which its own filter cannot see.
fn moves_money(call: &RuntimeCall) -> bool {
    matches!(
        call,
        RuntimeCall::Balances(..)
            | RuntimeCall::Inference(pallet_inference::Call::request { .. })
            | RuntimeCall::Vesting(pallet_vesting::Call::vested_transfer { .. })
            | RuntimeCall::Multisig(..)
            | RuntimeCall::Proxy(
                pallet_proxy::Call::proxy { .. } | pallet_proxy::Call::proxy_announced { .. }
            )
            | RuntimeCall::Sudo(..)
    )
}

impl pallet_proxy::Config for Runtime {
    type AnnouncementDepositBase = ConstU128<{ deposits::ANNOUNCEMENTS }>;
    type AnnouncementDepositFactor = ConstU128<{ deposits::ANNOUNCEMENT }>;
    type BlockNumberProvider = System;
    type CallHasher = BlakeTwo256;
    type Currency = Balances;
    type MaxPending = ConstU32<{ limits::PROXIES }>;
    type MaxProxies = ConstU32<{ limits::PROXIES }>;
    type ProxyDepositBase = ConstU128<{ deposits::PROXIES }>;
    type ProxyDepositFactor = ConstU128<{ deposits::PROXY }>;
    type ProxyType = ProxyKind;
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
}

impl pallet_sudo::Config for Runtime {
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}
