//! Accounts that act together or for one another, and their names.

use frame_support::traits::{ConstU128, ConstU32};
use frame_system::EnsureRoot;
use nes_core::{AccountId, Signature};
use pallet_identity::legacy::IdentityInfo;
use sp_runtime::traits::{BlakeTwo256, Verify};

use crate::{
    constants::{deposits, governance, limits},
    filters::ProxyKind,
    Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System, Treasury,
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

impl pallet_identity::Config for Runtime {
    type BasicDeposit = ConstU128<{ deposits::IDENTITY }>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = ();
    type ByteDeposit = ConstU128<{ deposits::BYTE }>;
    type Currency = Balances;
    type ForceOrigin = EnsureRoot<AccountId>;
    type IdentityInformation = IdentityInfo<ConstU32<{ limits::IDENTITY_FIELDS }>>;
    type MaxRegistrars = ConstU32<{ limits::REGISTRARS }>;
    type MaxSubAccounts = ConstU32<{ limits::SUB_ACCOUNTS }>;
    type MaxSuffixLength = ConstU32<{ limits::USERNAME_BYTES.0 }>;
    type MaxUsernameLength = ConstU32<{ limits::USERNAME_BYTES.1 }>;
    type OffchainSignature = Signature;
    type PendingUsernameExpiration = governance::UsernameOffer;
    type RegistrarOrigin = EnsureRoot<AccountId>;
    type RuntimeEvent = RuntimeEvent;
    type SigningPublicKey = <Signature as Verify>::Signer;
    type Slashed = Treasury;
    type SubAccountDeposit = ConstU128<{ deposits::SUB_ACCOUNT }>;
    type UsernameAuthorityOrigin = EnsureRoot<AccountId>;
    type UsernameDeposit = ConstU128<{ deposits::USERNAME }>;
    type UsernameGracePeriod = governance::UsernameGrace;
    type WeightInfo = pallet_identity::weights::SubstrateWeight<Runtime>;
}

impl pallet_sudo::Config for Runtime {
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}
