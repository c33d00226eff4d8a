//! Subscriptions that follow the chain, and the way from one best block to the next.

use std::{ops::ControlFlow, sync::Arc};

use futures::{channel::oneshot, future::ready, stream, FutureExt, Stream, StreamExt};
use jsonrpsee::PendingSubscriptionSink;
use nes_client::{Block, Client, Hash};
use nes_core::BlockNumber;
use sc_client_api::{
    blockchain::{tree_route, HashAndNumber, Info},
    BlockchainEvents, HeaderBackend,
};
use sc_rpc::{
    utils::{spawn_subscription_task, RingBuffer, Subscription},
    SubscriptionTaskExecutor,
};
use serde::Serialize;

/// The items of a look at the chain: more may follow, or they are the last.
pub(crate) type Heard<Item> = ControlFlow<Vec<Item>, Vec<Item>>;

/// A backlog of one item, for items that make the earlier ones out of date.
pub(crate) const LATEST: usize = 1;

/// The most blocks that a way goes up. It is longer only while the node catches up with the
/// others.
const MAX_BLOCKS: BlockNumber = 1_000;

/// Someone who follows the chain.
pub(crate) trait Follower: Send + 'static {
    /// One thing that a subscriber is told.
    type Item: Serialize + Send + Sync + 'static;

    /// Returns the items to send of the `chain` as it is now.
    ///
    /// It is called at the start and whenever another block is the best or final. Blocks that came
    /// in during a look are seen together by the next one. It runs off the async threads.
    fn look(&mut self, chain: &Info<Block>) -> Heard<Self::Item>;
}

/// Starts subscriptions.
#[derive(Clone)]
pub(crate) struct Subscriptions {
    client: Arc<Client>,
    executor: SubscriptionTaskExecutor,
}

impl Subscriptions {
    pub(crate) fn new(client: Arc<Client>, executor: SubscriptionTaskExecutor) -> Self {
        Self { client, executor }
    }

    /// Sends a subscriber the items of `follower`. A subscriber that reads so slowly that more than
    /// `backlog` items wait misses the oldest of them.
    pub(crate) fn serve<F: Follower>(
        &self,
        pending: PendingSubscriptionSink,
        follower: F,
        backlog: usize,
    ) {
        let items = self.items(follower);
        let run = async move {
            // A stream that ends before it is accepted would take its subscription with it.
            if let Ok(sink) = pending.accept().await {
                Subscription::from(sink).pipe_from_stream(items, RingBuffer::new(backlog)).await;
            }
        };
        spawn_subscription_task(&self.executor, run);
    }

    /// Returns all that `follower` has to tell.
    fn items<F: Follower>(&self, follower: F) -> impl Stream<Item = F::Item> + Send + Unpin {
        let walk = Walk { follower, wakes: wakes(&self.client).boxed(), seen: None };
        let subscriptions = self.clone();
        let looks = stream::unfold(Some(walk), move |walk| subscriptions.clone().next(walk));
        looks.flat_map(stream::iter).boxed()
    }

    /// Returns the next look and the walk after it; `None` for both when nothing is to follow.
    async fn next<F: Follower>(
        self,
        walk: Option<Walk<F>>,
    ) -> Option<(Vec<F::Item>, Option<Walk<F>>)> {
        let mut walk = walk?;
        walk.wakes.next().await?;
        let chain = self.client.info();
        let tips = (chain.best_hash, chain.finalized_hash);
        if walk.seen.replace(tips) == Some(tips) {
            return Some((Vec::new(), Some(walk)));
        }
        let look = move || {
            let heard = walk.follower.look(&chain);
            (heard, walk)
        };
        match self.off_threads(look).await? {
            (ControlFlow::Continue(items), walk) => Some((items, Some(walk))),
            (ControlFlow::Break(items), _) => Some((items, None)),
        }
    }

    /// Does `work` off the async threads; `None` when the node stops.
    async fn off_threads<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (done, result) = oneshot::channel();
        let run = async move {
            // Nobody takes the result when the subscriber has gone.
            let _ = done.send(work());
        };
        self.executor.spawn_blocking("nes-rpc-subscription", Some("rpc"), run.boxed());
        result.await.ok()
    }
}

/// A block of a way.
pub(crate) type Step = HashAndNumber<Block>;

/// The blocks between two others.
pub(crate) struct Route {
    /// The blocks that are no longer in the best chain, from the last one down.
    pub(crate) retracted: Vec<Step>,
    /// The blocks that are new in it, from the first one up.
    pub(crate) enacted: Vec<Step>,
}

impl Route {
    /// Returns the way from the block `from` to the block `to`; `None` when it is longer than
    /// [`MAX_BLOCKS`], or a block on it is unknown.
    pub(crate) fn between(client: &Client, from: &Step, to: &Step) -> Option<Self> {
        if to.number.saturating_sub(from.number) > MAX_BLOCKS {
            return None;
        }
        let route = tree_route(client, from.hash, to.hash).ok()?;
        Some(Self { enacted: route.enacted().to_vec(), retracted: route.into_retracted() })
    }
}

/// Returns the best block of the `chain`.
pub(crate) fn best(chain: &Info<Block>) -> Step {
    Step { hash: chain.best_hash, number: chain.best_number }
}

/// A follower and how far it has come.
struct Walk<F> {
    follower: F,
    wakes: stream::BoxStream<'static, ()>,
    /// The best and the final block of the last look.
    seen: Option<(Hash, Hash)>,
}

/// Returns the moments to look at: now, and each block that becomes the best or final.
fn wakes(client: &Client) -> impl Stream<Item = ()> + Send + 'static {
    let blocks = client.import_notification_stream();
    let best = blocks.filter(|block| ready(block.is_new_best)).map(drop);
    let finalised = client.finality_notification_stream().map(drop);
    stream::iter([()]).chain(stream::select(best, finalised))
}
