use frame_support::traits::{fungible::MutateHold, tokens::Precision};
use nes_core::Balance;
use nes_support::params::Name;
use sp_runtime::Perbill;

use crate::{
    bands::Bands, mock::*, ChangedAt, Changes, Duties, Duty, DutyCounts, DutyEnds, DutyIndex,
    HoldReason, NextServiceId, OfferIndex, Offers, Parameters, ServiceStatus, Services, Serving,
    ServingNode, ServingStake, TotalHeld, Versions,
};

/// The band of the offers at `PRICE`.
const BAND: u8 = 40;

/// Checks that the invariants hold for a service with three offers, and that they are violated
/// after `damage`.
fn notices(damage: impl FnOnce(u32), why: &'static str) {
    without_invariants(|| {
        let service = published_with_offers(3);
        assert_eq!(Market::do_try_state(), Ok(()));
        damage(service);
        assert_eq!(Market::do_try_state(), Err(why.into()));
    });
}

#[test]
fn notice_parameters_out_of_bounds() {
    let damage = |_| Parameters::<Test>::mutate(|params| params.stake_cap = 0);
    notices(damage, "the parameters are out of bounds");
}

#[test]
fn notice_a_change_of_an_unknown_parameter() {
    let name = || b"colour".to_vec().try_into().unwrap();
    let damage = |_| ChangedAt::<Test>::insert::<Name, u64>(name(), 1);
    notices(damage, "an unknown parameter changed");
}

#[test]
fn notice_an_id_that_was_not_given_yet() {
    notices(|_| NextServiceId::<Test>::put(0), "a service has an id to come");
}

#[test]
fn notice_a_service_that_is_over() {
    let damage = |_| {
        let service = published();
        Services::<Test>::mutate_extant(service, |row| row.status = ServiceStatus::Retired);
    };
    notices(damage, "a service that is over has a row");
}

#[test]
fn notice_an_offer_of_an_unknown_service() {
    let damage = |service| {
        let offer = Offers::<Test>::get(service, NODE).unwrap();
        Offers::<Test>::insert(99, NODE, offer);
    };
    notices(damage, "an offer or a version is of an unknown service");
}

#[test]
fn notice_a_version_of_an_unknown_service() {
    let damage = |service| Versions::<Test>::insert(99, 0, version(service, 0));
    notices(damage, "an offer or a version is of an unknown service");
}

#[test]
fn notice_a_position_of_an_unknown_band() {
    for index in [(99, 0, BAND), (0, 1, BAND), (0, 0, BAND + 1)] {
        let damage = |_| OfferIndex::<Test>::insert(index, 0, NODE);
        notices(damage, "a position is of an unknown band");
    }
}

#[test]
fn notice_an_offer_that_enters_later_than_now() {
    let damage = |service| {
        change_offer(service, NODE, |offer| {
            offer.place.as_mut().unwrap().entered = System::block_number() + 1;
        });
    };
    notices(damage, "an offer is in the index since a block to come");
}

#[test]
fn notice_an_index_with_a_double() {
    let damage = |service| {
        let other = OfferIndex::<Test>::get((service, 0, BAND), 1).unwrap();
        OfferIndex::<Test>::insert((service, 0, BAND), 0, other);
    };
    notices(damage, "an offer is not at its place in the index");
}

#[test]
fn notice_an_index_that_is_too_long() {
    let damage = |service| OfferIndex::<Test>::insert((service, 0, BAND), 3, NODE);
    notices(damage, "a position has no offer");
}

#[test]
fn notice_a_wrong_count_of_offers() {
    for count in [2, 4] {
        let damage = |service| Services::<Test>::mutate_extant(service, |row| row.offers = count);
        notices(damage, "a service does not have as many offers as it says");
    }
}

/// Changes the row of the first version.
fn change_version(service: u32, change: impl FnOnce(&mut crate::Version)) {
    Versions::<Test>::mutate(service, 0, |row| change(row.as_mut().unwrap()));
}

#[test]
fn notice_a_wrong_count_of_offers_of_a_version() {
    let damage = |service| change_version(service, |row| row.offers = 4);
    notices(damage, "a version has not as many offers as it says");
}

#[test]
fn notice_bands_that_are_not_the_sum_of_their_offers() {
    let changes: [fn(&mut Bands); 3] = [
        |bands| _ = bands.add(BAND, 0),
        |bands| _ = bands.remove(BAND, 1).and_then(|_| bands.add(BAND, 0)),
        |bands| _ = bands.add(BAND + 1, 1),
    ];
    for change in changes {
        let damage = |service| change_version(service, |row| change(&mut row.bands));
        notices(damage, "a band is not the sum of its offers");
    }
}

