use frame_support::assert_ok;
use nes_core::{MemberConduct, ServiceFault};
use nes_traits::Market as _;

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
        let conducts = [MemberConduct::Won, MemberConduct::Unjudged, MemberConduct::Blameless]
            .into_iter()
            .chain(FAULTS.map(MemberConduct::Failed));
        close(service, (NODE..).zip(conducts));

        let reputations: Vec<_> = (NODE..NODE + 6).map(|node| Market::reputation(&node)).collect();
        assert_eq!(reputations, [1_010_000, 1_000_000, 1_000_000, 800_000, 800_000, 800_000]);
    });
}

#[test]
fn counts_the_payer_of_the_task() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        for payer in [CHARLIE, BOB, BOB] {
            draw(service, 1, 1).unwrap();
            close_paid_by(payer, service, [(NODE, MemberConduct::Won)]);
        }
        assert_eq!(Market::reputation(&NODE), 1_020_100);
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
