use core::marker::PhantomData;
use frame_support::weights::Weight;
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_node_staking::WeightInfo for WeightInfo<T> {
    fn register() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn set_profile() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn set_agent() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn validate() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn chill() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn leave() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn withdraw() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn set_params() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn new_session(_v: u32) -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn start_era(_s: u32) -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
}
