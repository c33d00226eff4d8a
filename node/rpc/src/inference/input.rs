//! The in-line input of a task, from the body of the block that carries its request.

use codec::Encode;
use nes_client::{Client, Hash};
use nes_core::{BlockNumber, TaskId};
use nes_runtime_api::{InputInfo, InputLocation};
use sc_client_api::{BlockBackend, HeaderBackend};
use sp_core::Bytes;
use sp_runtime::traits::{BlakeTwo256, Hash as _, Header as _};

use crate::error::Error;

/// Reads the bytes of the in-line input of `task`, which is open at the block `at`.
pub(super) fn read(
    client: &Client,
    at: Hash,
    task: TaskId,
    input: InputInfo<BlockNumber>,
) -> Result<Bytes, Error> {
    let InputLocation::Inline { block, extrinsic, offset, length } = input.location else {
        let message = format!("Task {task}: its input is at a URI; fetch it there.");
        return Err(Error::new(20214, "INPUT_IS_REMOTE", message).with("task", task));
    };
    let found = ancestor(client, at, block)
        .and_then(|block| client.block_body(block).ok().flatten())
        .and_then(|body| Some(body.get(usize::try_from(extrinsic).ok()?)?.encode()))
        .and_then(|extrinsic| part(&extrinsic, offset, length))
        .filter(|bytes| BlakeTwo256::hash(bytes) == input.hash);
    found.map(Bytes).ok_or_else(|| {
        let message = format!("Task {task}: this node does not keep the block of its request.");
        Error::new(20215, "INPUT_NOT_KEPT", message).with("task", task).with("block", block)
    })
}

/// Returns the ancestor at the height `number` of the block `at`, which may be on a fork.
fn ancestor(client: &Client, at: Hash, number: BlockNumber) -> Option<Hash> {
    let mut hash = at;
    loop {
        let header = client.header(hash).ok().flatten()?;
        if *header.number() == number {
            return Some(hash);
        }
        // The rest of the way is the same if the fork has been left.
        if client.hash(*header.number()).ok().flatten() == Some(hash) {
            return client.hash(number).ok().flatten();
        }
        hash = *header.parent_hash();
    }
}

fn part(bytes: &[u8], offset: u32, length: u32) -> Option<Vec<u8>> {
    let from = usize::try_from(offset).ok()?;
    let to = from.checked_add(usize::try_from(length).ok()?)?;
    Some(bytes.get(from..to)?.to_vec())
}
