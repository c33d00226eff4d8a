//! What the runtime APIs answer, put together from the pallets that know.

pub(crate) mod nodes;
pub(crate) mod validators;

use alloc::vec::Vec;

use codec::Encode;
use frame_support::traits::{Get, KeyOwnerProofSystem};
use nes_core::{
    AccountId, Answer, BlockNumber, Hash, Quote, QuoteError, Salt, ServiceId, TaskId, Usage,
};
use nes_runtime_api::{MemberInfo, TaskInfo, TaskPhase};
use pallet_inference::{Member, Phase, Reply};
use sp_core::crypto::KeyTypeId;

use crate::{genesis, Babe, Historical, Inference, Market, Rewards, Runtime};

/// What BABE runs with, from the chain's own clock.
pub(crate) fn babe_configuration() -> sp_consensus_babe::BabeConfiguration {
    let epoch = pallet_babe::EpochConfig::<Runtime>::get().unwrap_or(genesis::BABE);
    sp_consensus_babe::BabeConfiguration {
        slot_duration: Babe::slot_duration(),
        epoch_length: pallet_tempo::EpochSlots::<Runtime>::get(),
        c: epoch.c,
        authorities: Babe::authorities().to_vec(),
        randomness: Babe::randomness(),
        allowed_slots: epoch.allowed_slots,
    }
}

/// The proof that `authority` was a validator's key in a session that the chain remembers.
pub(crate) fn key_ownership_proof(kind: KeyTypeId, authority: impl AsRef<[u8]>) -> Option<Vec<u8>> {
    Historical::prove((kind, authority)).map(|proof| proof.encode())
}

/// What `usage` of `service` would cost now.
pub(crate) fn quote(
    service: ServiceId,
    usage: Usage,
    committee: Option<u8>,
) -> Result<Quote, QuoteError> {
    Market::quote(service, usage, committee, Rewards::split)
}

/// What is known of the open task `id`.
pub(crate) fn task(id: TaskId) -> Option<TaskInfo<AccountId, BlockNumber>> {
    let task = pallet_inference::Tasks::<Runtime>::get(id)?;
    let phase = match task.phase {
        Phase::Queued => TaskPhase::Queued,
        Phase::Committing(_) => TaskPhase::Committing,
        Phase::Revealing(_) => TaskPhase::Revealing,
    };
    Some(TaskInfo {
        members: task.members().iter().map(member).collect(),
        payer: task.payer,
        service: task.service,
        input_hash: task.input.content_hash,
        input_uri: task.input.uri.into_inner(),
        max_usage: task.max_usage,
        max_tariff: task.max_tariff,
        escrow: task.escrow,
        quorum: task.quorum,
        requested: task.requested,
        due: task.due,
        phase,
    })
}

fn member(member: &Member<AccountId>) -> MemberInfo<AccountId> {
    MemberInfo {
        node: member.node.clone(),
        tariff: member.tariff,
        committed: member.reply != Reply::None,
        revealed: member.answer().copied(),
    }
}

/// The commitment that `node` makes to `answer` for `task` on this chain.
pub(crate) fn commitment(task: TaskId, node: AccountId, answer: Answer, salt: Salt) -> Hash {
    nes_committee::commitment(&Inference::genesis(), task, &node, &answer, &salt)
}
