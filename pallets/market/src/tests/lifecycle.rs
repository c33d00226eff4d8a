use frame_support::assert_ok;
use nes_core::{Hash, MemberConduct, ServiceFault, Shortage, Tariff};
use nes_traits::Market as _;

use crate::{mock::*, Event, HoldReason, Services};

#[test]
fn a_service_is_published_offered_drawn_retired_and_gone() {
    build_and_execute(|| {
        // The publisher publishes a model and four nodes offer it, the last one at a higher price.
        let service = published_with_offers(3);
        let dear = Tariff { base: 500, ..TARIFF };
        offer(NODE + 3, service, dear);

        // Two tasks are drawn: the three cheap nodes serve both, and have no free slot left.
        for seed in [1, 2] {
            let mut nodes: Vec<_> =
                draw(service, 3, seed).unwrap().into_iter().map(|seat| seat.node).collect();
            nodes.sort_unstable();
            assert_eq!(nodes, [NODE, NODE + 1, NODE + 2]);
        }
        assert_eq!(draw(service, 1, 3), Err(Shortage::TooFewEligible));

        // A payer with a higher maximum gets the node with the higher price.
        assert_ok!(Market::open_task(service));
        let seats = Market::draw(service, 1, &Hash::repeat_byte(3), &dear).seats.unwrap();
        assert_eq!((seats[0].node, seats[0].tariff), (NODE + 3, dear));

        // The publisher retires the model while the tasks are open.
        assert_ok!(Market::retire(signed(PUBLISHER), service));

        // The tasks are settled: one node failed, the others worked.
        let won = [NODE, NODE + 1, NODE + 2].map(|node| (node, MemberConduct::Won));
        (0..2).for_each(|_| close(service, won));
        close(service, [(NODE + 3, MemberConduct::Failed(ServiceFault::NoReveal))]);
        assert_eq!(Market::reputation(&NODE), 1_010_000);
        assert_eq!(Market::reputation(&(NODE + 3)), 800_000);

        // Bob clears the offers so that the publisher gets its deposit back.
        for node in NODE..NODE + 4 {
            assert!(Services::<Test>::contains_key(service));
            assert_ok!(Market::withdraw_offer(signed(BOB), node, service));
            assert_eq!(held(HoldReason::Offer, node), 0);
        }
        assert!(!Services::<Test>::contains_key(service));
        assert_eq!(Balances::free_balance(PUBLISHER), START_BALANCE);
        let deposit = SERVICE_DEPOSIT;
        let removed = Event::ServiceRemoved { service, publisher: PUBLISHER, deposit };
        assert_eq!(events().last(), Some(&removed));
    });
}
