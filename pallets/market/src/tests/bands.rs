use nes_core::Balance;

use crate::{
    bands::{band_of, lowest_of, Band, Bands},
    mock::Numbers,
};

/// Returns numbers of every length up to 64 bits, and those next to the powers of two.
fn prices() -> impl Iterator<Item = Balance> {
    let mut numbers = Numbers(0);
    let random = (0..100_000).map(move |_| {
        let shift = numbers.below(64);
        (numbers.next() >> shift).max(1)
    });
    let powers = (0..64).flat_map(|bit| {
        let power = 1u64 << bit;
        [power - 1, power, power + 1, power + power / 4, power + (power / 4 * 3)]
    });
    random.chain(powers).chain([u64::MAX]).filter(|price| *price > 0).map(Balance::from)
}

#[test]
fn a_price_is_between_the_lowest_of_its_band_and_of_the_next() {
    for price in prices() {
        let band = band_of(price);
        assert!(lowest_of(band) <= price, "{price}");
        assert!(band == u8::MAX || price < lowest_of(band + 1), "{price}");
    }
}

#[test]
fn a_higher_price_is_in_no_lower_band() {
    let mut prices: Vec<_> = prices().collect();
    prices.sort_unstable();
    assert!(prices.iter().map(|price| band_of(*price)).is_sorted());
    assert!((0..=u8::MAX).map(lowest_of).is_sorted());
}

#[test]
fn four_bands_are_to_a_double() {
    let numbers = [1_024, 1_279, 1_280, 1_536, 1_792, 2_047, 2_048].map(band_of);
    assert_eq!(numbers, [40, 40, 41, 42, 43, 43, 44]);
    assert_eq!((band_of(0), band_of(1)), (0, 0));
}

#[test]
fn prices_that_nobody_may_ask_are_in_the_last_band() {
    let limit = Balance::from(u64::MAX);
    for price in [limit, limit + 1, limit * 3, Balance::MAX] {
        assert_eq!(band_of(price), u8::MAX);
    }
}

fn bands(of: &[(Balance, Balance)]) -> Bands {
    let mut bands = Bands::default();
    for (price, weight) in of {
        bands.add(band_of(*price), *weight).unwrap();
    }
    bands
}

#[test]
fn an_offer_is_added_at_the_first_free_position_and_removed_from_the_last() {
    let mut bands = Bands::default();
    assert_eq!((bands.add(7, 10), bands.add(7, 20), bands.add(9, 5)), (Ok(0), Ok(1), Ok(0)));
    let rows: Vec<_> = bands.iter().collect();
    assert_eq!(rows, [(7, Band { len: 2, weight: 30 }), (9, Band { len: 1, weight: 5 })]);
    assert_eq!((bands.len(), bands.weight(), bands.floor()), (3, 35, lowest_of(7)));

    assert_eq!((bands.remove(7, 10), bands.remove(7, 20)), (Ok(1), Ok(0)));
    assert_eq!((bands.len(), bands.weight(), bands.floor()), (1, 5, lowest_of(9)));
    assert_eq!(bands.remove(9, 5), Ok(0));
    assert_eq!(bands, Bands::default());
    assert!(bands.is_empty());
}

#[test]
fn fail_rather_than_miscount() {
    let mut bands = bands(&[(100, 10)]);
    let before = bands.clone();
    let band = band_of(100);
    assert!(bands.remove(band, 11).is_err());
    assert!(bands.remove(band + 1, 0).is_err());
    assert!(bands.add(band, Balance::MAX).is_err());
    assert_eq!(bands, before);
}

#[test]
fn every_number_can_have_a_band() {
    let mut bands = Bands::default();
    (0..=u8::MAX).for_each(|number| assert_eq!(bands.add(number, 1), Ok(0)));
    assert_eq!(bands.len(), 256);
}

#[test]
fn within_a_maximum_are_those_whose_lowest_price_is() {
    let bands = bands(&[(1_024, 1), (1_280, 1), (2_048, 1)]);
    let within = |maximum| bands.within(maximum).len();
    assert_eq!((within(1_023), within(1_024), within(1_280), within(5_000)), (0, 1, 2, 3));
}

#[test]
fn the_median_is_that_of_the_sorted_prices_within_the_width_of_its_band() {
    assert_eq!(Bands::default().median(), None);
    let mut numbers = Numbers(7);
    for _ in 0..2_000 {
        let len = 1 + numbers.below(40);
        let spread = 1 + numbers.below(50);
        let mut offers: Vec<(Balance, Balance)> = (0..len)
            .map(|_| (1_000 + numbers.below(1_000 * spread), 1 + numbers.below(50)))
            .map(|(price, weight)| (price.into(), weight.into()))
            .collect();
        let median = bands(&offers).median().unwrap();

        offers.sort_unstable();
        let half = offers.iter().map(|(_, weight)| weight).sum::<Balance>().div_ceil(2);
        let mut sum = 0;
        let (expected, _) = offers
            .into_iter()
            .find(|(_, weight)| {
                sum += weight;
                sum >= half
            })
            .unwrap();
        let band = band_of(expected);
        let prices = lowest_of(band)..=lowest_of(band + 1);
        assert!(prices.contains(&median), "{median} for {expected}");
    }
}

#[test]
fn a_little_stake_does_not_move_the_median() {
    let mut offers = vec![(1_024, 1_000); 9];
    let before = bands(&offers).median().unwrap();
    offers.extend([(u64::MAX.into(), 1); 40]);
    let after = bands(&offers).median().unwrap();
    assert!(after - before <= 2, "{before} to {after}");
}
