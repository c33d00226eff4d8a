//! Lists, page by page.

use std::num::NonZeroU32;

use nes_runtime_api::{Page, MAX_PAGE};
use serde::Serialize;

use super::error::Error;

/// The number of items of a page, if the question does not say.
const USUAL: u32 = 100;

/// A [`Page`], with what its items are keyed by for the cursor.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageJson<Cursor, Item> {
    items: Vec<Item>,
    next_cursor: Option<Cursor>,
}

impl<Cursor, Value, Item: From<(Cursor, Value)>> From<Page<Cursor, Value>>
    for PageJson<Cursor, Item>
{
    fn from(page: Page<Cursor, Value>) -> Self {
        let items = page.items.into_iter().map(Item::from).collect();
        Self { items, next_cursor: page.next_cursor }
    }
}

/// Returns the number of items of a page, of which this number was asked for.
pub(crate) fn limit(asked: Option<NonZeroU32>) -> Result<u32, Error> {
    match asked.map_or(USUAL, NonZeroU32::get) {
        limit if limit > MAX_PAGE => {
            let message =
                format!("A page has at most {MAX_PAGE} items, not {limit}; ask for less.");
            Err(Error::new(20002, "LIMIT_TOO_LARGE", message).with("limit", MAX_PAGE))
        }
        limit => Ok(limit),
    }
}
