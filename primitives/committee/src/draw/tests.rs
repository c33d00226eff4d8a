//! The rules that every draw keeps, and the frequency with which each node is drawn.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use proptest::prelude::*;

use super::*;

fn seed(number: u64) -> Hash {
    Hash::from(blake2_256(&number.to_le_bytes()))
}

fn percent(chance: u64) -> Perquintill {
    Perquintill::from_percent(chance)
}

/// Returns one band of this length, in which every chance is in relation to one.
fn one_band(len: u32) -> [Band; 1] {
    [Band { len, weight: 1 }]
}

/// Draws from nodes named by their places, and counts the looks.
fn counted_in(
    seed: &Hash,
    bands: &[Band],
    seats: u8,
    chance: impl Fn(Place) -> Option<Perquintill>,
) -> (Option<Vec<Place>>, u32) {
    let mut looks = 0;
    let members = draw(seed, bands, seats, |place| {
        looks += 1;
        chance(place).map(|chance| (place, chance))
    });
    (members, looks)
}

/// Draws from one band of nodes named by their positions, and counts the looks.
fn counted(
    seed: &Hash,
    len: u32,
    seats: u8,
    chance: impl Fn(u32) -> Option<Perquintill>,
) -> (Option<Vec<u32>>, u32) {
    let chance = |place: Place| chance(place.position);
    let (members, looks) = counted_in(seed, &one_band(len), seats, chance);
    let positions = |members: Vec<Place>| members.iter().map(|place| place.position).collect();
    (members.map(positions), looks)
}

#[test]
fn an_empty_or_too_small_table_is_not_looked_at() {
    assert_eq!(counted(&seed(0), 0, 1, |_| Some(percent(100))), (None, 0));
    assert_eq!(counted(&seed(0), 0, 0, |_| Some(percent(100))), (None, 0));
    assert_eq!(counted(&seed(0), 2, 3, |_| Some(percent(100))), (None, 0));
}

#[test]
fn no_seats_are_filled_by_nobody() {
    assert_eq!(counted(&seed(0), 5, 0, |_| Some(percent(100))), (Some(Vec::new()), 0));
}

#[test]
fn sure_chances_fill_nine_seats() {
    for number in 0..1_000 {
        let (members, looks) = counted(&seed(number), 1_000, 9, |_| Some(percent(100)));
        assert_eq!(members.unwrap().len(), 9);
        assert_eq!(looks, 9);
    }
}

#[test]
fn a_table_as_large_as_the_committee_fills_it() {
    for number in 0..1_000 {
        let (members, looks) = counted(&seed(number), 9, 9, |_| Some(percent(1)));
        let mut members = members.unwrap();
        members.sort_unstable();
        assert_eq!(members, (0..9).collect::<Vec<_>>());
        assert_eq!(looks, 9);
    }
}

#[test]
fn the_walk_takes_the_last_lot_s_neighbour_without_a_ticket() {
    for number in 0..1_000 {
        let seed = seed(number);
        let last = Lot::new(&seed, lots(1) - 1, &one_band(100_000)).unwrap().place.position;
        let next = (last + 1) % 100_000;
        let chance = |position| (position == next).then_some(Perquintill::zero());
        let (members, looks) = counted(&seed, 100_000, 1, chance);
        assert_eq!(members.unwrap(), [next]);
        assert!(looks <= lots(1) + 1);
    }
}

#[test]
fn where_all_chances_are_small_the_seats_still_go_by_them() {
    const DRAWS: u64 = 300_000;
    let chance = |position: u32| Some(percent(if position.is_multiple_of(2) { 2 } else { 1 }));
    let mut likely: u64 = 0;
    for number in 0..DRAWS {
        let (members, looks) = counted(&seed(number), 1_000, 1, chance);
        likely += u64::from(members.unwrap()[0].is_multiple_of(2));
        assert!(looks <= lots(1), "nobody had to walk");
    }
    // Scaling up is exact for small tickets only.
    let relative = likely as f64 / DRAWS as f64 * 3.0 / 2.0;
    assert!((0.98..=1.02).contains(&relative), "{relative}");
}

#[test]
fn nobody_eligible_ends_after_all_looks() {
    let (members, looks) = counted(&seed(7), 1_000_000_000, 9, |_| None);
    assert_eq!(members, None);
    assert_eq!(looks, max_looks(9));
    assert_eq!(counted(&seed(7), 10, 9, |_| None), (None, 10));
}

