use sp_runtime::Permill;

use crate::{mock::*, Params, ParamsStore};

#[test]
fn notice_parameters_out_of_bounds() {
    new_test_ext(Params::default()).execute_with(|| {
        Rewards::do_try_state().unwrap();
        let protocol_share = Permill::from_percent(31);
        ParamsStore::<Test>::mutate(|params| params.protocol_share = protocol_share);
        assert!(Rewards::do_try_state().is_err());
    });
}
