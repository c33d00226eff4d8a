use frame_support::assert_ok;
use nes_core::{MemberConduct, ServiceFault};
use nes_traits::{EndedMember, EndedTask, Market as _};
use sp_runtime::Perbill;

use crate::{mock::*, Offers, Services};

/// The part of 70 % that a usual answer brings.
const GAIN: Perbill = Perbill::from_parts(14_000_000);

const FAULTS: [ServiceFault; 3] =
    [ServiceFault::NoCommit, ServiceFault::NoReveal, ServiceFault::WrongAnswer];

/// Returns a member without a loss, whose fee had the usual part for the protocol.
fn member((node, conduct): (u64, MemberConduct)) -> EndedMember<u64> {
    EndedMember { node, conduct, lost: false, protocol: PROTOCOL }
}

#[test]
fn counts_an_open_task_down_and_leaves_the_slots_to_their_own_end() {
    build_and_execute(|| {
        let service = published_with_offers(4);
        let busy =
            || Offers::<Test>::iter_prefix_values(service).map(|offer| offer.busy).sum::<u16>();
        let open = || Services::<Test>::get(service).unwrap().open_tasks;
        let first: Vec<_> = draw(service, 4, 1).unwrap().iter().map(|seat| seat.node).collect();
        let second: Vec<_> = draw(service, 3, 2).unwrap().iter().map(|seat| seat.node).collect();
        assert_eq!((busy(), open()), (7, 2));

        Market::free_slots(service, &second);
        assert!(Offers::<Test>::iter_prefix_values(service).all(|offer| offer.busy == 1));
        assert_eq!((busy(), open()), (4, 2));
        let members = second.into_iter().map(|node| member((node, MemberConduct::Attended)));
        let members = members.collect();
        Market::close_task(&EndedTask { service, payer: CHARLIE, slashable: true, members });
        assert_eq!((busy(), open()), (4, 1));
        close(service, first.into_iter().map(|node| (node, MemberConduct::Attended)));
        assert_eq!((busy(), open()), (0, 0));
    });
}

/// The conducts of a committee of seven.
fn conducts() -> Vec<MemberConduct> {
    use MemberConduct::*;
    let all = [Won, Attended, Overtaken, Blameless].into_iter();
    all.chain(FAULTS.map(Failed)).collect()
}

/// Returns the standings of seven nodes, in parts of a thousand, after `close` of a task for which
/// all of them were drawn with 400.
fn standings(close: impl FnOnce(u32)) -> Vec<u32> {
    let service = published_with_offers(7);
    draw(service, 7, 1).unwrap();
    for node in NODE..NODE + 7 {
        change_offer(service, node, |offer| offer.standing = Perbill::from_percent(40));
    }
    close(service);
    let standing = |node| offer_of(service, node).standing.deconstruct() / 1_000_000;
    (NODE..NODE + 7).map(standing).collect()
}

#[test]
fn raises_who_won_and_lowers_who_was_silent() {
    build_and_execute(|| {
        let after = standings(|service| close(service, (NODE..).zip(conducts())));
        // Not who gave another answer than the agreed one.
        assert_eq!(after, [412, 400, 400, 400, 380, 380, 400]);
    });
}

#[test]
fn lowers_nobody_for_a_task_that_cannot_cost_stake() {
    build_and_execute(|| {
        let after = standings(|service| {
            end(service, false, (NODE..).zip(conducts()).map(member).collect());
        });
        assert_eq!(after, [412, 400, 400, 400, 400, 400, 400]);
    });
}

#[test]
fn lowers_who_lost_a_dispute_whatever_its_conduct_and_teaches_nothing() {
    build_and_execute(|| {
        let mut service = 0;
        let after = standings(|of| {
            service = of;
            let lost = |member| EndedMember { lost: true, ..member };
            end(of, true, (NODE..).zip(conducts()).map(member).map(lost).collect());
        });
        assert_eq!(after, [380; 7]);
        assert_eq!(Services::<Test>::get(service).unwrap().usual, 0);
    });
}

#[test]
fn goes_on_without_the_offers_that_were_withdrawn_since_their_slots_were_free() {
    build_and_execute(|| {
        let service = published_with_offers(4);
        let seats = draw(service, 4, 1).unwrap();
        let nodes: Vec<_> = seats.into_iter().map(|seat| seat.node).collect();
        Market::free_slots(service, &nodes);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        for node in [NODE, NODE + 1] {
            assert_ok!(Market::withdraw_offer(signed(BOB), node, service));
        }
        let conducts = [MemberConduct::Won, MemberConduct::Failed(ServiceFault::NoCommit)];
        let members = (NODE..).zip([conducts, conducts].concat()).map(member).collect();
        Market::close_task(&EndedTask { service, payer: CHARLIE, slashable: true, members });
        assert!(!Offers::<Test>::contains_key(service, NODE));
        assert_eq!(offer_of(service, NODE + 2).standing, Perbill::from_percent(30) + GAIN);
        assert_eq!(Services::<Test>::get(service).unwrap().open_tasks, 0);
    });
}

#[test]
fn keeps_the_service_until_it_comes_when_the_slots_are_free() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        draw(service, 1, 1).unwrap();
        Market::free_slots(service, &[NODE]);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        assert_ok!(Market::withdraw_offer(signed(BOB), NODE, service));
        assert!(Services::<Test>::contains_key(service));
        let members = vec![member((NODE, MemberConduct::Won))];
        Market::close_task(&EndedTask { service, payer: CHARLIE, slashable: true, members });
        assert!(!Services::<Test>::contains_key(service));
    });
}

#[test]
fn learns_what_is_usual_from_those_who_won_only() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        draw(service, 3, 1).unwrap();
        let conducts = [MemberConduct::Attended, MemberConduct::Failed(ServiceFault::NoReveal)];
        let members = (NODE..).zip(conducts.into_iter().chain([MemberConduct::Won]));
        close_paid(
            service,
            (1..).zip(members).map(|(part, (node, conduct))| (node, conduct, part)),
        );
        assert_eq!(Services::<Test>::get(service).unwrap().usual, 3);
    });
}

#[test]
fn goes_on_for_an_offer_that_is_out_of_the_index() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        draw(service, 3, 1).unwrap();
        pause(NODE, service);
        unregister(NODE + 1);
        pass_changes();
        close(service, (NODE..NODE + 3).map(|node| (node, MemberConduct::Won)));
        assert!(Offers::<Test>::iter_prefix_values(service).all(|offer| offer.busy == 0));
    });
}

#[test]
fn leaves_a_service_that_is_over_to_its_last_task() {
    build_and_execute(|| {
        let service = published();
        assert_ok!(Market::open_task(service));
        assert_ok!(Market::open_task(service));
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        close(service, []);
        assert_eq!(Services::<Test>::get(service).unwrap().open_tasks, 1);
        close(service, []);
        assert_eq!(Services::<Test>::get(service), None);
    });
}
