use frame_support::assert_ok;
use nes_core::{MemberConduct, ServiceFault, Shortage};

use crate::{mock::*, Event, HoldReason, Services, Versions};

#[test]
fn a_service_is_published_offered_drawn_retired_and_gone() {
    build_and_execute(|| {
        // The publisher publishes a model and four nodes offer it, the last one at a higher price.
        let service = published_with_offers(3);
        offer(NODE + 3, service, PRICE * 5);

        // Two tasks are drawn: the three cheap nodes serve both, and have no free slot left.
        for seed in [1, 2] {
            let mut nodes: Vec<_> =
                draw(service, 3, seed).unwrap().into_iter().map(|seat| seat.node).collect();
            nodes.sort_unstable();
            assert_eq!(nodes, [NODE, NODE + 1, NODE + 2]);
        }
        assert_eq!(draw(service, 1, 3), Err(Shortage::TooFewEligible));

        // A payer with a higher maximum gets the node with the higher price.
        let rich = Request { max_price: PRICE * 5, ..request(service, 1) };
        let seats = draw_for(&rich, 3).unwrap();
        assert_eq!((seats[0].node, seats[0].price), (NODE + 3, PRICE * 5));

        // A new version comes, and two nodes are enough for the old one to give way.
        updated(service);
        for node in [NODE + 4, NODE + 5] {
            offer(node, service, PRICE);
        }
        assert_eq!(Services::<Test>::get(service).unwrap().former, None);

        // The publisher retires the model while the tasks are open.
        assert_ok!(Market::retire(signed(PUBLISHER), service));

        // The tasks are settled: one node failed, the others worked.
        let won = [NODE, NODE + 1, NODE + 2].map(|node| (node, MemberConduct::Won));
        (0..2).for_each(|_| close(service, won));
        close(service, [(NODE + 3, MemberConduct::Failed(ServiceFault::NoReveal))]);
        let standing = |node| offer_of(service, node).standing.deconstruct();
        assert_eq!((standing(NODE), standing(NODE + 3)), (314_000_000, 300_000_000));

        // Bob clears the offers so that the publisher gets its deposit back.
        for node in NODE..NODE + 6 {
            assert!(Services::<Test>::contains_key(service));
            assert_ok!(Market::withdraw_offer(signed(BOB), node, service));
            assert_eq!(held(HoldReason::Offer, node), 0);
        }
        assert!(!Services::<Test>::contains_key(service));
        assert_eq!(Versions::<Test>::iter().count(), 0);
        assert_eq!(Balances::free_balance(PUBLISHER), START_BALANCE);
        let deposit = SERVICE_DEPOSIT;
        let removed = Event::ServiceRemoved { service, publisher: PUBLISHER, deposit };
        assert_eq!(events().last(), Some(&removed));
    });
}
