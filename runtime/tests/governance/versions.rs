//! The storage-version gate: after genesis the state has the versions that the code knows.

use std::collections::BTreeSet;

use frame_support::traits::{
    GetStorageVersion, NoStorageVersionSet, PalletInfoAccess, StorageVersion,
};
use nes_runtime::genesis::{DEVELOPMENT, LOCAL_TESTNET, MAINNET};

use super::{calls::metadata, common::genesis};

/// A version in the code, if the pallet names one.
trait InCode {
    /// Returns it; a pallet that names none has had no migration, and 0 in its state.
    fn version(self) -> StorageVersion;
}

impl InCode for StorageVersion {
    fn version(self) -> StorageVersion {
        self
    }
}

impl InCode for NoStorageVersionSet {
    fn version(self) -> StorageVersion {
        StorageVersion::new(0)
    }
}

/// The name of a pallet, the version of its state and that of its code.
fn versions_of<P>() -> (&'static str, StorageVersion, StorageVersion)
where
    P: GetStorageVersion + PalletInfoAccess,
    P::InCodeStorageVersion: InCode,
{
    (P::name(), P::on_chain_storage_version(), P::in_code_storage_version().version())
}

macro_rules! versions {
    ($($pallet:ident),+ $(,)?) => { [$(versions_of::<nes_runtime::$pallet>()),+] };
}

#[test]
fn after_genesis_every_pallets_state_has_its_codes_version() {
    for preset in [DEVELOPMENT, LOCAL_TESTNET, MAINNET] {
        genesis(preset).execute_with(|| {
            let versions = versions![
                System,
                Tempo,
                Timestamp,
                Balances,
                TransactionPayment,
                SkipFeelessPayment,
                Vesting,
                Treasury,
                Bounties,
                ChildBounties,
                Babe,
                ValidatorList,
                NodeStaking,
                Offences,
                SessionProofs,
                Session,
                Grandpa,
                AuthorityDiscovery,
                Authorship,
                Disputes,
                Market,
                Inference,
                Rewards,
                Preimage,
                Scheduler,
                Origins,
                ConvictionVoting,
                Referenda,
                TechnicalCommittee,
                Whitelist,
                SafeMode,
                TxPause,
                Migrations,
                GovernanceState,
                Utility,
                Multisig,
                Proxy,
                Identity,
                Sudo,
            ];
            for (pallet, in_state, in_code) in versions {
                assert_eq!(in_state, in_code, "{preset}: {pallet}");
            }
            let metadata = metadata();
            let pallets: BTreeSet<_> = metadata.pallets.iter().map(|it| it.name.as_str()).collect();
            let gated: BTreeSet<_> = versions.iter().map(|(pallet, ..)| *pallet).collect();
            assert_eq!(gated, pallets);
        });
    }
}
