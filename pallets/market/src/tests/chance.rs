use sp_runtime::{Perbill, Perquintill};

use crate::{
    chance::{chance, price_factor, MAX_FACTOR, MIN_FACTOR},
    mock::*,
    Params, NEWCOMER,
};

#[test]
fn the_price_factor_is_the_cube_of_the_median_in_relation_to_the_price() {
    let factor = |price| price_factor(Some(1_000), price);
    assert_eq!(factor(1_000), 1_000_000);
    assert_eq!(factor(2_000), 125_000);
    assert_eq!(factor(1_250), 512_000);
    assert_eq!(price_factor(None, 1_000), 1_000_000);
}

#[test]
fn the_price_factor_has_a_highest_and_a_lowest() {
    let factor = |price| price_factor(Some(1_000), price);
    for price in [0, 1, 100, 500, 900, 941] {
        assert_eq!(factor(price), MAX_FACTOR, "{price}");
    }
    assert!(factor(942) < MAX_FACTOR && factor(942) > 1_190_000);
    assert!(factor(2_700) > MIN_FACTOR);
    for price in [2_800, 10_000, u64::MAX.into(), u128::MAX] {
        assert_eq!(factor(price), MIN_FACTOR, "{price}");
    }
}

#[test]
fn a_chance_is_in_proportion_to_stake_standing_and_price() {
    let cap = Params::default().stake_cap;
    let (full, one) = (Perbill::one(), 1_000_000);
    assert_eq!(chance(cap, cap, full, one, one), Perquintill::one());
    assert_eq!(chance(cap * 3, cap, full, one, one), Perquintill::one());
    assert_eq!(chance(cap, cap, NEWCOMER, one, one), Perquintill::from_percent(30));
    let newcomer = chance(cap / 4, cap, NEWCOMER, one / 2, one);
    assert_eq!(newcomer, Perquintill::from_rational(3u64, 80));
    assert_eq!(chance(0, cap, full, one, one), Perquintill::zero());
}

#[test]
fn a_chance_is_never_above_one() {
    let cap = Params::default().stake_cap;
    // The price was lowered, and the band has not followed yet.
    assert_eq!(chance(cap, cap, Perbill::one(), MAX_FACTOR, MIN_FACTOR), Perquintill::one());
}

#[test]
fn a_chance_is_exact_at_the_highest_cap() {
    let cap = 2_000_000_000 * UNIT;
    let half = chance(cap / 2, cap, Perbill::one(), MAX_FACTOR, MAX_FACTOR);
    assert_eq!(half, Perquintill::from_percent(50));
}
