use frame_support::{assert_noop, assert_ok};
use nes_core::Balance;
use sp_runtime::TokenError;

use crate::{account::HoldsOf, mock::*, HoldReason, TotalHeld};

fn totals() -> (Balance, Balance) {
    (Market::held(HoldReason::Service), Market::held(HoldReason::Offer))
}

#[test]
fn each_reason_has_a_total_from_the_first_hold_to_the_last() {
    build_and_execute(|| {
        assert_eq!(totals(), (0, 0));
        let service = published_with_offers(3);
        let other = published();
        assert_eq!(totals(), (2 * SERVICE_DEPOSIT, 3 * OFFER_DEPOSIT));

        pause(NODE, service);
        pass_changes();
        assert_ok!(Market::withdraw_offer(signed(NODE), NODE, service));
        assert_ok!(Market::retire(signed(PUBLISHER), other));
        assert_eq!(totals(), (SERVICE_DEPOSIT, 2 * OFFER_DEPOSIT));

        assert_ok!(Market::retire(signed(PUBLISHER), service));
        for node in [NODE + 1, NODE + 2] {
            assert_ok!(Market::withdraw_offer(signed(BOB), node, service));
        }
        assert_eq!(totals(), (0, 0));
    });
}

#[test]
fn what_the_token_refuses_is_not_counted() {
    build_and_execute(|| {
        published();
        let (reason, error) = (HoldReason::Service, TokenError::FundsUnavailable);
        assert_noop!(HoldsOf::<Test>::hold(reason, &BOB, START_BALANCE + 1), error);
        assert_noop!(HoldsOf::<Test>::release(reason, &PUBLISHER, SERVICE_DEPOSIT + 1), error);
    });
}

#[test]
fn nothing_is_not_written() {
    build_and_execute(|| {
        assert_ok!(HoldsOf::<Test>::hold(HoldReason::Offer, &NODE, 0));
        assert_ok!(HoldsOf::<Test>::release(HoldReason::Offer, &NODE, 0));
        assert!(!TotalHeld::<Test>::contains_key(HoldReason::Offer));
    });
}
