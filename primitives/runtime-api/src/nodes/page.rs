//! A part of a list.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// The most items of a page.
pub const MAX_PAGE: u32 = 1_000;

/// A part of a list, in the order of its keys in storage.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Page<Key, Item> {
    /// The items, each with its key.
    pub items: Vec<(Key, Item)>,
    /// Where the next page begins: after this key. `None` when there is no more.
    pub next_cursor: Option<Key>,
}

impl<Key: Clone, Item> Page<Key, Item> {
    /// The first `limit` of `items`; at least one and at most [`MAX_PAGE`].
    pub fn of(mut items: impl Iterator<Item = (Key, Item)>, limit: u32) -> Self {
        let places = 0..limit.clamp(1, MAX_PAGE);
        let page: Vec<_> = places.zip(items.by_ref()).map(|(_, item)| item).collect();
        let last = page.last().map(|(key, _)| key.clone());
        let next_cursor = last.filter(|_| items.next().is_some());
        Self { items: page, next_cursor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(count: u32, limit: u32) -> Page<u32, ()> {
        Page::of((0..count).map(|key| (key, ())), limit)
    }

    #[test]
    fn a_page_ends_where_the_next_begins() {
        let first = page(3, 2);
        assert_eq!(first.items, [(0, ()), (1, ())]);
        assert_eq!(first.next_cursor, Some(1));
    }

    #[test]
    fn the_last_page_says_so() {
        assert_eq!(page(2, 2).next_cursor, None);
        assert_eq!(page(0, 2), Page { items: Vec::new(), next_cursor: None });
    }

    #[test]
    fn a_page_is_neither_empty_nor_endless() {
        assert_eq!(page(2, 0).items.len(), 1);
        assert_eq!(page(2_000, u32::MAX).items.len(), 1_000);
    }
}
