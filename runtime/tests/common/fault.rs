//! Equivocations with real signatures, and their reports as nodes make them.

use finality_grandpa::{Message, Prevote};
use nes_core::{BlockNumber, Hash};
use nes_runtime::{Block, Header, Runtime, UncheckedExtrinsic};
use pallet_grandpa::fg_primitives::{
    self, localized_payload, runtime_decl_for_grandpa_api::GrandpaApiV3, AuthoritySignature, SetId,
};
use sp_consensus_babe::{
    digests::CompatibleDigestItem, runtime_decl_for_babe_api::BabeApiV2, AuthorityId, Slot,
};
use sp_core::Pair;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::{traits::Header as _, DigestItem};
use sp_session::MembershipProof;

use super::pre_digest_of_slot;

/// An equivocation: two blocks in a slot, or two votes in a round.
#[derive(Clone)]
pub(crate) enum Fault {
    Blocks(sp_consensus_babe::EquivocationProof<Header>),
    Votes(fg_primitives::EquivocationProof<Hash, BlockNumber>),
}

impl Fault {
    /// Two blocks by `author` in `slot`.
    pub(crate) fn blocks(author: Sr25519Keyring, slot: Slot) -> Self {
        let [first_header, second_header] = [1, 2].map(|content| sealed(author, slot, content));
        let offender = author.public().into();
        let proof =
            sp_consensus_babe::EquivocationProof { offender, slot, first_header, second_header };
        Self::Blocks(proof)
    }

    /// Two votes by `voter` in `round` of the set of this number.
    pub(crate) fn votes(voter: Ed25519Keyring, set: SetId, round: u64) -> Self {
        let [first, second] = [1, 2].map(|content| {
            let prevote = Prevote::new(Hash::repeat_byte(content), 1);
            let payload = localized_payload(round, set, &Message::Prevote(prevote.clone()));
            (prevote, AuthoritySignature::from(voter.pair().sign(&payload)))
        });
        let identity = voter.public().into();
        let equivocation =
            finality_grandpa::Equivocation { round_number: round, identity, first, second };
        let equivocation = fg_primitives::Equivocation::Prevote(equivocation);
        Self::Votes(fg_primitives::EquivocationProof::new(set, equivocation))
    }

    /// Returns the proof that the offender's key is a validator's, as the runtime gives it to a
    /// node that asks at this state.
    pub(crate) fn key_proof(&self) -> Option<MembershipProof> {
        match self {
            Self::Blocks(proof) => key_proof_of_author(proof.slot, proof.offender.clone()),
            Self::Votes(proof) => {
                let (set, voter) = (proof.set_id(), proof.offender().clone());
                let proof =
                    <Runtime as GrandpaApiV3<Block>>::generate_key_ownership_proof(set, voter)?;
                proof.decode()
            }
        }
    }

    /// Returns the report of it with `key_owner_proof`, as a node submits it.
    pub(crate) fn report(&self, key_owner_proof: MembershipProof) -> UncheckedExtrinsic {
        let call = match self.clone() {
            Self::Blocks(proof) => pallet_babe::Call::report_equivocation_unsigned {
                equivocation_proof: Box::new(proof),
                key_owner_proof,
            }
            .into(),
            Self::Votes(proof) => pallet_grandpa::Call::report_equivocation_unsigned {
                equivocation_proof: Box::new(proof),
                key_owner_proof,
            }
            .into(),
        };
        UncheckedExtrinsic::new_bare(call)
    }
}

/// Returns the proof that `author` may author in `slot`, as the runtime gives it at this state.
pub(crate) fn key_proof_of_author(slot: Slot, author: AuthorityId) -> Option<MembershipProof> {
    let proof = <Runtime as BabeApiV2<Block>>::generate_key_ownership_proof(slot, author)?;
    proof.decode()
}

/// A block by `author` in `slot`; `content` makes it differ.
fn sealed(author: Sr25519Keyring, slot: Slot, content: u8) -> Header {
    let content = Hash::repeat_byte(content);
    let digest = pre_digest_of_slot(slot);
    let mut header = Header::new(1, content, content, Hash::zero(), digest);
    let seal = author.pair().sign(header.hash().as_bytes());
    header.digest_mut().push(DigestItem::babe_seal(seal.into()));
    header
}