#[test]
fn a_node_at_two_positions_gets_one_seat() {
    for number in 0..1_000 {
        let look = |place: Place| Some((place.position / 4, percent(50)));
        let members = draw(&seed(number), &one_band(12), 3, look).unwrap();
        let mut distinct = members.clone();
        distinct.sort_unstable();
        assert_eq!(distinct, [0, 1, 2]);
    }
}

#[test]
fn the_largest_table_is_reached_to_its_end() {
    let (members, _) = counted(&seed(1), u32::MAX, 9, |_| Some(percent(50)));
    assert!(members.unwrap().iter().any(|member| *member > u32::MAX / 2));
}

#[test]
fn looks_are_bounded_by_eight_a_seat() {
    assert_eq!(max_looks(1), 40);
    assert_eq!(max_looks(9), 104);
    assert_eq!(max_looks(u8::MAX), 2_072);
}

/// The chances of the frequency tests, in percent.
const CHANCES: [u64; 8] = [100, 90, 75, 60, 50, 40, 30, 25];

fn chance_at(position: u32) -> Option<Perquintill> {
    CHANCES.get(position as usize).map(|chance| percent(*chance))
}

fn assert_within_one_percent(counts: &[u64], expected: &[f64], draws: u64) {
    for (count, share) in counts.iter().zip(expected) {
        let relative = *count as f64 / draws as f64 / share;
        assert!((0.99..=1.01).contains(&relative), "{count} of {draws} for {share}");
    }
}

#[test]
fn one_seat_goes_to_each_node_as_often_as_its_chance_says() {
    const DRAWS: u64 = 1_500_000;
    let mut counts = [0u64; 8];
    for number in 0..DRAWS {
        let (members, _) = counted(&seed(number), 8, 1, chance_at);
        counts[members.unwrap()[0] as usize] += 1;
    }
    let sum: u64 = CHANCES.iter().sum();
    let expected: Vec<_> = CHANCES.iter().map(|chance| *chance as f64 / sum as f64).collect();
    assert_within_one_percent(&counts, &expected, DRAWS);
}

#[test]
fn a_second_seat_goes_by_the_chances_of_those_who_are_left() {
    const DRAWS: u64 = 1_000_000;
    let mut counts = [0u64; 8];
    for number in 0..DRAWS {
        let (members, _) = counted(&seed(number), 8, 2, chance_at);
        counts[members.unwrap()[1] as usize] += 1;
    }
    let sum: u64 = CHANCES.iter().sum();
    let second = |node: usize| -> f64 {
        let others = (0..8).filter(|first| *first != node);
        others
            .map(|first| {
                let given = CHANCES[node] as f64 / (sum - CHANCES[first]) as f64;
                CHANCES[first] as f64 / sum as f64 * given
            })
            .sum()
    };
    let expected: Vec<_> = (0..8).map(second).collect();
    assert_within_one_percent(&counts, &expected, DRAWS);
}

/// The kinds of the nodes in the next test: the stake in parts of the cap, in percent, and the
/// standing, in percent. Each node is of one of these.
const KINDS: [(u64, u64); 5] = [(40, 10), (60, 10), (100, 10), (40, 30), (100, 20)];

/// Returns the frequency with which a node of each kind gets the seat, in relation to its stake
/// times its standing, and the mean number of positions that a draw looks at.
fn frequencies(len: u32) -> ([f64; 5], f64) {
    const SEEDS: u64 = 1_000_000;
    let kind = |position: u32| position as usize % KINDS.len();
    let weight = |(stake, standing): (u64, u64)| stake * standing;
    let (mut counts, mut looks) = ([0u64; 5], 0);
    for number in 0..SEEDS {
        let (members, looked) = counted(&seed(number), len, 1, |position| {
            let weight = weight(KINDS[kind(position)]);
            Some(Perquintill::from_rational(weight, 10_000))
        });
        counts[kind(members.unwrap()[0])] += 1;
        looks += u64::from(looked);
    }
    let sum: u64 = KINDS.map(weight).iter().sum();
    let relative = core::array::from_fn(|kind| {
        let share = weight(KINDS[kind]) as f64 / sum as f64;
        counts[kind] as f64 / SEEDS as f64 / share
    });
    (relative, looks as f64 / SEEDS as f64)
}

