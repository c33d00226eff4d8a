use nes_core::FeeParts;
use sp_runtime::Permill;

use crate::mock::*;

#[test]
fn quotes_the_parts_by_the_parameters() {
    build_and_execute(|| {
        let parts = FeeParts { burned: 50, treasury: 50, royalty: 50, node: 850 };
        assert_eq!(Rewards::split(1_000, Permill::from_percent(5)), parts);
    });
}
