use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use nes_core::Balance;
use nes_traits::OnNodeRemoved;
use sp_runtime::{traits::BadOrigin, DispatchResult};

use crate::{mock::*, Error, Event, LastPayout, Payout, Points, WeightInfo};

/// Ends an era in which Alice made three blocks and Bob one, and Bob and Charlie did work; it minted
/// 1,000,000 planck.
fn eventful_era() {
    Cap::set(Balances::total_issuance() + 18_262_500_000);
    author(ALICE, 3);
    author(BOB, 1);
    work(BOB, 1_000);
    work(CHARLIE, 3_000);
    // The fees burned 200, which is room again.
    Cap::set(Balances::total_issuance() + 18_262_500_000);
    end_era();
}

/// The payout of each node for the eventful era, in addition to its parts of the fees.
const DUE: [(u64, Payout); 3] = [
    (ALICE, Payout { validation: 450_000, incentive: 0 }),
    (BOB, Payout { validation: 150_000, incentive: 80 }),
    (CHARLIE, Payout { validation: 0, incentive: 240 }),
];

/// The rest for the treasury.
const LEFT: Balance = 250_000 - 320;

fn balances() -> Vec<Balance> {
    let all = [PUBLISHER, TREASURY, ALICE, BOB, CHARLIE, Rewards::emission_pot()];
    all.into_iter().map(Balances::free_balance).collect()
}

fn distribute(era: u32, limit: u32) -> u64 {
    let ended = Rewards::distribute(signed(NOBODY), era, limit).unwrap();
    ended.actual_weight.unwrap().ref_time() / 10_000_000
}

/// Makes the same call, which may fail.
fn try_distribute(era: u32, limit: u32) -> DispatchResult {
    let ended = Rewards::distribute(signed(ALICE), era, limit);
    ended.map(drop).map_err(|error| error.error)
}

/// Returns the weight of `count` steps.
fn steps(count: u64) -> Weight {
    <() as WeightInfo>::pay_node() * count
}

#[test]
fn pays_every_node_what_its_points_earned() {
    build_and_execute(|| {
        eventful_era();
        let before = DUE.map(|(node, _)| gained(node));
        let treasury = gained(TREASURY);
        assert_eq!(distribute(0, 10), 5, "a look, three nodes and the close");

        for ((node, payout), before) in DUE.into_iter().zip(before) {
            assert_eq!(gained(node) - before, payout.sum());
            System::assert_has_event(Event::NodePaid { era: 0, node, payout }.into());
        }
        assert_eq!(gained(TREASURY) - treasury, LEFT);
        assert_eq!(pot(), 0);
        System::assert_last_event(Event::EraDistributed { era: 0, unpaid: LEFT }.into());
        assert_eq!(Rewards::ended_era(0).unwrap().unpaid, LEFT);
        let paid =
            LastPayout { era: 0, points: Points { validation: 20, work: 100 }, payout: DUE[1].1 };
        assert_eq!(Rewards::last_payout(&BOB), Some(paid));
    });
}

#[test]
fn ends_alike_in_any_order_and_by_anyone() {
    let mut ends = vec![];
    let ways: [fn(); 5] = [
        || {
            idle();
        },
        || {
            distribute(0, 10);
        },
        || {
            (0..3).for_each(|_| {
                distribute(0, 1);
            })
        },
        || {
            distribute(0, 1);
            idle();
        },
        || {
            Rewards::on_idle(1, steps(2));
            distribute(0, 1);
            Rewards::on_idle(2, steps(2));
            idle();
        },
    ];
    for way in ways {
        build_and_execute(|| {
            eventful_era();
            way();
            idle();
            ends.push(balances());
        });
    }
    assert!(ends.windows(2).all(|pair| pair[0] == pair[1]), "{ends:?}");
}

#[test]
fn pays_nobody_twice() {
    build_and_execute(|| {
        eventful_era();
        distribute(0, 2);
        idle();
        let paid = balances();
        idle();
        assert_noop!(try_distribute(0, 10), Error::<Test>::AlreadyDistributed);
        assert_eq!(balances(), paid);
    });
}

#[test]
fn pays_no_more_than_the_limit() {
    build_and_execute(|| {
        eventful_era();
        assert_eq!(distribute(0, 2), 3, "a look and two nodes");
        assert!(!Rewards::ended_era(0).unwrap().distributed);
        let paid = DUE.iter().filter(|(node, _)| Rewards::last_payout(node).is_some());
        assert_eq!(paid.count(), 2);
    });
}

#[test]
fn pays_a_later_era_before_an_earlier_one() {
    build_and_execute(|| {
        eventful_era();
        author(ALICE, 1);
        end_era();
        distribute(1, 10);
        assert!(Rewards::ended_era(1).unwrap().distributed);
        assert!(!Rewards::ended_era(0).unwrap().distributed);
        assert_eq!(Rewards::first_undistributed(), 0);
        idle();
        assert_eq!(Rewards::first_undistributed(), 2);
        assert_eq!(pot(), 0);
        assert_eq!(Rewards::last_payout(&ALICE).unwrap().era, 1);
    });
}