#[test]
fn a_seat_goes_by_stake_times_standing_among_few_and_among_many_at_equal_cost() {
    let ((few, few_looks), (many, many_looks)) = (frequencies(100), frequencies(100_000));
    for relative in few.into_iter().chain(many) {
        assert!((0.99..=1.01).contains(&relative), "{few:?} among 100, {many:?} among 100,000");
    }
    // Among a hundred, some of the up to 24 positions come up twice and are looked at once.
    let growth = many_looks / few_looks;
    assert!((1.0..=1.12).contains(&growth), "{few_looks} and {many_looks} looks");
}

#[test]
fn the_looks_do_not_grow_with_the_table() {
    const DRAWS: u32 = 20_000;
    let mean = |len| {
        let looks = (0..DRAWS).map(|number| {
            let (members, looks) = counted(&seed(number.into()), len, 9, |_| Some(percent(50)));
            assert!(members.is_some() && looks <= max_looks(9));
            looks
        });
        f64::from(looks.sum::<u32>()) / f64::from(DRAWS)
    };
    let (small, large) = (mean(1_000), mean(100_000));
    assert!((0.98..=1.02).contains(&(small / large)), "{small} looks, {large} looks");
}

/// Returns bands of this size, in each of which half of the nodes have the band's full weight and
/// half of them a part of it: the weights are 1.2 to 12.
fn three_bands(len: u32) -> [Band; 3] {
    [12, 6, 3].map(|weight| Band { len, weight })
}

fn weight_at(place: Place) -> f64 {
    let is_even = place.position.is_multiple_of(2);
    [[12.0, 3.0], [6.0, 1.2], [3.0, 1.2]][place.band][usize::from(!is_even)]
}

/// Returns the frequency with which a node of each kind gets the seat, in relation to its weight,
/// and the mean number of places that a draw looks at, where the chances in relation to the bands
/// are this `part` of what they could be.
fn frequencies_in_bands(len: u32, part: f64) -> ([f64; 6], f64) {
    const SEEDS: u64 = 1_500_000;
    let bands = three_bands(len);
    let kind = |place: Place| place.band * 2 + place.position as usize % 2;
    let (mut counts, mut looks) = ([0u64; 6], 0);
    for number in 0..SEEDS {
        let (members, looked) = counted_in(&seed(number), &bands, 1, |place| {
            let chance = weight_at(place) / f64::from(bands[place.band].weight) * part;
            Some(Perquintill::from_float(chance))
        });
        counts[kind(members.unwrap()[0])] += 1;
        looks += u64::from(looked);
    }
    let weight =
        |kind: usize| weight_at(Place { band: kind / 2, position: (kind % 2).try_into().unwrap() });
    let sum: f64 = (0..6).map(weight).sum();
    let relative =
        core::array::from_fn(|kind| counts[kind] as f64 / SEEDS as f64 / (weight(kind) / sum));
    (relative, looks as f64 / SEEDS as f64)
}

#[test]
fn a_seat_goes_by_the_weights_across_bands_among_few_and_among_many_at_equal_cost() {
    let ((few, few_looks), (many, many_looks)) =
        (frequencies_in_bands(20, 1.0), frequencies_in_bands(20_000, 1.0));
    for relative in few.into_iter().chain(many) {
        assert!((0.99..=1.01).contains(&relative), "{few:?} among 60, {many:?} among 60,000");
    }
    let growth = many_looks / few_looks;
    assert!((1.0..=1.12).contains(&growth), "{few_looks} and {many_looks} looks");
}

#[test]
fn a_seat_goes_by_the_weights_across_bands_where_all_are_newcomers() {
    let (relative, _) = frequencies_in_bands(2_000, 0.3);
    assert!(relative.iter().all(|relative| (0.99..=1.01).contains(relative)), "{relative:?}");
}

#[test]
fn a_place_is_as_wide_as_its_bands_weight() {
    let band = |len, weight| Band { len, weight };
    let bands = [band(2, 3), band(0, 7), band(3, 1)];
    let places: Vec<_> = (0..9)
        .map(|point| place_at(&bands, point).map(|place| (place.band, place.position)).unwrap())
        .collect();
    let expected = [(0, 0), (0, 0), (0, 0), (0, 1), (0, 1), (0, 1), (2, 0), (2, 1), (2, 2)];
    assert_eq!(places, expected);
    assert_eq!(place_at(&bands, 9), None);
}

