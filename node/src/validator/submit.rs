//! Submits an extrinsic and waits for what comes of it.

use std::time::Duration;

use codec::Encode;
use frame_system::{EventRecord, Phase};
use futures::{
    future::{select, Either},
    pin_mut,
};
use futures_timer::Delay;
use nes_core::Hash;
use nes_runtime::{RuntimeError, RuntimeEvent, UncheckedExtrinsic};
use sc_cli::Result;
use sc_transaction_pool_api::TransactionStatus;
use sp_core::Bytes;
use sp_runtime::DispatchError;

use super::chain::{refusal, Chain, Progress};

/// The time in which an extrinsic has to be in a block.
const PATIENCE: Duration = Duration::from_secs(120);

/// Submits `extrinsic` and waits until it has had its effect: the block that it is in.
pub(super) async fn submit(chain: &Chain, extrinsic: &UncheckedExtrinsic) -> Result<Hash> {
    let bytes = Bytes(extrinsic.encode());
    let progress = chain.submit(bytes.clone()).await?;
    let included = included(progress);
    pin_mut!(included);
    let block = match select(included, Delay::new(PATIENCE)).await {
        Either::Left((block, _)) => block?,
        Either::Right(_) => {
            return Err(refusal(
                "the extrinsic is in no block after two minutes; it still may come into one. Ask \
                 `nes-node validator status` before you try again.",
            ));
        }
    };
    require_success(chain, block, &bytes).await?;
    Ok(block)
}

async fn included(mut progress: Progress) -> Result<Hash> {
    let lost = |why: &str| Err(refusal(format!("the extrinsic is in no block: {why}.")));
    while let Some(status) = progress.next().await {
        let Ok(status) = status else {
            return lost("the node tells of it what this binary cannot read");
        };
        match status {
            TransactionStatus::InBlock((block, _)) | TransactionStatus::Finalized((block, _)) => {
                return Ok(block);
            }
            TransactionStatus::Usurped(_) => {
                return lost("another one of the account took its place");
            }
            TransactionStatus::Dropped => return lost("the node's pool is full; try again later"),
            TransactionStatus::Invalid => return lost("it has become invalid; try again"),
            _ => {}
        }
    }
    lost("the node went away")
}

/// Fails with the error's name when the extrinsic is in the block and failed.
async fn require_success(chain: &Chain, block: Hash, extrinsic: &Bytes) -> Result<()> {
    let extrinsics = chain.extrinsics(block).await?;
    let index = extrinsics.iter().position(|it| it == extrinsic);
    let index = index.and_then(|index| u32::try_from(index).ok());
    let events: Vec<EventRecord<RuntimeEvent, Hash>> = chain.storage(events_key(), block).await?;
    let outcome = events.into_iter().find_map(|record| match record {
        EventRecord {
            phase: Phase::ApplyExtrinsic(of),
            event: RuntimeEvent::System(event),
            ..
        } if Some(of) == index => outcome(event),
        _ => None,
    });
    match outcome {
        Some(Ok(())) => Ok(()),
        Some(Err(error)) => Err(refusal(format!(
            "the extrinsic is in block {block:?} and failed: {}.",
            error_name(error)
        ))),
        None => Err(refusal(format!("block {block:?} does not tell how the extrinsic ended."))),
    }
}

type SystemEvent = frame_system::Event<nes_runtime::Runtime>;

fn outcome(event: SystemEvent) -> Option<std::result::Result<(), DispatchError>> {
    match event {
        SystemEvent::ExtrinsicSuccess { .. } => Some(Ok(())),
        SystemEvent::ExtrinsicFailed { dispatch_error, .. } => Some(Err(dispatch_error)),
        _ => None,
    }
}

fn error_name(error: DispatchError) -> String {
    match RuntimeError::from_dispatch_error(error) {
        Some(known) => format!("{known:?}"),
        None => format!("{error:?}"),
    }
}

/// Returns the key of a block's events.
fn events_key() -> Vec<u8> {
    frame_support::storage::storage_prefix(b"System", b"Events").to_vec()
}
