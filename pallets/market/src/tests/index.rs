use std::collections::{BTreeMap, BTreeSet};

use crate::{mock::*, OfferIndex, Offers, Services};

/// A pseudorandom sequence of numbers, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        let hash = sp_io::hashing::blake2_256(&self.0.to_le_bytes());
        self.0 += 1;
        u64::from_le_bytes(hash[..8].try_into().unwrap()) % bound
    }
}

/// The services with the nodes that offer each and the slots of their offers.
type Model = BTreeMap<u32, BTreeMap<u64, u16>>;

fn step(numbers: &mut Numbers, services: &[u32], model: &mut Model) {
    let service = services[numbers.below(services.len() as u64) as usize];
    let node = NODE + numbers.below(NODES);
    let origin = signed(node);
    let offers = model.entry(service).or_default();
    if numbers.below(5) < 3 {
        let slots = 1 + numbers.below(5) as u16;
        Market::set_offer(origin, node, service, TARIFF, slots).unwrap();
        offers.insert(node, slots);
    } else {
        let withdrawn = Market::withdraw_offer(origin, node, service);
        assert_eq!(withdrawn.is_ok(), offers.remove(&node).is_some());
    }
}

fn check(model: &Model) {
    for (service, offers) in model {
        let length = Services::<Test>::get(service).unwrap().offers;
        assert_eq!(usize::try_from(length), Ok(offers.len()));
        let indexed: BTreeSet<_> = (0..length)
            .map(|position| OfferIndex::<Test>::get(service, position).unwrap())
            .collect();
        assert!(indexed.iter().eq(offers.keys()));
        for (node, slots) in offers {
            assert_eq!(Offers::<Test>::get(service, node).unwrap().slots, *slots);
        }
    }
}

#[test]
fn has_no_gap_and_no_double_after_any_list_of_commands() {
    for seed in 0..20 {
        build_and_execute(|| {
            let services = [published(), published(), published()];
            let (mut numbers, mut model) = (Numbers(seed << 32), Model::new());
            for _ in 0..150 {
                step(&mut numbers, &services, &mut model);
                Market::do_try_state().unwrap();
            }
            check(&model);
        });
    }
}