#[test]
fn notice_a_weight_that_does_not_count() {
    let damage = |service| {
        change_offer(service, NODE, |offer| offer.place.as_mut().unwrap().weight += 1);
    };
    notices(damage, "a band is not the sum of its offers");
}

#[test]
fn notice_an_offer_of_an_unknown_version() {
    let damage = |service| {
        pause(NODE, service);
        pass_changes();
        change_offer(service, NODE, |offer| offer.terms.version = 7);
        change_version(service, |row| row.offers = 2);
    };
    notices(damage, "an offer is for an unknown version");
}

#[test]
fn notice_a_taken_version_without_a_row() {
    let why = "a version that is taken has no row";
    notices(|service| Versions::<Test>::remove(service, 0), why);
    notices(|service| Services::<Test>::mutate_extant(service, |row| row.former = Some(7)), why);
}

#[test]
fn notice_a_version_that_nobody_needs() {
    let damage = |service| {
        let bare = crate::Version { offers: 0, bands: Bands::default(), ..version(service, 0) };
        Versions::<Test>::insert(service, 7, bare);
    };
    notices(damage, "a version that nobody needs has a row");
}

#[test]
fn notice_a_paused_offer_in_the_index() {
    let damage = |service| change_offer(service, NODE, |offer| offer.terms.slots = 0);
    notices(damage, "a paused offer is in the index");
}

#[test]
fn notice_an_offer_in_a_band_below_its_price() {
    let damage = |service| change_offer(service, NODE, |offer| offer.terms.price = PRICE * 2);
    notices(damage, "an offer is in a band below its price");
    let rise = crate::Rise { price: Balance::MAX, from: 99 };
    let damage = |service| change_offer(service, NODE, |offer| offer.rise = Some(rise));
    notices(damage, "an offer is in a band below its price");
}

#[test]
fn notice_a_change_that_is_not_in_the_queue() {
    let damage = |service| {
        set_price(NODE, service, PRICE);
        let _ = Changes::<Test>::clear(u32::MAX, None);
    };
    notices(damage, "a change is not in the queue");
}

#[test]
fn notice_a_queued_change_that_nobody_waits_for() {
    let damage = |service| Changes::<Test>::insert(99, (service, NODE), ());
    notices(damage, "a change is not in the queue");
    let damage = |service| {
        set_price(NODE, service, PRICE);
        change_offer(service, NODE, |offer| offer.change.as_mut().unwrap().due += 1);
    };
    notices(damage, "a queued change is nobody's");
}

#[test]
fn notice_busy_slots_without_a_task() {
    let damage = |service| change_offer(service, NODE, |offer| offer.busy = 1);
    notices(damage, "a service's offers are busier than its open tasks have seats");
}

#[test]
fn notice_a_deposit_that_is_not_on_hold() {
    for (reason, who) in [(HoldReason::Service, PUBLISHER), (HoldReason::Offer, NODE)] {
        let damage = |_| {
            Balances::release(&reason.into(), &who, 1, Precision::Exact).unwrap();
        };
        notices(damage, "what is on hold is not the sum of the deposits");
    }
}

#[test]
fn notice_a_hold_without_a_deposit() {
    for reason in [HoldReason::Service, HoldReason::Offer] {
        let damage = |_| Balances::hold(&reason.into(), &BOB, 1).unwrap();
        notices(damage, "what is on hold is not the sum of the deposits");
    }
}

#[test]
fn notice_a_deposit_of_nobody() {
    let damage = |service| {
        let reason = HoldReason::Service.into();
        Balances::release(&reason, &PUBLISHER, SERVICE_DEPOSIT, Precision::Exact).unwrap();
        Services::<Test>::mutate_extant(service, |row| row.publisher = AGENT);
    };
    notices(damage, "what is on hold is not the sum of the deposits");
}

#[test]
fn notice_a_total_that_is_not_on_hold() {
    for reason in [HoldReason::Service, HoldReason::Offer] {
        let damage = |_| TotalHeld::<Test>::mutate(reason, |total| *total -= 1);
        notices(damage, "a total is not the sum of the holds");
    }
}

#[test]
fn notice_a_standing_out_of_bounds() {
    let low = Perbill::from_parts(299_999_999);
    let damage = |service| change_offer(service, NODE, |offer| offer.standing = low);
    notices(damage, "a standing is out of bounds");
}

