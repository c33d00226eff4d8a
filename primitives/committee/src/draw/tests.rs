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

/// Draws from nodes named by their positions, and counts the looks.
fn counted(
    seed: &Hash,
    len: u32,
    seats: u8,
    chance: impl Fn(u32) -> Option<Perquintill>,
) -> (Option<Vec<u32>>, u32) {
    let mut looks = 0;
    let members = draw(seed, len, seats, |position| {
        looks += 1;
        chance(position).map(|chance| (position, chance))
    });
    (members, looks)
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
        let last = Lot::new(&seed, lots(1) - 1, 100_000).unwrap().position;
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
        let members = draw(&seed(number), 12, 3, |at| Some((at / 4, percent(50)))).unwrap();
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

/// The standings of the nodes in the next test: the stake in parts of the cap, in percent, and the
/// reputation in parts of the highest, in percent. Each node has one of these.
const STANDINGS: [(u64, u64); 5] = [(40, 10), (60, 10), (100, 10), (40, 30), (100, 20)];

/// Returns the frequency with which a node of each standing gets the seat, in relation to its stake
/// times its reputation, and the mean number of positions that a draw looks at.
fn frequencies(len: u32) -> ([f64; 5], f64) {
    const SEEDS: u64 = 1_000_000;
    let kind = |position: u32| position as usize % STANDINGS.len();
    let weight = |(stake, reputation): (u64, u64)| stake * reputation;
    let (mut counts, mut looks) = ([0u64; 5], 0);
    for number in 0..SEEDS {
        let (members, looked) = counted(&seed(number), len, 1, |position| {
            let weight = weight(STANDINGS[kind(position)]);
            Some(Perquintill::from_rational(weight, 10_000))
        });
        counts[kind(members.unwrap()[0])] += 1;
        looks += u64::from(looked);
    }
    let sum: u64 = STANDINGS.map(weight).iter().sum();
    let relative = core::array::from_fn(|kind| {
        let share = weight(STANDINGS[kind]) as f64 / sum as f64;
        counts[kind] as f64 / SEEDS as f64 / share
    });
    (relative, looks as f64 / SEEDS as f64)
}

#[test]
fn a_seat_goes_by_stake_times_reputation_among_few_and_among_many_at_equal_cost() {
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
        let members = draw(&seed, len, seats, |position| {
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
