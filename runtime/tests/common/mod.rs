//! A chain in memory: the real runtime, block after block.

pub(crate) mod blocks;
pub(crate) mod disputes;
pub(crate) mod env;
pub(crate) mod fault;
pub(crate) mod task;

use std::sync::LazyLock;

use codec::Encode;
use frame_support::{
    dispatch::DispatchResultWithPostInfo,
    storage::{storage_prefix, with_transaction_unchecked, TransactionOutcome},
    traits::{Get, OnFinalize, OnIdle, OnInitialize},
    weights::Weight,
};
use nes_core::{AccountId, Balance, BlockNumber, MemberConduct, Nonce, ServiceFault};
use nes_runtime::{
    constants::limits::BLOCK_WEIGHT, AllPalletsWithSystem, Babe, Balances, Disputes, Inference,
    Market, NodeStaking, Rewards, Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig,
    RuntimeOrigin, SessionProofs, System, Timestamp, TxExtension, UncheckedExtrinsic,
};
use nes_traits::{EndedMember, EndedTask, NodeConduct};
use pallet_tempo::SlotMillis;
use pallet_transaction_payment::ChargeTransactionPayment;
use sp_consensus_babe::{
    digests::{CompatibleDigestItem, PreDigest, SecondaryVRFPreDigest},
    make_vrf_sign_data, Slot,
};
use sp_core::{crypto::VrfSecret, sr25519::Pair};
use sp_io::{hashing::twox_64, TestExternalities};
use sp_keyring::Sr25519Keyring;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
    generic::{Era, SignedPayload},
    traits::Dispatchable,
    BuildStorage, Digest, DigestItem, Perbill,
};

/// Runs `test` on a fresh chain of the preset of this name.
pub(crate) fn on_chain(preset: &str, test: impl FnOnce()) {
    run_on(genesis(preset), test);
}

/// The same, on a chain whose eras mint nothing, so that fees are all that anybody earns.
pub(crate) fn without_emission(preset: &str, test: impl FnOnce()) {
    run_on(genesis_without_emission(preset), test);
}

/// The first state of such a chain.
pub(crate) fn genesis_without_emission(preset: &str) -> TestExternalities {
    let params = pallet_rewards::Params { emission_rate: Perbill::zero(), ..Default::default() };
    genesis_with(preset, serde_json::json!({ "rewards": { "params": params } }))
}

fn run_on(mut state: TestExternalities, test: impl FnOnce()) {
    state.execute_with(|| {
        run_to(1);
        test();
        assert_sound();
    });
}

/// The first state of the preset of this name.
pub(crate) fn genesis(preset: &str) -> TestExternalities {
    genesis_with(preset, serde_json::json!({}))
}

/// A patch that makes `members` the technical collective.
pub(crate) fn collective(members: &[Sr25519Keyring]) -> serde_json::Value {
    let members: Vec<_> = members.iter().map(|member| member.to_account_id()).collect();
    serde_json::json!({ "technicalCommittee": { "members": members } })
}

/// The first state of the preset of this name with a `patch` over it.
pub(crate) fn genesis_with(preset: &str, patch: serde_json::Value) -> TestExternalities {
    let config = genesis_config(preset, patch);
    let mut state = TestExternalities::from(config.build_storage().unwrap());
    state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
    state
}

/// The genesis of the preset of this name with a `patch` over it.
pub(crate) fn genesis_config(preset: &str, patch: serde_json::Value) -> RuntimeGenesisConfig {
    let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
    merge(&mut config, serde_json::from_slice(&preset_json(preset)).unwrap());
    merge(&mut config, patch);
    serde_json::from_value(config).unwrap()
}

/// A preset as the runtime API hands it out.
pub(crate) fn preset_json(preset: &str) -> Vec<u8> {
    use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilderV1;
    Runtime::get_preset(&Some(preset.into())).expect("the preset exists")
}

/// Puts `patch` over `config`, object by object.
pub(crate) fn merge(config: &mut serde_json::Value, patch: serde_json::Value) {
    match (config, patch) {
        (serde_json::Value::Object(config), serde_json::Value::Object(patch)) => {
            for (key, value) in patch {
                merge(config.entry(key).or_insert(serde_json::Value::Null), value);
            }
        }
        (config, patch) => *config = patch,
    }
}

/// Builds blocks up to `height`, whose extrinsics are still to come.
pub(crate) fn run_to(height: BlockNumber) {
    while System::block_number() < height {
        if System::block_number() > 0 {
            finish_block();
        }
        start_block(System::block_number() + 1);
    }
}

/// Builds `count` more blocks.
pub(crate) fn run(count: BlockNumber) {
    run_to(System::block_number() + count);
}

/// The same, without a look at the invariants after each.
pub(crate) fn hurry(count: BlockNumber) {
    for _ in 0..count {
        end_block();
        start_block(System::block_number() + 1);
    }
}

fn start_block(height: BlockNumber) {
    initialize_without_clock(height);
    let now = u64::from(height) * SlotMillis::<Runtime>::get();
    Timestamp::set(RuntimeOrigin::none(), now).unwrap();
}

/// Begins the block of this height, whose clock is still to be set.
pub(crate) fn initialize_without_clock(height: BlockNumber) {
    System::initialize(&height, &System::parent_hash(), &pre_digest(height));
    AllPalletsWithSystem::on_initialize(height);
}

/// The digest by which the author of a block, always the first of the set, proves its slot, which
/// has the number of the block.
pub(crate) fn pre_digest(height: BlockNumber) -> Digest {
    pre_digest_of_slot(Slot::from(u64::from(height)))
}

