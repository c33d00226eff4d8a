use core::marker::PhantomData;
use frame_support::weights::Weight;
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_inference::WeightInfo for WeightInfo<T> {
    fn request() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn cancel() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn commit() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn reveal() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn reveal_last() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn set_params() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn draw(_seats: u32) -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn expire_committing() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn settle_by_deadline() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn agenda_step() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
}
