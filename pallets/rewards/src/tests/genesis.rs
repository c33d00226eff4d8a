use sp_runtime::Permill;

use crate::{mock::*, Params, ParamsStore};

#[test]
fn writes_the_parameters_that_it_is_given() {
    let params = Params { protocol_share: Permill::from_percent(7), ..Default::default() };
    new_test_ext(params).execute_with(|| assert_eq!(ParamsStore::<Test>::get(), params));
}

#[test]
#[should_panic(expected = "the parameters are out of bounds")]
fn refuses_parameters_out_of_bounds() {
    new_test_ext(Params { protocol_share: Permill::from_percent(31), ..Default::default() });
}

#[test]
#[should_panic(expected = "the parameters are out of bounds")]
fn refuses_a_burned_share_above_one_that_json_lets_through() {
    let json = r#"{ "protocolShare": 100000, "burnShare": 1000001 }"#;
    new_test_ext(serde_json::from_str(json).unwrap());
}
