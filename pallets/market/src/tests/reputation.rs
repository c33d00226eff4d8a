use frame_support::assert_ok;
use nes_core::{MemberConduct, ServiceFault};
use nes_traits::OnNodeRemoved;

use crate::{mock::*, Reputation, Reputations};

fn value() -> u32 {
    Market::reputation(&NODE)
}

/// Ends a task that `payer` paid, in which the first node was a member with this conduct.
fn end_task(payer: u64, conduct: MemberConduct) {
    let service = published_with_offers(1);
    draw(service, 1, 1).unwrap();
    close_paid_by(payer, service, [(NODE, conduct)]);
    assert_ok!(Market::retire(signed(PUBLISHER), service));
    assert_ok!(Market::withdraw_offer(signed(NODE), NODE, service));
}

fn completed(payer: u64) {
    end_task(payer, MemberConduct::Won);
}

fn failed() {
    end_task(CHARLIE, MemberConduct::Failed(ServiceFault::NoReveal));
}

#[test]
fn starts_at_one() {
    build_and_execute(|| assert_eq!(value(), 1_000_000));
}

#[test]
fn rises_by_a_hundredth_once_an_epoch_for_each_payer() {
    build_and_execute(|| {
        completed(CHARLIE);
        completed(CHARLIE);
        assert_eq!(value(), 1_010_000);
        completed(BOB);
        assert_eq!(value(), 1_020_100);

        Epoch::set(8);
        completed(CHARLIE);
        assert_eq!(value(), 1_030_301);
    });
}

#[test]
fn rises_for_thirty_two_payers_of_an_epoch_at_most() {
    build_and_execute(|| {
        (0..32).for_each(completed);
        let full = value();
        completed(1_000);
        assert_eq!(value(), full);

        Epoch::set(8);
        completed(1_000);
        assert!(value() > full);
    });
}

#[test]
fn falls_by_a_fifth_at_each_fault() {
    build_and_execute(|| {
        failed();
        failed();
        assert_eq!(value(), 640_000);
    });
}

#[test]
fn stays_between_a_tenth_and_ten() {
    build_and_execute(|| {
        (0..20).for_each(|_| failed());
        assert_eq!(value(), 100_000);
        for epoch in 0..500 {
            Epoch::set(epoch);
            completed(CHARLIE);
        }
        assert_eq!(value(), 10_000_000);
    });
}

#[test]
fn counts_the_first_epoch_too() {
    build_and_execute(|| {
        Epoch::set(0);
        completed(CHARLIE);
        assert_eq!(value(), 1_010_000);
    });
}

#[test]
fn remembers_payers_by_the_start_of_their_hash() {
    build_and_execute(|| {
        completed(CHARLIE);
        // The first eight bytes of blake2-256 over the eight bytes of Charlie's account.
        let hash = sp_io::hashing::blake2_256(&CHARLIE.to_le_bytes());
        let payer = u64::from_le_bytes(hash[..8].try_into().unwrap());
        let Reputation { epoch, payers, .. } = Reputations::<Test>::get(NODE);
        assert_eq!((epoch, payers.into_inner()), (7, vec![payer]));
    });
}

#[test]
fn goes_with_the_node_and_does_not_come_back_by_its_last_tasks() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        for seed in [1, 2] {
            draw(service, 1, seed).unwrap();
        }
        failed();
        assert!(Reputations::<Test>::contains_key(NODE));
        unregister(NODE);
        Market::on_node_removed(&NODE);
        assert!(!Reputations::<Test>::contains_key(NODE));

        close(service, [(NODE, MemberConduct::Failed(ServiceFault::NoReveal))]);
        close(service, [(NODE, MemberConduct::Won)]);
        assert!(!Reputations::<Test>::contains_key(NODE));
    });
}
