//! Verified tasks: the open ones, the assignments of their members, and the receipts.

mod assignment;
mod request;
mod task;

pub use assignment::{Assignment, Duty};
pub use request::{RequestPreview, RequestRefusal, RequestSpec};
pub use task::{MemberInfo, TaskInfo, TaskPhase};

use alloc::vec::Vec;

use codec::Codec;
use nes_core::{Answer, Hash, Receipt, Salt, TaskId};

use crate::Page;

sp_api::decl_runtime_apis! {
    /// Verified tasks.
    ///
    /// The chain has no list of a payer's or of a node's tasks. `tasks_by_payer` and `assigned`
    /// look for them among all that are open, [`MAX_SCAN`](crate::MAX_SCAN) at most in a call, so a
    /// page can be short, or empty, and still not be the last. Only the last page has no cursor.
    pub trait InferenceApi<AccountId: Codec, BlockNumber: Codec> {
        /// Returns `task`; `None` if it is not open: unknown, settled or cancelled.
        fn task(task: TaskId) -> Option<TaskInfo<AccountId, BlockNumber>>;

        /// Returns up to `limit` open tasks of `payer`, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), from the one after `cursor` on.
        fn tasks_by_payer(
            payer: AccountId,
            cursor: Option<TaskId>,
            limit: u32,
        ) -> Page<TaskId, TaskInfo<AccountId, BlockNumber>>;

        /// Returns up to `limit` open tasks that `node` was drawn for, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), from the one after `cursor` on.
        fn assigned(
            node: AccountId,
            cursor: Option<TaskId>,
            limit: u32,
        ) -> Page<TaskId, Assignment<BlockNumber>>;

        /// Returns the assignment of `task` to `node`; `None` if the task is not open or the node
        /// was not drawn for it.
        fn assignment(task: TaskId, node: AccountId) -> Option<Assignment<BlockNumber>>;

        /// Returns the tasks that `node` was drawn for in this block.
        fn drawn(node: AccountId) -> Vec<TaskId>;

        /// Returns the receipts of the tasks that ended in this block, in the order in which they
        /// did.
        fn receipts() -> Vec<Receipt<AccountId>>;

        /// Returns the result that a request of `payer` would have now, without changing anything.
        fn dry_run_request(
            payer: AccountId,
            request: RequestSpec,
        ) -> Result<RequestPreview<BlockNumber>, RequestRefusal>;

        /// Returns the commitment that `node` makes to `answer` for `task`, hidden by `salt`.
        fn commitment(task: TaskId, node: AccountId, answer: Answer, salt: Salt) -> Hash;
    }
}
