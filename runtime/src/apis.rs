//! The runtime APIs, for the node and its clients.

use alloc::vec::Vec;

use frame_support::{
    genesis_builder_helper::{build_state, get_preset},
    weights::Weight,
};
use nes_core::{
    AccountId, Answer, Balance, BlockNumber, DecidedDispute, EraIndex, Hash, Nonce, Quote,
    QuoteError, Receipt, Salt, ServiceId, TaskId, Usage,
};
use nes_runtime_api::{
    AccountInfo, Assignment, DelegationInfo, DisputeInfo, EraInfo, GovernanceRecord, LocksInfo,
    NodeInfo, NodeRewardsInfo, OfferInfo, OperatorInfo, Page, ParametersInfo, ReferendumDetails,
    ReferendumInfo, RequestPreview, RequestRefusal, RequestSpec, ServiceInfo, SlashInfo,
    SupplyInfo, TaskInfo, TrackInfo, ValidatorStatus, VotingPowerInfo, YearInfo,
};
use pallet_grandpa::{fg_primitives, AuthorityId as GrandpaId};
use pallet_market::Wanted;
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use sp_api::impl_runtime_apis;
use sp_authority_discovery::AuthorityId as AuthorityDiscoveryId;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
    traits::{Block as BlockT, NumberFor},
    transaction_validity::{TransactionSource, TransactionValidity},
    ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

use crate::{
    genesis, queries, AuthorityDiscovery, Babe, Block, Executive, Grandpa, InherentDataExt,
    Runtime, RuntimeCall, RuntimeGenesisConfig, SessionKeys, System, TransactionPayment, VERSION,
};