#[test]
fn notice_slashable_offers_that_are_not_summed_up() {
    let changes: [fn(&mut crate::Version); 2] =
        [|row| row.slashable.len += 1, |row| row.slashable.weight += 1];
    for change in changes {
        let damage = |service| change_version(service, change);
        notices(damage, "the slashable offers are not their sum");
    }
}

#[test]
fn notice_an_offer_that_counts_otherwise_than_it_is() {
    let damage = |service| change_offer(service, NODE, |offer| offer.terms.slashable = true);
    notices(damage, "an offer is slashable, or is not, where it counts otherwise");
}

#[test]
fn notice_a_slashable_offer_of_a_metered_service() {
    let damage = |_| {
        let service = published_metered();
        set_price(NODE, service, PRICE);
        change_offer(service, NODE, |offer| offer.terms.slashable = true);
    };
    notices(damage, "a slashable offer has no tasks");
}

#[test]
fn notice_a_node_that_serves_with_another_number_of_offers() {
    let why = "a node serves with another number of offers";
    for offers in [0, 2] {
        let served = ServingNode { offers, weight: STAKE };
        notices(|_| Serving::<Test>::insert(NODE, served), why);
    }
    let served = ServingNode { offers: 0, weight: 0 };
    notices(|_| Serving::<Test>::insert(BOB, served), why);
}

#[test]
fn notice_a_node_that_does_not_serve() {
    notices(|_| Serving::<Test>::remove(NODE), "a node with an offer in an index does not serve");
}

#[test]
fn notice_a_serving_stake_that_is_not_the_sum() {
    let damage = |_| ServingStake::<Test>::mutate(|stake| *stake += 1);
    notices(damage, "the serving stake is not the sum of the nodes'");
}

/// Checks that the invariants hold for a service with three slashable offers, one of them paused, and
/// that they are violated after `damage`.
fn notices_of_duties(damage: impl FnOnce(u32), why: &'static str) {
    without_invariants(|| {
        let service = published_with_slashable(3);
        pause(NODE, service);
        pass_changes();
        assert_eq!(Market::do_try_state(), Ok(()));
        damage(service);
        assert_eq!(Market::do_try_state(), Err(why.into()));
    });
}

/// Changes the duty of `node` directly.
fn change_duty(service: u32, node: u64, change: impl FnOnce(&mut Duty<u64>)) {
    Duties::<Test>::mutate((service, 0), node, |duty| change(duty.as_mut().unwrap()));
}

#[test]
fn notice_a_duty_that_is_not_at_its_place() {
    let why = "a node on duty is not at its place in the index";
    notices_of_duties(|service| change_duty(service, NODE, |duty| duty.position += 1), why);
    notices_of_duties(|service| DutyIndex::<Test>::remove((service, 0), 1), why);
}

#[test]
fn notice_a_duty_that_begins_later_than_now() {
    let damage = |service| change_duty(service, NODE, |duty| duty.entered += 1_000);
    notices_of_duties(damage, "a duty began in a block to come");
}

#[test]
fn notice_a_position_without_a_duty() {
    for node in [BOB, NODE] {
        let damage = |service| DutyIndex::<Test>::insert((service, 0), 3, node);
        notices_of_duties(damage, "a position has no duty");
    }
}

#[test]
fn notice_a_wrong_count_of_duties() {
    let why = "a version has not as many duties as it says";
    notices_of_duties(|service| DutyCounts::<Test>::insert((service, 0), 2), why);
    notices_of_duties(|service| DutyCounts::<Test>::insert((service, 1), 1), why);
}

#[test]
fn notice_a_slashable_offer_without_a_duty() {
    let why = "a node with a slashable offer is not on duty";
    notices_of_duties(
        |service| change_duty(service, NODE + 1, |duty| duty.registration += 99),
        why,
    );
    notices_of_duties(|service| change_duty(service, NODE + 1, |duty| duty.until = Some(99)), why);
}

#[test]
fn notice_a_duty_without_an_offer_and_without_an_end() {
    let damage = |service| change_duty(service, NODE, |duty| duty.until = None);
    notices_of_duties(damage, "a duty without a slashable offer has no end");
}

#[test]
fn notice_an_end_that_is_not_in_the_queue() {
    let damage = |service| change_duty(service, NODE, |duty| duty.until = Some(99));
    notices_of_duties(damage, "the end of a duty is not in the queue");
}

#[test]
fn notice_a_queued_end_of_no_duty() {
    let damage = |service| DutyEnds::<Test>::insert(99, (service, 0, NODE + 1), ());
    notices_of_duties(damage, "a queued end is of no duty");
}