#[test]
fn the_walk_goes_from_band_to_band_and_round() {
    let band = |len| Band { len, weight: 1 };
    let bands = [band(0), band(2), band(0), band(1), band(0)];
    let mut place = first(&bands).unwrap();
    let mut walk = Vec::new();
    for _ in 0..5 {
        walk.push((place.band, place.position));
        place = after(&bands, place).unwrap();
    }
    assert_eq!(walk, [(1, 0), (1, 1), (3, 0), (1, 0), (1, 1)]);
    assert_eq!(first(&[]), None);
    assert_eq!(first(&[band(0)]), None);
}

#[test]
fn bands_without_a_place_are_nobody() {
    let empty = [Band { len: 0, weight: 5 }, Band { len: 0, weight: 1 }];
    for bands in [&[], &empty[..]] {
        for seats in [0, 1] {
            assert_eq!(counted_in(&seed(0), bands, seats, |_| Some(percent(100))), (None, 0));
        }
    }
}

#[test]
fn the_largest_bands_do_not_overflow() {
    let bands = [Band { len: u32::MAX, weight: u32::MAX }; 256];
    let (members, looks) = counted_in(&seed(3), &bands, 9, |_| Some(percent(100)));
    assert_eq!((members.unwrap().len(), looks), (9, 9));
}

proptest! {
    #[test]
    fn any_draw_is_bounded_distinct_and_repeatable(
        bytes: [u8; 32],
        len in prop_oneof![0u32..40, any::<u32>()],
        seats in 0u8..=9,
        chance in 0u64..=100,
        gap in 1u32..5,
    ) {
        let seed = Hash::from(bytes);
        let eligible = |position| (position % gap == 0).then_some(percent(chance));
        let mut looked = Vec::new();
        let members = draw(&seed, &one_band(len), seats, |Place { position, .. }| {
            looked.push(position);
            eligible(position).map(|chance| (position, chance))
        });

        prop_assert!(looked.len() <= max_looks(seats) as usize);
        prop_assert!(looked.iter().all(|position| *position < len));
        let mut distinct = looked.clone();
        distinct.sort_unstable();
        distinct.dedup();
        prop_assert_eq!(distinct.len(), looked.len());

        if let Some(members) = &members {
            prop_assert_eq!(members.len(), usize::from(seats));
            let mut distinct = members.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), members.len());
            let seatable = |node| looked.contains(node) && eligible(*node).is_some();
            prop_assert!(members.iter().all(seatable));
        }
        let again = counted(&seed, len, seats, eligible);
        prop_assert_eq!(again, (members, looked.len() as u32));
    }

    #[test]
    fn any_draw_from_bands_is_bounded_distinct_and_within_them(
        bytes: [u8; 32],
        bands in prop::collection::vec((prop_oneof![0u32..20, any::<u32>()], 1u32..2_000_000), 0..40),
        seats in 0u8..=9,
        chance in 0u64..=100,
        gap in 1u32..5,
    ) {
        let bands: Vec<_> = bands.into_iter().map(|(len, weight)| Band { len, weight }).collect();
        let seed = Hash::from(bytes);
        let mut looked = Vec::new();
        let members = draw(&seed, &bands, seats, |place| {
            looked.push(place);
            (place.position % gap == 0).then_some((place, percent(chance)))
        });

        prop_assert!(looked.len() <= max_looks(seats) as usize);
        prop_assert!(looked.iter().all(|place| place.position < bands[place.band].len));
        let distinct = |places: &[Place]| {
            let mut distinct = places.to_vec();
            distinct.sort_unstable();
            distinct.dedup();
            distinct.len() == places.len()
        };
        prop_assert!(distinct(&looked));
        if let Some(members) = members {
            prop_assert_eq!(members.len(), usize::from(seats));
            prop_assert!(distinct(&members));
            prop_assert!(members.iter().all(|place| looked.contains(place)));
        }
    }

    #[test]
    fn a_small_table_fills_whenever_enough_are_eligible(
        bytes: [u8; 32],
        eligible in prop::collection::vec(any::<bool>(), 1..=16),
        seats in 1u8..=9,
    ) {
        let enough = eligible.iter().filter(|is| **is).count() >= usize::from(seats);
        let chance = |at: u32| eligible[at as usize].then_some(percent(5));
        let (members, _) = counted(&Hash::from(bytes), eligible.len() as u32, seats, chance);
        prop_assert_eq!(members.is_some(), enough);
    }
}
