use frame_support::traits::{fungible::MutateHold, tokens::Precision};
use nes_core::Tariff;
use nes_support::params::Name;

use crate::{
    mock::*, ChangedAt, HoldReason, NextServiceId, OfferIndex, Offers, Parameters, Reputations,
    ServiceStatus, Services, TotalHeld,
};

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
    notices(damage, "an offer is for an unknown service");
}

#[test]
fn notice_a_position_of_an_unknown_service() {
    let damage = |_| OfferIndex::<Test>::insert(99, 0, NODE);
    notices(damage, "a position is of an unknown service");
}

#[test]
fn notice_an_index_with_a_double() {
    let damage = |service| OfferIndex::<Test>::insert(service, 0, NODE + 1);
    notices(damage, "an offer is not at its position in the index");
}

#[test]
fn notice_an_index_that_is_too_long() {
    let damage = |service| OfferIndex::<Test>::insert(service, 3, NODE);
    notices(damage, "the index has a position without offer");
}

#[test]
fn notice_a_wrong_count_of_offers() {
    let damage = |service| Services::<Test>::mutate_extant(service, |row| row.offers = 4);
    notices(damage, "a service does not have as many offers as it says");
    let damage = |service| Services::<Test>::mutate_extant(service, |row| row.offers = 2);
    notices(damage, "an offer is beyond the end of the index");
}

#[test]
fn notice_an_offer_without_slots() {
    let damage = |service| change_offer(service, NODE, |offer| offer.slots = 0);
    notices(damage, "an offer has no slot");
}

#[test]
fn notice_an_offer_below_the_floor() {
    let free = Tariff::default();
    let damage = |service| change_offer(service, NODE, |offer| offer.tariff = free);
    notices(damage, "an offer is below its service's floor");
}

#[test]
fn notice_a_floor_under_nothing() {
    let damage = |_| {
        let service = published();
        Services::<Test>::mutate_extant(service, |row| row.floor = TARIFF);
    };
    notices(damage, "a service without offers has a floor");
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
fn notice_a_reputation_out_of_bounds() {
    let damage = |_| Reputations::<Test>::mutate(NODE, |reputation| reputation.value = 99_999);
    notices(damage, "a reputation is out of bounds");
}
