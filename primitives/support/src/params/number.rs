//! The types that a parameter can have.

use sp_runtime::Perbill;

/// A type of a parameter, read and written as a whole number.
pub trait Number: Copy {
    /// Returns the number. For a fraction it is the number of its billionths, which exceeds a whole if JSON
    /// gave such a value.
    fn to_u128(self) -> u128;

    /// Returns the value of `number`; nothing if the type has no such value.
    fn from_u128(number: u128) -> Option<Self>;
}

macro_rules! integers {
    ($($integer:ident)+) => {$(
        impl Number for $integer {
            fn to_u128(self) -> u128 {
                self.into()
            }

            fn from_u128(number: u128) -> Option<Self> {
                number.try_into().ok()
            }
        }
    )+};
}

integers! { u32 u64 u128 }

impl Number for Perbill {
    fn to_u128(self) -> u128 {
        self.deconstruct().into()
    }

    fn from_u128(number: u128) -> Option<Self> {
        let parts = number.try_into().ok()?;
        (parts <= Self::one().deconstruct()).then(|| Self::from_parts(parts))
    }
}
