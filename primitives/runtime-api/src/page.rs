//! A part of a list.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// The most items of a page.
pub const MAX_PAGE: u32 = 1_000;

/// The most rows that a search looks at for a page.
pub const MAX_SCAN: u32 = 10_000;

/// A part of a list, in the order of its keys in storage.
///
/// `Item` comes first, because code generators name a page by the first parameter that differs.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Page<Item, Key> {
    /// The items, each with its key.
    pub items: Vec<(Key, Item)>,
    /// The key after which the next page begins; `None` if there is no more.
    pub next_cursor: Option<Key>,
}

impl<Key: Clone, Item> Page<Item, Key> {
    /// Returns the first `limit` of `items`; at least one and at most [`MAX_PAGE`].
    pub fn of(items: impl Iterator<Item = (Key, Item)>, limit: u32) -> Self {
        Self::search(items, limit, Some)
    }

    /// Returns the first `limit` items that `find` makes of the `rows`, at least one and at most
    /// [`MAX_PAGE`], as far as they are among the first [`MAX_SCAN`] rows.
    pub fn search<Row>(
        mut rows: impl Iterator<Item = (Key, Row)>,
        limit: u32,
        find: impl Fn(Row) -> Option<Item>,
    ) -> Self {
        let places = usize::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(usize::MAX);
        let (mut items, mut last) = (Vec::new(), None);
        for (_, (key, row)) in (0..MAX_SCAN).zip(rows.by_ref()) {
            items.extend(find(row).map(|item| (key.clone(), item)));
            last = Some(key);
            if items.len() >= places {
                break;
            }
        }
        let next_cursor = last.filter(|_| rows.next().is_some());
        Self { items, next_cursor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(count: u32, limit: u32) -> Page<(), u32> {
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
    fn a_search_goes_on_after_the_last_row_that_it_looked_at() {
        let even = |row: u32| row.is_multiple_of(2).then_some(());
        let rows = |from| (from..100_000).map(|key| (key, key));
        let first = Page::search(rows(0), 2, even);
        assert_eq!((first.items, first.next_cursor), (vec![(0, ()), (2, ())], Some(2)));
        let none = Page::<(), u32>::search(rows(1), 2, |_| None);
        assert_eq!((none.items, none.next_cursor), (vec![], Some(MAX_SCAN)));
        let last = Page::search(rows(99_999), 2, even);
        assert_eq!((last.items, last.next_cursor), (vec![], None));
    }

    #[test]
    fn a_page_is_neither_empty_nor_endless() {
        assert_eq!(page(2, 0).items.len(), 1);
        assert_eq!(page(2_000, u32::MAX).items.len(), 1_000);
    }
}
