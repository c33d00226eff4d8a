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
            .map(|seat| (seat.node, MemberConduct::Unjudged))
            .collect();
        close(service, members);
        assert!(Offers::<Test>::iter_prefix_values(service).all(|offer| offer.busy == 1));
        assert_eq!(Services::<Test>::get(service).unwrap().open_tasks, 1);
    });
}

#[test]
fn raises_who_won_and_lowers_who_failed() {
    build_and_execute(|| {
        let service = published_with_offers(6);
        draw(service, 6, 1).unwrap();
        for node in NODE..NODE + 6 {
            change_offer(service, node, |offer| offer.standing = Perbill::from_percent(40));
        }
        let conducts = [MemberConduct::Won, MemberConduct::Unjudged, MemberConduct::Blameless]
            .into_iter()
            .chain(FAULTS.map(MemberConduct::Failed));
        close(service, (NODE..).zip(conducts));

        let standings: Vec<_> = (NODE..NODE + 6)
            .map(|node| offer_of(service, node).standing.deconstruct() / 1_000_000)
            .collect();
        assert_eq!(standings, [412, 400, 400, 380, 380, 380]);
    });
}

#[test]
fn learns_what_is_usual_from_those_who_won_only() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        draw(service, 3, 1).unwrap();
        let conducts = [MemberConduct::Unjudged, MemberConduct::Failed(ServiceFault::NoReveal)];
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
