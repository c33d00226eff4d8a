use core::marker::PhantomData;
use frame_support::weights::Weight;
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_market::WeightInfo for WeightInfo<T> {
    fn publish(_u: u32) -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn update(_u: u32) -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn retire() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn delist() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn set_offer() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn withdraw_offer() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn withdraw_last_offer() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn set_params() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
}
