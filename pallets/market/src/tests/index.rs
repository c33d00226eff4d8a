use std::collections::{BTreeMap, BTreeSet};

use frame_support::assert_ok;
use nes_core::Balance;

use crate::{bands::band_of, mock::*, OfferIndex};

/// The offers by service and node: the price and the slots.
type Model = BTreeMap<(u32, u64), (Balance, u16)>;

fn step(numbers: &mut Numbers, services: &[u32], model: &mut Model) {
    let service = services[numbers.below(services.len() as u64) as usize];
    let node = NODE + numbers.below(NODES);
    if numbers.below(5) < 4 {
        let price = Balance::from(1 + numbers.below(4)) * PRICE;
        let slots = numbers.below(4) as u16;
        assert_ok!(set_version(node, service, 0, price, slots));
        model.insert((service, node), (price, slots));
    } else {
        let withdrawn = Market::withdraw_offer(signed(node), node, service);
        if withdrawn.is_ok() {
            assert!(model.remove(&(service, node)).is_some());
        }
    }
    pass(numbers.below(3));
}

fn check(services: &[u32], model: &Model) {
    for service in services {
        let bands: Vec<_> = version(*service, 0).bands.iter().collect();
        let mut indexed = BTreeSet::new();
        for (number, band) in bands {
            for position in 0..band.len {
                let node = OfferIndex::<Test>::get((service, 0, number), position).unwrap();
                assert_eq!(band_of(offer_of(*service, node).asked()), number);
                assert!(indexed.insert(node));
            }
        }
        let offers = model.iter().filter(|((of, _), (_, slots))| of == service && *slots > 0);
        assert!(indexed.iter().eq(offers.map(|((_, node), _)| node)));
    }
    for ((service, node), (price, slots)) in model {
        let offer = offer_of(*service, *node);
        assert_eq!((offer.asked(), offer.terms.slots), (*price, *slots));
    }
}

#[test]
fn has_no_gap_and_no_double_after_any_list_of_commands() {
    for seed in 0..10 {
        build_and_execute(|| {
            let services = [published(), published(), published()];
            let (mut numbers, mut model) = (Numbers(seed << 32), Model::new());
            for _ in 0..150 {
                step(&mut numbers, &services, &mut model);
                Market::do_try_state().unwrap();
            }
            pass_changes();
            check(&services, &model);
        });
    }
}
