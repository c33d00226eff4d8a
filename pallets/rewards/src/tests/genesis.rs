use sp_runtime::Perbill;

use crate::{mock::*, Parameters, Params};

#[test]
fn writes_the_parameters_that_it_is_given() {
    let params = Params { protocol_share: Perbill::from_percent(7), ..Default::default() };
    new_test_ext(params).execute_with(|| assert_eq!(Parameters::<Test>::get(), params));
}

#[test]
#[should_panic(expected = "parameters out of bounds")]
fn refuses_parameters_out_of_bounds() {
    new_test_ext(Params { protocol_share: Perbill::from_percent(31), ..Default::default() });
}

#[test]
#[should_panic(expected = "parameters out of bounds")]
fn refuses_a_burned_share_above_one_that_json_lets_through() {
    let mut json = serde_json::to_value(Params::default()).unwrap();
    json["burnShare"] = 1_000_000_001.into();
    new_test_ext(serde_json::from_value(json).unwrap());
}

#[test]
fn books_what_there_is_and_gives_the_pot_its_deposit() {
    new_test_ext(Params::default()).execute_with(|| {
        assert_eq!(Rewards::supply().genesis, Balances::total_issuance());
        assert_eq!(Balances::free_balance(Rewards::emission_pot()), EXISTENTIAL_DEPOSIT);
        Rewards::do_try_state().unwrap();
    });
}

#[test]
#[should_panic(expected = "genesis issues more than the cap")]
fn refuses_more_than_the_cap() {
    Cap::set(1_000);
    new_test_ext(Params::default());
}
