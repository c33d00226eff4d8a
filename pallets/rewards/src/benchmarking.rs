//! What the pallet's calls cost, measured on the runtime.
#![cfg(feature = "runtime-benchmarks")]

use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use sp_runtime::Permill;

use crate::{Call, Config, Pallet, Params, ParamsStore};

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn set_params() -> Result<(), BenchmarkError> {
        let origin =
            T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let params = Params { protocol_share: Permill::from_percent(20), ..Default::default() };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, params);

        assert_eq!(ParamsStore::<T>::get(), params);
        Ok(())
    }
}
