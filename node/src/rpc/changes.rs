//! Subscriptions to something that changes from one best block to the next.

use std::{fmt::Display, ops::ControlFlow};

use sc_client_api::blockchain::Info;
use serde::Serialize;
use sp_api::ApiError;

use super::{
    follow::{Follower, Heard},
    route::{best, Step},
};
use crate::service::Block;

/// Something that a subscriber sees.
pub(crate) trait View: Display + Send + 'static {
    /// What it is at a block.
    type Value: Clone + PartialEq + Send + 'static;
    /// How that is told.
    type Item: Serialize + Send + Sync + 'static;

    /// What it is at the best block `at`; `last` is an earlier best block and what it was there.
    fn at(&self, at: &Step, last: Option<&(Step, Self::Value)>) -> Result<Self::Value, ApiError>;

    /// How `value` is told.
    fn tell(value: Self::Value) -> Self::Item;
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

    /// The value at the block `at`, if it is another one than before.
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
