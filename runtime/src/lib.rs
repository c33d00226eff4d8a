//! The runtime of NES chain: the list of its pallets, and nothing else.
//!
//! The configurations of the pallets are in `configs/`, every number in `constants/`, the first
//! state of each chain in `genesis/`, the powers of governance in `governance/`, and the filters of
//! calls in `filters.rs`.

#![cfg_attr(not(feature = "std"), no_std)]
// `construct_runtime!` and `impl_runtime_apis!` recurse once an item.
#![recursion_limit = "256"]
#![allow(
    clippy::as_conversions,
    missing_docs,
    reason = "the macros that list pallets and APIs write them"
)]

extern crate alloc;

/// The runtime's wasm, as the build script compiled it.
#[cfg(feature = "std")]
#[allow(dead_code, unreachable_pub, reason = "generated")]
mod wasm {
    include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod constants;
pub mod extensions;
pub mod filters;
pub mod genesis;
pub mod governance;
mod migrations;
mod queries;
pub mod sessions;
mod vesting;
mod weights;

use alloc::{borrow::Cow, vec::Vec};

use nes_core::{AccountId, BlockNumber, Signature};
use sp_runtime::{generic, impl_opaque_keys, traits::BlakeTwo256, MultiAddress, OpaqueExtrinsic};
use sp_version::RuntimeVersion;

pub use apis::{RuntimeApi, RUNTIME_API_VERSIONS};
pub use constants::currency::SS58_PREFIX;
pub use extensions::TxExtension;
#[cfg(feature = "std")]
pub use wasm::{WASM_BINARY, WASM_BINARY_BLOATY};

/// The version of this runtime, and of the transactions and the state that it understands.
#[cfg(not(feature = "upgrade-test"))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("nes"),
    impl_name: Cow::Borrowed("nes-node"),
    authoring_version: 1,
    spec_version: 1,
    impl_version: 1,
    apis: RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

/// The version that tests upgrade to. It is written out a second time because the macro reads
/// literals.
#[cfg(feature = "upgrade-test")]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("nes"),
    impl_name: Cow::Borrowed("nes-node"),
    authoring_version: 1,
    spec_version: 2,
    impl_version: 1,
    apis: RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

/// The form in which a call names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block as the runtime reads it.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A block as the node passes it around: extrinsics are bytes.
pub type OpaqueBlock = generic::Block<Header, OpaqueExtrinsic>;

/// An extrinsic before its checks.
pub type UncheckedExtrinsic =
    generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// The executive, which runs blocks.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
>;

impl_opaque_keys! {
    /// The keys that a validator's node signs with.
    #[derive(codec::MaxEncodedLen)]
    pub struct SessionKeys {
        /// The key that authors blocks.
        pub babe: Babe,
        /// The key that finalises them.
        pub grandpa: Grandpa,
        /// The key that publishes the node's addresses to the other validators.
        pub authority_discovery: AuthorityDiscovery,
    }
}

/// The pallets. An index is part of every signed transaction and is never given to another pallet.
#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    /// The runtime: every pallet's configuration is an implementation for it.
    pub struct Runtime;

    // The base.
    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Tempo = pallet_tempo;
    #[runtime::pallet_index(2)]
    pub type Timestamp = pallet_timestamp;

    // Money.
    #[runtime::pallet_index(10)]
    pub type Balances = pallet_balances;
    #[runtime::pallet_index(11)]
    pub type TransactionPayment = pallet_transaction_payment;
    #[runtime::pallet_index(12)]
    pub type SkipFeelessPayment = pallet_skip_feeless_payment;
    #[runtime::pallet_index(13)]
    pub type Vesting = pallet_vesting;
    #[runtime::pallet_index(14)]
    pub type Treasury = pallet_treasury;
    #[runtime::pallet_index(15)]
    pub type Bounties = pallet_bounties;
    #[runtime::pallet_index(16)]
    pub type ChildBounties = pallet_child_bounties;

    // Consensus. BABE stands before session, which starts it at genesis; authorship after it,
    // because the author of an era's first block is of the set that begins with that block.
    #[runtime::pallet_index(21)]
    pub type Babe = pallet_babe;
    #[runtime::pallet_index(22)]
    pub type ValidatorList = pallet_bags_list<Instance1>;
    #[runtime::pallet_index(23)]
    pub type NodeStaking = pallet_node_staking;
    #[runtime::pallet_index(24)]
    pub type Offences = pallet_offences;
    #[runtime::pallet_index(25)]
    pub type SessionProofs = pallet_session_proofs;
    #[runtime::pallet_index(26)]
    pub type Session = pallet_session;
    #[runtime::pallet_index(27)]
    pub type Grandpa = pallet_grandpa;
    #[runtime::pallet_index(28)]
    pub type AuthorityDiscovery = pallet_authority_discovery;
    #[runtime::pallet_index(29)]
    pub type Authorship = pallet_authorship;

    // The economy of the network. 42 is kept for payments through channels. Disputes stand first,
    // because a block's own output is part of the seed of its draws; rewards stand last, because at
    // genesis they count the NES that the others' accounts begin with.
    #[runtime::pallet_index(39)]
    pub type Disputes = pallet_disputes;
    #[runtime::pallet_index(40)]
    pub type Market = pallet_market;
    #[runtime::pallet_index(41)]
    pub type Inference = pallet_inference;
    #[runtime::pallet_index(43)]
    pub type Rewards = pallet_rewards;

    // Governance.
    #[runtime::pallet_index(50)]
    pub type Preimage = pallet_preimage;
    #[runtime::pallet_index(51)]
    pub type Scheduler = pallet_scheduler;
    #[runtime::pallet_index(52)]
    pub type Origins = governance::origins;
    #[runtime::pallet_index(53)]
    pub type ConvictionVoting = pallet_conviction_voting;
    #[runtime::pallet_index(54)]
    pub type Referenda = pallet_referenda;
    #[runtime::pallet_index(55)]
    pub type TechnicalCommittee = pallet_collective<Instance1>;
    #[runtime::pallet_index(56)]
    pub type Whitelist = pallet_whitelist;
    #[runtime::pallet_index(57)]
    pub type SafeMode = pallet_safe_mode;
    #[runtime::pallet_index(58)]
    pub type TxPause = pallet_tx_pause;
    #[runtime::pallet_index(59)]
    pub type Migrations = pallet_migrations;
    #[runtime::pallet_index(64)]
    pub type GovernanceState = governance::state;

    // Accounts.
    #[runtime::pallet_index(60)]
    pub type Utility = pallet_utility;
    #[runtime::pallet_index(61)]
    pub type Multisig = pallet_multisig;
    #[runtime::pallet_index(62)]
    pub type Proxy = pallet_proxy;
    #[runtime::pallet_index(63)]
    pub type Identity = pallet_identity;

    // The development chain's shortcut to root; no other chain sets its key.
    #[runtime::pallet_index(255)]
    pub type Sudo = pallet_sudo;
}
