use frame_support::assert_ok;
use nes_core::{MemberConduct, ServiceFault};
use nes_traits::Market as _;
use sp_runtime::Perbill;

use crate::{mock::*, Offers, Services};

const FAULTS: [ServiceFault; 3] =
    [ServiceFault::NoCommit, ServiceFault::NoReveal, ServiceFault::WrongAnswer];

#[test]
fn frees_a_slot_of_each_member_and_of_nobody_else() {
    build_and_execute(|| {
        let service = published_with_offers(4);
        assert!(draw(service, 4, 1).is_ok());
        let members: Vec<_> = draw(service, 3, 2)
            .unwrap()
            .into_iter()
            .map(|seat| (seat.node, MemberConduct::Attended))
            .collect();
        close(service, members);
        assert!(Offers::<Test>::iter_prefix_values(service).all(|offer| offer.busy == 1));
        assert_eq!(Services::<Test>::get(service).unwrap().open_tasks, 1);
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
fn lowers_nobody_for_an_input_that_is_fetched() {
    build_and_execute(|| {
        let after = standings(|service| close_remote(service, (NODE..).zip(conducts())));
        assert_eq!(after, [412, 400, 400, 400, 400, 400, 400]);
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
