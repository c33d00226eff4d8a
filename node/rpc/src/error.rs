//! The errors of the chain's own methods: a number and a name each, for programs to act on.

use jsonrpsee::types::ErrorObjectOwned;
use nes_client::Hash;
use serde_json::{Map, Value};
use sp_api::ApiError;

/// An error of a question that has no answer. The section that it belongs to makes it.
#[derive(Debug)]
pub(crate) struct Error {
    code: i32,
    message: String,
    data: Map<String, Value>,
}

impl Error {
    /// Creates an error of a code, from 20000 to 20999, and a name. Neither ever changes.
    pub(crate) fn new(code: i32, name: &str, message: impl Into<String>) -> Self {
        let data = Map::from_iter([("code".into(), name.into())]);
        Self { code, message: message.into(), data }
    }

    /// Adds a field to the data, which a program needs to act on the error.
    pub(crate) fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.data.insert(field.into(), value.into());
        self
    }

    /// Creates the error of a block that the node does not have.
    pub(crate) fn unknown_block(hash: Hash) -> Self {
        let hash = format!("{hash:?}");
        let message = format!("The block {hash} is unknown here.");
        Self::new(20000, "UNKNOWN_BLOCK", message).with("block", hash)
    }

    /// Creates the error of a runtime that failed to answer, or of a state that is not kept.
    pub(crate) fn runtime(error: ApiError) -> Self {
        Self::new(20001, "RUNTIME_FAILED", format!("The runtime could not answer: {error}."))
    }

    /// Creates the error of a filter that does not name exactly one of `fields`.
    pub(crate) fn invalid_filter(fields: &str) -> Self {
        Self::new(20304, "INVALID_FILTER", format!("A filter names exactly one of {fields}."))
    }
}

impl From<Error> for ErrorObjectOwned {
    fn from(Error { code, message, data }: Error) -> Self {
        Self::owned(code, message, Some(data))
    }
}
