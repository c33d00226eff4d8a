//! Subscriptions to something that changes from one best block to the next.

use std::{
    fmt,
    ops::ControlFlow,
    sync::{Arc, Mutex, PoisonError},
};

use nes_client::Block;
use sc_client_api::blockchain::Info;
use serde::Serialize;
use sp_api::ApiError;

use super::follow::{best, Follower, Heard, Step};

/// Something that a subscriber sees.
pub(crate) trait View: fmt::Display + Send + 'static {
    /// Its value at a block.
    type Value: Clone + PartialEq + Send + 'static;
    /// The form in which a value is sent.
    type Item: Serialize + Send + Sync + 'static;

    /// Returns its value at the best block `at`; `last` is an earlier best block and its value.
    fn at(&self, at: &Step, last: Option<&(Step, Self::Value)>) -> Result<Self::Value, ApiError>;

    /// Returns the form of `value`.
    fn tell(value: Self::Value) -> Self::Item;
}

/// A view that many subscribers have in common: its value is computed once a block.
pub(crate) struct Shared<V: View> {
    view: Arc<V>,
    latest: Latest<V>,
}

/// The last block that was asked about, and the value there.
type Latest<V> = Arc<Mutex<Option<(Step, <V as View>::Value)>>>;

impl<V: View> Shared<V> {
    pub(crate) fn of(view: V) -> Self {
        Self { view: Arc::new(view), latest: Arc::default() }
    }
}

impl<V: View> Clone for Shared<V> {
    fn clone(&self) -> Self {
        Self { view: self.view.clone(), latest: self.latest.clone() }
    }
}

impl<V: View> fmt::Display for Shared<V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view.fmt(formatter)
    }
}

impl<V: View + Sync> View for Shared<V> {
    type Value = V::Value;
    type Item = V::Item;

    /// Returns the value. Those who ask while it is computed wait for it, off the async threads.
    fn at(&self, at: &Step, _: Option<&(Step, V::Value)>) -> Result<V::Value, ApiError> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, value)) = latest.as_ref().filter(|(step, _)| step == at) {
            return Ok(value.clone());
        }
        let value = self.view.at(at, latest.as_ref())?;
        *latest = Some((at.clone(), value.clone()));
        Ok(value)
    }

    fn tell(value: V::Value) -> V::Item {
        V::tell(value)
    }
}

/// Follows a view: tells it now, and after each best block that changes it.
pub(crate) struct Changes<V: View> {
    view: V,
    last: Option<(Step, V::Value)>,
}

impl<V: View> Changes<V> {
    pub(crate) fn of(view: V) -> Self {
        Self { view, last: None }
    }

    /// Returns the value at the block `at`, if it is another one than before.
    fn change(&mut self, at: Step) -> Result<Option<V::Value>, ApiError> {
        let value = self.view.at(&at, self.last.as_ref())?;
        let last = self.last.replace((at, value.clone()));
        Ok(Some(value).filter(|value| last.is_none_or(|(_, last)| last != *value)))
    }
}

impl<V: View> Follower for Changes<V> {
    type Item = V::Item;

    fn look(&mut self, chain: &Info<Block>) -> Heard<V::Item> {
        let at = best(chain);
        if self.last.as_ref().is_some_and(|(last, _)| *last == at) {
            return ControlFlow::Continue(Vec::new());
        }
        let hash = at.hash;
        let change = self.change(at).unwrap_or_else(|error| {
            log::debug!(target: "rpc", "No {} at {hash:?}: {error}", self.view);
            None
        });
        ControlFlow::Continue(change.map(V::tell).into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use nes_client::Hash;

    /// Counts how often it is computed, in halves.
    struct Halves(AtomicU32);

    impl fmt::Display for Halves {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("halves")
        }
    }

    impl View for Halves {
        type Value = u32;
        type Item = u32;

        fn at(&self, _: &Step, _: Option<&(Step, u32)>) -> Result<u32, ApiError> {
            Ok(self.0.fetch_add(1, Ordering::Relaxed) / 2)
        }

        fn tell(value: u32) -> u32 {
            value
        }
    }

    fn block(number: u32) -> Step {
        Step { hash: Hash::from_low_u64_be(number.into()), number }
    }

    #[test]
    fn subscribers_of_a_shared_view_hear_the_same_and_only_changes() {
        let view = Shared::of(Halves(AtomicU32::new(0)));
        let mut subscribers = [Changes::of(view.clone()), Changes::of(view.clone())];
        let told = [1, 2, 3, 4, 5].map(|number| {
            let heard = subscribers.each_mut().map(|one| one.change(block(number)).unwrap());
            assert_eq!(heard[0], heard[1]);
            heard[0]
        });
        assert_eq!(told, [Some(0), None, Some(1), None, Some(2)]);
        assert_eq!(view.view.0.load(Ordering::Relaxed), 5);
    }
}