impl_runtime_apis! {
    impl sp_api::Core<Block> for Runtime {
        fn version() -> RuntimeVersion {
            VERSION
        }

        fn execute_block(block: <Block as BlockT>::LazyBlock) {
            Executive::execute_block(block)
        }

        fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
            Executive::initialize_block(header)
        }
    }

    impl sp_api::Metadata<Block> for Runtime {
        fn metadata() -> OpaqueMetadata {
            OpaqueMetadata::new(Runtime::metadata().into())
        }

        fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
            Runtime::metadata_at_version(version)
        }

        fn metadata_versions() -> Vec<u32> {
            Runtime::metadata_versions()
        }
    }

    impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
        fn execute_view_function(
            id: frame_support::view_functions::ViewFunctionId,
            input: Vec<u8>,
        ) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
            Runtime::execute_view_function(id, input)
        }
    }

    impl sp_block_builder::BlockBuilder<Block> for Runtime {
        fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
            Executive::apply_extrinsic(extrinsic)
        }

        fn finalize_block() -> <Block as BlockT>::Header {
            Executive::finalize_block()
        }

        fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
            data.create_extrinsics()
        }

        fn check_inherents(
            block: <Block as BlockT>::LazyBlock,
            data: InherentData,
        ) -> CheckInherentsResult {
            data.check_extrinsics(&block)
        }
    }

    impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
        fn validate_transaction(
            source: TransactionSource,
            tx: <Block as BlockT>::Extrinsic,
            block_hash: <Block as BlockT>::Hash,
        ) -> TransactionValidity {
            Executive::validate_transaction(source, tx, block_hash)
        }
    }

    impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
        fn offchain_worker(header: &<Block as BlockT>::Header) {
            Executive::offchain_worker(header)
        }
    }

    impl sp_consensus_babe::BabeApi<Block> for Runtime {
        fn configuration() -> sp_consensus_babe::BabeConfiguration {
            queries::babe_configuration()
        }

        fn current_epoch_start() -> sp_consensus_babe::Slot {
            Babe::current_epoch_start()
        }

        fn current_epoch() -> sp_consensus_babe::Epoch {
            Babe::current_epoch()
        }

        fn next_epoch() -> sp_consensus_babe::Epoch {
            Babe::next_epoch()
        }

        fn generate_key_ownership_proof(
            slot: sp_consensus_babe::Slot,
            authority_id: sp_consensus_babe::AuthorityId,
        ) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
            queries::sessions::author_key_proof(slot, &authority_id)
                .map(sp_consensus_babe::OpaqueKeyOwnershipProof::new)
        }

        fn submit_report_equivocation_unsigned_extrinsic(
            equivocation_proof: sp_consensus_babe::EquivocationProof<<Block as BlockT>::Header>,
            key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            let key_owner_proof = key_owner_proof.decode()?;
            Babe::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof)
        }
    }

    impl fg_primitives::GrandpaApi<Block> for Runtime {
        fn grandpa_authorities() -> fg_primitives::AuthorityList {
            Grandpa::grandpa_authorities()
        }

        fn current_set_id() -> fg_primitives::SetId {
            pallet_grandpa::CurrentSetId::<Runtime>::get()
        }

        fn generate_key_ownership_proof(
            set_id: fg_primitives::SetId,
            authority_id: GrandpaId,
        ) -> Option<fg_primitives::OpaqueKeyOwnershipProof> {
            queries::sessions::voter_key_proof(set_id, &authority_id)
                .map(fg_primitives::OpaqueKeyOwnershipProof::new)
        }

        fn submit_report_equivocation_unsigned_extrinsic(
            equivocation_proof: fg_primitives::EquivocationProof<
                <Block as BlockT>::Hash,
                NumberFor<Block>,
            >,
            key_owner_proof: fg_primitives::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            let key_owner_proof = key_owner_proof.decode()?;
            Grandpa::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof)
        }
    }

    impl sp_authority_discovery::AuthorityDiscoveryApi<Block> for Runtime {
        fn authorities() -> Vec<AuthorityDiscoveryId> {
            AuthorityDiscovery::authorities()
        }
    }

    impl sp_session::SessionKeys<Block> for Runtime {
        fn generate_session_keys(
            owner: Vec<u8>,
            seed: Option<Vec<u8>>,
        ) -> OpaqueGeneratedSessionKeys {
            SessionKeys::generate(&owner, seed).into()
        }

        fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
            SessionKeys::decode_into_raw_public_keys(&encoded)
        }
    }

    impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
        fn account_nonce(account: AccountId) -> Nonce {
            System::account_nonce(account)
        }
    }

    impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
        for Runtime
    {
        fn query_info(
            uxt: <Block as BlockT>::Extrinsic,
            len: u32,
        ) -> RuntimeDispatchInfo<Balance> {
            TransactionPayment::query_info(uxt, len)
        }

        fn query_fee_details(uxt: <Block as BlockT>::Extrinsic, len: u32) -> FeeDetails<Balance> {
            TransactionPayment::query_fee_details(uxt, len)
        }

        fn query_weight_to_fee(weight: Weight) -> Balance {
            TransactionPayment::weight_to_fee(weight)
        }

        fn query_length_to_fee(length: u32) -> Balance {
            TransactionPayment::length_to_fee(length)
        }
    }

    impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
        Block,
        Balance,
        RuntimeCall,
    > for Runtime {
        fn query_call_info(call: RuntimeCall, len: u32) -> RuntimeDispatchInfo<Balance> {
            TransactionPayment::query_call_info(call, len)
        }

        fn query_call_fee_details(call: RuntimeCall, len: u32) -> FeeDetails<Balance> {
            TransactionPayment::query_call_fee_details(call, len)
        }

        fn query_weight_to_fee(weight: Weight) -> Balance {
            TransactionPayment::weight_to_fee(weight)
        }

        fn query_length_to_fee(length: u32) -> Balance {
            TransactionPayment::length_to_fee(length)
        }
    }

    impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
        fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
            build_state::<RuntimeGenesisConfig>(config)
        }

        fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
            get_preset::<RuntimeGenesisConfig>(id, genesis::preset)
        }

        fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
            genesis::PRESETS.map(Into::into).into()
        }
    }

    impl nes_runtime_api::NodesApi<Block, AccountId> for Runtime {
        fn info(node: AccountId) -> Option<NodeInfo<AccountId>> {
            queries::nodes::info(&node)
        }

        fn list(cursor: Option<AccountId>, limit: u32) -> Page<NodeInfo<AccountId>, AccountId> {
            queries::nodes::list(cursor, limit)
        }

        fn operator(node: AccountId) -> Option<OperatorInfo<AccountId>> {
            queries::nodes::operator(&node)
        }

        fn delegations(
            node: AccountId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Option<Page<DelegationInfo<AccountId>, AccountId>> {
            queries::nodes::delegations(&node, cursor, limit)
        }

        fn delegation(node: AccountId, staker: AccountId) -> Option<DelegationInfo<AccountId>> {
            queries::nodes::delegation(&node, &staker)
        }

        fn staked_by(
            staker: AccountId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Page<DelegationInfo<AccountId>, AccountId> {
            queries::nodes::staked_by(&staker, cursor, limit)
        }

        fn slashes(node: AccountId) -> Option<Vec<SlashInfo>> {
            queries::nodes::slashes(&node)
        }
    }

    impl nes_runtime_api::ValidatorsApi<Block, AccountId> for Runtime {
        fn status(validator: AccountId) -> ValidatorStatus {
            queries::validators::status(&validator)
        }

        fn key_owner(kind: KeyTypeId, public_key: Vec<u8>) -> Option<AccountId> {
            queries::validators::key_owner(kind, &public_key)
        }
    }

    impl nes_runtime_api::SupplyApi<Block, AccountId, BlockNumber> for Runtime {
        fn supply() -> SupplyInfo {
            queries::supply::supply()
        }

        fn account(account: AccountId) -> AccountInfo<BlockNumber> {
            queries::supply::account(&account)
        }
    }

    impl nes_runtime_api::ParametersApi<Block, BlockNumber> for Runtime {
        fn parameters() -> ParametersInfo<BlockNumber> {
            queries::parameters::parameters()
        }
    }

    impl nes_runtime_api::GovernanceApi<Block, AccountId, BlockNumber> for Runtime {
        fn tracks() -> Vec<TrackInfo<BlockNumber>> {
            queries::governance::tracks()
        }

        fn referenda(
            ongoing: Option<bool>,
            cursor: Option<u32>,
            limit: u32,
        ) -> Page<ReferendumInfo<AccountId, BlockNumber>, u32> {
            queries::governance::referenda(ongoing, cursor, limit)
        }

        fn referendum(index: u32) -> Option<ReferendumDetails<AccountId, BlockNumber>> {
            queries::governance::referendum(index)
        }

        fn voting_power(account: AccountId) -> VotingPowerInfo<AccountId> {
            queries::governance::voting_power(&account)
        }

        fn locks(account: AccountId) -> LocksInfo<AccountId, BlockNumber> {
            queries::governance::locks(&account)
        }

        fn record() -> GovernanceRecord {
            queries::governance::record()
        }
    }

    impl nes_runtime_api::RewardsApi<Block, AccountId> for Runtime {
        fn era(era: Option<EraIndex>) -> Option<EraInfo> {
            queries::rewards::era(era)
        }

        fn history(cursor: Option<EraIndex>, limit: u32) -> Page<EraInfo, EraIndex> {
            queries::rewards::history(cursor, limit)
        }

        fn pending(node: AccountId) -> NodeRewardsInfo {
            queries::rewards::pending(&node)
        }

        fn schedule(years: u32) -> Vec<YearInfo> {
            queries::rewards::schedule(years)
        }
    }

    impl nes_runtime_api::MarketApi<Block, AccountId, BlockNumber> for Runtime {
        fn service(service: ServiceId) -> Option<ServiceInfo<AccountId>> {
            queries::market::service(service)
        }

        fn services(
            cursor: Option<ServiceId>,
            limit: u32,
        ) -> Page<ServiceInfo<AccountId>, ServiceId> {
            queries::market::services(cursor, limit)
        }

        fn offers(
            service: ServiceId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Option<Page<OfferInfo<BlockNumber>, AccountId>> {
            queries::market::offers(service, cursor, limit)
        }

        fn quote(
            service: ServiceId,
            usage: Usage,
            committee: Option<u8>,
            version: Option<u32>,
            max_price: Option<Balance>,
        ) -> Result<Quote, QuoteError> {
            queries::market::quote(&Wanted { service, version, usage, committee, max_price })
        }
    }

    impl nes_runtime_api::InferenceApi<Block, AccountId, BlockNumber> for Runtime {
        fn task(task: TaskId) -> Option<TaskInfo<AccountId, BlockNumber>> {
            queries::inference::task(task)
        }

        fn tasks_by_payer(
            payer: AccountId,
            cursor: Option<TaskId>,
            limit: u32,
        ) -> Page<TaskInfo<AccountId, BlockNumber>, TaskId> {
            queries::inference::tasks_by_payer(&payer, cursor, limit)
        }

        fn assigned(
            node: AccountId,
            cursor: Option<TaskId>,
            limit: u32,
        ) -> Page<Assignment<AccountId, BlockNumber>, TaskId> {
            queries::inference::assigned(&node, cursor, limit)
        }

        fn assignment(task: TaskId, node: AccountId) -> Option<Assignment<AccountId, BlockNumber>> {
            queries::inference::assignment(task, &node)
        }

        fn drawn(node: AccountId) -> Vec<TaskId> {
            queries::inference::drawn(&node)
        }

        fn receipts() -> Vec<Receipt<AccountId>> {
            queries::inference::receipts()
        }

        fn dispute(task: TaskId) -> Option<DisputeInfo<AccountId, BlockNumber>> {
            queries::disputes::dispute(task)
        }

        fn disputes(
            account: AccountId,
            cursor: Option<TaskId>,
            limit: u32,
        ) -> Page<DisputeInfo<AccountId, BlockNumber>, TaskId> {
            queries::disputes::disputes(&account, cursor, limit)
        }

        fn decided() -> Vec<DecidedDispute<AccountId>> {
            queries::disputes::decided()
        }

        fn dry_run_request(
            payer: AccountId,
            request: RequestSpec,
        ) -> Result<RequestPreview<BlockNumber>, RequestRefusal> {
            queries::inference::dry_run_request(payer, request)
        }

        fn commitment(
            task: TaskId,
            node: AccountId,
            answer: Answer,
            salt: Salt,
        ) -> Option<Hash> {
            queries::inference::commitment(task, node, answer, salt)
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    impl frame_benchmarking::Benchmark<Block> for Runtime {
        fn benchmark_metadata(
            extra: bool,
        ) -> (
            Vec<frame_benchmarking::BenchmarkList>,
            Vec<frame_support::traits::StorageInfo>,
        ) {
            crate::benchmarks::metadata(extra)
        }

        fn dispatch_benchmark(
            config: frame_benchmarking::BenchmarkConfig,
        ) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
            crate::benchmarks::dispatch(config)
        }
    }

    #[cfg(feature = "try-runtime")]
    impl frame_try_runtime::TryRuntime<Block> for Runtime {
        fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
            let weight = Executive::try_runtime_upgrade(checks).unwrap();
            (weight, crate::constants::limits::BLOCK_WEIGHT)
        }

        fn execute_block(
            block: <Block as BlockT>::LazyBlock,
            state_root_check: bool,
            signature_check: bool,
            select: frame_try_runtime::TryStateSelect,
        ) -> Weight {
            Executive::try_execute_block(block, state_root_check, signature_check, select).unwrap()
        }
    }
}