/// The same for any slot.
pub(crate) fn pre_digest_of_slot(slot: Slot) -> Digest {
    let transcript =
        make_vrf_sign_data(&Babe::randomness(), slot, Babe::current_epoch().epoch_index);
    // Deriving the pair takes longer than all else in an empty block.
    static ALICE: LazyLock<Pair> = LazyLock::new(|| Sr25519Keyring::Alice.pair());
    let vrf_signature = ALICE.vrf_sign(&transcript);
    let pre_digest = SecondaryVRFPreDigest { authority_index: 0, slot, vrf_signature };
    let pre_digest = PreDigest::SecondaryVRF(pre_digest);
    Digest { logs: vec![DigestItem::babe_pre_digest(pre_digest)] }
}

/// Builds one more block; returns what the hook of tasks took at the end of the one before.
pub(crate) fn run_metered() -> Weight {
    let height = System::block_number();
    // All hooks share what is left of a block, so this one runs by itself first, to no effect.
    let taken = with_transaction_unchecked(|| {
        TransactionOutcome::Rollback(Inference::on_idle(height, BLOCK_WEIGHT))
    });
    run(1);
    taken
}

/// Ends the block that runs, and checks the invariants.
fn finish_block() {
    end_block();
    assert_sound();
}

/// Ends the block that runs, without a look at the invariants.
pub(crate) fn end_block() {
    let height = System::block_number();
    System::reset_events();
    AllPalletsWithSystem::on_idle(height, BLOCK_WEIGHT);
    AllPalletsWithSystem::on_finalize(height);
    System::finalize();
}

/// Checks every invariant of the chain's own pallets.
pub(crate) fn assert_sound() {
    NodeStaking::do_try_state().unwrap();
    Market::do_try_state().unwrap();
    Inference::do_try_state().unwrap();
    Disputes::do_try_state().unwrap();
    Rewards::do_try_state().unwrap();
    SessionProofs::do_try_state().unwrap();
}

/// Reports to the register of nodes that a task has ended with this conduct of `node`.
pub(crate) fn judge(node: &AccountId, conduct: MemberConduct) {
    let member = EndedMember { node: node.clone(), conduct, lost: false, protocol: 0 };
    let (service, payer) = (0, Sr25519Keyring::Eve.to_account_id());
    let members = vec![member];
    NodeStaking::close_task(&EndedTask { service, payer, slashable: true, members });
}

/// Has `node` fail four tasks of this era; it is slashed by 0.1 % when the next one begins, to which
/// blocks go by.
pub(crate) fn fail_era(node: &AccountId) {
    let failed = MemberConduct::Failed(ServiceFault::NoCommit);
    (0..4).for_each(|_| judge(node, failed));
    let era = NodeStaking::active_era();
    while NodeStaking::active_era() == era {
        run(1);
    }
    // Eras are judged at the end of a block.
    run(1);
    let row = pallet_node_staking::Nodes::<Runtime>::get(node).unwrap();
    assert!(row.has_pending_slash());
}

/// Has `who` make `call`; no fee is taken.
pub(crate) fn call(
    who: Sr25519Keyring,
    call: impl Into<RuntimeCall>,
) -> DispatchResultWithPostInfo {
    call_as(who.to_account_id(), call)
}

/// The same for any account.
pub(crate) fn call_as(who: AccountId, call: impl Into<RuntimeCall>) -> DispatchResultWithPostInfo {
    let call = call.into();
    in_extrinsic(&call, || call.clone().dispatch(RuntimeOrigin::signed(who)))
}

/// Runs `dispatch` while the block has an extrinsic that carries `call`. Its number is that of the
/// next one.
pub(crate) fn in_extrinsic<R>(call: &RuntimeCall, dispatch: impl FnOnce() -> R) -> R {
    System::note_extrinsic(UncheckedExtrinsic::new_bare(call.clone()).encode());
    let result = dispatch();
    // As if there had been none, because the test may look at the state.
    let index = System::extrinsic_index().unwrap_or_default().encode();
    let prefix = storage_prefix(b"System", b"ExtrinsicData");
    sp_io::storage::clear(&[&prefix[..], &twox_64(&index), &index].concat());
    result
}

/// Has root make `call`.
pub(crate) fn call_as_root(call: impl Into<RuntimeCall>) -> DispatchResultWithPostInfo {
    call.into().dispatch(RuntimeOrigin::root())
}

/// `call` as an extrinsic that `who` has signed with a `tip`.
pub(crate) fn signed(
    who: Sr25519Keyring,
    call: impl Into<RuntimeCall>,
    tip: Balance,
) -> UncheckedExtrinsic {
    let nonce: Nonce = System::account_nonce(who.to_account_id());
    let extension: TxExtension = (
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckEra::from(Era::immortal()),
        frame_system::CheckNonce::from(nonce),
        frame_system::CheckWeight::new(),
        ChargeTransactionPayment::from(tip).into(),
        frame_metadata_hash_extension::CheckMetadataHash::new(false),
        frame_system::WeightReclaim::new(),
    );
    let call = call.into();
    let payload = SignedPayload::new(call.clone(), extension.clone()).unwrap();
    let signature = payload.using_encoded(|bytes| who.sign(bytes)).into();
    let signer = who.to_account_id().into();
    UncheckedExtrinsic::new_signed(call, signer, signature, extension)
}

/// The events of this block and of the end of the one before, newest last.
pub(crate) fn events() -> Vec<RuntimeEvent> {
    System::events().into_iter().map(|record| record.event).collect()
}

/// Returns all NES of `who`, held or free.
pub(crate) fn total(who: &AccountId) -> Balance {
    use frame_support::traits::fungible::Inspect;
    Balances::total_balance(who)
}
