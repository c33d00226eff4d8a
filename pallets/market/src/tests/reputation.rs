use nes_traits::{Market as _, OnNodeRemoved};

use crate::{mock::*, Reputation, Reputations};

fn value() -> u32 {
    Market::reputation(&NODE)
}

#[test]
fn starts_at_one() {
    build_and_execute(|| assert_eq!(value(), 1_000_000));
}

#[test]
fn rises_by_a_hundredth_once_an_epoch_for_each_payer() {
    build_and_execute(|| {
        Market::completed(&NODE, &CAROL);
        Market::completed(&NODE, &CAROL);
        assert_eq!(value(), 1_010_000);
        Market::completed(&NODE, &BOB);
        assert_eq!(value(), 1_020_100);

        Epoch::set(8);
        Market::completed(&NODE, &CAROL);
        assert_eq!(value(), 1_030_301);
    });
}

#[test]
fn rises_for_thirty_two_payers_of_an_epoch_at_most() {
    build_and_execute(|| {
        (0..32).for_each(|payer| Market::completed(&NODE, &payer));
        let full = value();
        Market::completed(&NODE, &1_000);
        assert_eq!(value(), full);

        Epoch::set(8);
        Market::completed(&NODE, &1_000);
        assert!(value() > full);
    });
}

#[test]
fn falls_by_a_fifth_at_each_fault() {
    build_and_execute(|| {
        Market::failed(&NODE);
        Market::failed(&NODE);
        assert_eq!(value(), 640_000);
    });
}

#[test]
fn stays_between_a_tenth_and_ten() {
    build_and_execute(|| {
        (0..20).for_each(|_| Market::failed(&NODE));
        assert_eq!(value(), 100_000);
        for epoch in 0..500 {
            Epoch::set(epoch);
            Market::completed(&NODE, &CAROL);
        }
        assert_eq!(value(), 10_000_000);
    });
}

#[test]
fn counts_the_first_epoch_too() {
    build_and_execute(|| {
        Epoch::set(0);
        Market::completed(&NODE, &CAROL);
        assert_eq!(value(), 1_010_000);
    });
}

#[test]
fn remembers_payers_by_the_start_of_their_hash() {
    build_and_execute(|| {
        Market::completed(&NODE, &CAROL);
        // The first eight bytes of blake2-256 over the eight bytes of Carol's account.
        let hash = sp_io::hashing::blake2_256(&CAROL.to_le_bytes());
        let payer = u64::from_le_bytes(hash[..8].try_into().unwrap());
        let Reputation { epoch, payers, .. } = Reputations::<Test>::get(NODE);
        assert_eq!((epoch, payers.into_inner()), (7, vec![payer]));
    });
}

#[test]
fn goes_with_the_node_and_does_not_come_back_by_its_last_tasks() {
    build_and_execute(|| {
        Market::failed(&NODE);
        unregister(NODE);
        Market::on_node_removed(&NODE);
        assert!(!Reputations::<Test>::contains_key(NODE));

        Market::failed(&NODE);
        Market::completed(&NODE, &CAROL);
        assert!(!Reputations::<Test>::contains_key(NODE));
    });
}