#[test]
fn of_an_era_without_points_gives_all_to_the_treasury() {
    build_and_execute(|| {
        Cap::set(Balances::total_issuance() + 18_262_500_000);
        end_era();
        idle();
        assert_eq!(gained(TREASURY), 1_000_000);
        assert_eq!(pot(), 0);
    });
}

#[test]
fn of_a_single_point_pays_that() {
    build_and_execute(|| {
        Cap::set(Balances::total_issuance() + 18_262_500_000);
        work(CHARLIE, 10);
        end_era();
        idle();
        // Four fifths of a planck, rounded down.
        assert_eq!(Rewards::last_payout(&CHARLIE), None);
        assert_eq!(pot(), 0);
        author(CHARLIE, 1);
        end_era();
        idle();
        assert_eq!(Rewards::last_payout(&CHARLIE).unwrap().payout.incentive, 0);
        assert_eq!(Rewards::ended_era(1).unwrap().unpaid, 249_986);
    });
}

#[test]
fn divides_incentives_that_do_not_suffice() {
    build_and_execute(|| {
        Cap::set(Balances::total_issuance() + 18_262_500_000);
        work(BOB, 10_000_000);
        work(CHARLIE, 30_000_000);
        Cap::set(Balances::total_issuance() + 18_262_500_000);
        end_era();
        idle();
        let incentive = |node| Rewards::last_payout(&node).unwrap().payout.incentive;
        assert_eq!((incentive(BOB), incentive(CHARLIE)), (62_500, 187_500));
    });
}

#[test]
fn leaves_the_part_of_a_node_that_has_gone_to_the_treasury() {
    build_and_execute(|| {
        eventful_era();
        HandedBack::set(Balance::MAX);
        let treasury = gained(TREASURY);
        idle();
        let (node, amount) = (ALICE, 450_000);
        System::assert_has_event(Event::PayoutLapsed { era: 0, node, amount }.into());
        assert_eq!(gained(TREASURY) - treasury, 850_000);
        assert_eq!(Rewards::last_payout(&ALICE), None);
    });
}

#[test]
fn counts_what_a_node_took_of_a_payment_that_it_could_not_take_whole() {
    build_and_execute(|| {
        eventful_era();
        HandedBack::set(100);
        let (treasury, alice) = (gained(TREASURY), gained(ALICE));
        idle();
        let (node, amount) = (ALICE, 100);
        System::assert_has_event(Event::PayoutLapsed { era: 0, node, amount }.into());
        assert_eq!(gained(ALICE) - alice, 450_000 - 100);
        // A hundred of each of three nodes.
        assert_eq!(gained(TREASURY) - treasury, LEFT + 300);
        assert_eq!(pot(), 0);
    });
}

#[test]
fn costs_little_when_it_fails() {
    build_and_execute(|| {
        for (era, limit) in [(0, 0), (0, 1_000), (7, 1_000)] {
            let failed = Rewards::distribute(signed(ALICE), era, limit);
            let weight = failed.unwrap_err().post_info.actual_weight;
            assert_eq!(weight, Some(<() as WeightInfo>::look_for_era()));
        }
    });
}

#[test]
fn forgets_the_last_payout_of_a_node_that_goes() {
    build_and_execute(|| {
        eventful_era();
        idle();
        Rewards::on_node_removed(&ALICE);
        assert_eq!(Rewards::last_payout(&ALICE), None);
        assert!(Rewards::last_payout(&BOB).is_some());
    });
}

#[test]
fn takes_no_more_idle_time_than_there_is() {
    build_and_execute(|| {
        eventful_era();
        assert_eq!(Rewards::on_idle(1, Weight::zero()), Weight::zero());
        assert_eq!(Rewards::on_idle(1, steps(1)), steps(1));
        assert_eq!(Rewards::on_idle(1, steps(3)), steps(3));
        assert_eq!(Rewards::on_idle(1, Weight::MAX), steps(4), "a look, a node, the end, a look");
        assert_eq!(Rewards::on_idle(1, Weight::MAX), steps(1), "a look");
    });
}

#[test]
fn fails_without_a_signature_or_a_limit() {
    build_and_execute(|| {
        eventful_era();
        for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
            assert_noop!(Rewards::distribute(origin, 0, 1), BadOrigin);
        }
        assert_noop!(try_distribute(0, 0), Error::<Test>::LimitMissing);
    });
}

#[test]
fn fails_before_the_era_has_ended() {
    build_and_execute(|| {
        eventful_era();
        for era in [1, 2, u32::MAX] {
            assert_noop!(try_distribute(era, 1), Error::<Test>::EraNotEnded);
        }
        assert_ok!(Rewards::distribute(signed(ALICE), 0, 1));
    });
}
