//! The split of a fee.

use core::mem;

use nes_core::{Balance, FeeParts};
use sp_arithmetic::Perbill;

/// Divides `fee` among the burned part, the treasury, the publisher and the node.
///
/// - the protocol's share is `fee × protocol`;
/// - the burned part is the protocol's share × `burn`, the treasury's part the rest of that share;
/// - the royalty is `fee × royalty`;
/// - the node's part is the rest of `fee`.
///
/// Each product is rounded down, and the parts sum to `fee`. If `protocol` and `royalty` together
/// exceed 100 %, the royalty is the rest after the protocol's share and the node gets nothing.
pub fn split(fee: Balance, protocol: Perbill, burn: Perbill, royalty: Perbill) -> FeeParts {
    let mut node = fee;
    let mut treasury = take(&mut node, protocol.mul_floor(fee));
    let burned = burn.mul_floor(treasury);
    let burned = take(&mut treasury, burned);
    let royalty = take(&mut node, royalty.mul_floor(fee));
    FeeParts { burned, treasury, royalty, node }
}

/// Takes `amount` out of `whole`, or all of it if there is less.
fn take(whole: &mut Balance, amount: Balance) -> Balance {
    match whole.checked_sub(amount) {
        Some(rest) => {
            *whole = rest;
            amount
        }
        None => mem::take(whole),
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "the amounts of the tests are small")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(parts: FeeParts) -> Option<Balance> {
        parts
            .burned
            .checked_add(parts.treasury)?
            .checked_add(parts.royalty)?
            .checked_add(parts.node)
    }

    #[test]
    fn worked_examples() {
        // Fee; protocol, burn and royalty in percent; burned, treasury, royalty and node.
        let table = [
            (1_000, (10, 50, 0), (50, 50, 0, 900)),
            (1_000, (10, 50, 5), (50, 50, 50, 850)),
            (1_000, (30, 100, 10), (300, 0, 100, 600)),
            (1_000, (30, 0, 10), (0, 300, 100, 600)),
            (1_000, (0, 50, 0), (0, 0, 0, 1_000)),
            // Rounded down: 99.9 is 99 for the protocol, of which 49.5 is 49 burned; 49.95 is 49.
            (999, (10, 50, 5), (49, 50, 49, 851)),
            (19, (10, 50, 10), (0, 1, 1, 17)),
            (9, (10, 50, 10), (0, 0, 0, 9)),
            (1, (30, 50, 10), (0, 0, 0, 1)),
            (0, (10, 50, 5), (0, 0, 0, 0)),
            // The shares exceed the fee, so the royalty is cut.
            (1_000, (100, 50, 10), (500, 500, 0, 0)),
            (1_000, (80, 50, 50), (400, 400, 200, 0)),
        ];
        for (fee, (protocol, burn, royalty), (burned, treasury, publisher, node)) in table {
            let parts = split(
                fee,
                Perbill::from_percent(protocol),
                Perbill::from_percent(burn),
                Perbill::from_percent(royalty),
            );
            assert_eq!(parts, FeeParts { burned, treasury, royalty: publisher, node }, "{fee}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_sum_to_the_fee(
            fee in prop_oneof![any::<Balance>(), 0u128..1_000],
            protocol in 0u32..=1_000_000_000,
            burn in 0u32..=1_000_000_000,
            royalty in 0u32..=1_000_000_000,
        ) {
            let parts = split(
                fee,
                Perbill::from_parts(protocol),
                Perbill::from_parts(burn),
                Perbill::from_parts(royalty),
            );
            prop_assert_eq!(sum(parts), Some(fee));
        }

        #[test]
        fn within_the_chain_s_bounds_each_part_is_its_share(
            fee in 0u128..1 << 90,
            protocol in 0u32..=300_000_000,
            burn in 0u32..=1_000_000_000,
            royalty in 0u32..=100_000_000,
        ) {
            let of = |whole: Balance, parts: u32| whole * u128::from(parts) / 1_000_000_000;
            let parts = split(
                fee,
                Perbill::from_parts(protocol),
                Perbill::from_parts(burn),
                Perbill::from_parts(royalty),
            );
            let share = of(fee, protocol);
            prop_assert_eq!(parts.burned, of(share, burn));
            prop_assert_eq!(parts.treasury, share - of(share, burn));
            prop_assert_eq!(parts.royalty, of(fee, royalty));
            prop_assert!(parts.node >= of(fee, 600_000_000));
        }
    }
}
