use core::marker::PhantomData;
use frame_support::weights::Weight;
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_rewards::WeightInfo for WeightInfo<T> {
    fn set_params() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
}
