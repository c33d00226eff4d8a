//! The place of an in-line input in the extrinsic that requests the task.

use alloc::vec::Vec;

use codec::Encode;
use frame_support::{ensure, storage::storage_prefix};
use memchr::memmem;
use nes_traits::InputPlace;
use sp_io::hashing::{blake2_256, twox_64};
use sp_runtime::DispatchError;

use crate::{
    types::{Input, Location, TaskInput, MAX_INLINE},
    Config, Error, Pallet,
};

/// The most bytes of an extrinsic that requests tasks with in-line inputs, in one batch for example.
/// Each of them searches the whole of it.
pub const MAX_EXTRINSIC: u32 = 64 * 1024;

impl<T: Config> Pallet<T> {
    /// Returns the input as the state keeps it.
    ///
    /// The bytes of an in-line input are looked for in the extrinsic that is executed now. So every
    /// node finds them in the block, and none can be given an input that others cannot read: a call
    /// that comes from elsewhere, the scheduler for example, is refused.
    pub(crate) fn located(input: Input) -> Result<TaskInput, DispatchError> {
        match input {
            Input::Inline(bytes) => Self::inline(&bytes, Self::find),
            Input::Remote { content_hash, uri } => {
                Ok(TaskInput { content_hash, location: Location::Remote { uri } })
            }
        }
    }

    /// Returns the in-line input `bytes`, for which `find` gives the number of an extrinsic and the
    /// place in it.
    pub fn inline(
        bytes: &[u8],
        find: impl FnOnce(&[u8]) -> Result<(u32, u32), DispatchError>,
    ) -> Result<TaskInput, DispatchError> {
        ensure!(!bytes.is_empty(), Error::<T>::InputMissing);
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= MAX_INLINE);
        let length = length.ok_or(Error::<T>::InputTooLarge)?;
        let (extrinsic, offset) = find(bytes)?;
        let location = Location::Inline(InputPlace { extrinsic, offset, length });
        Ok(TaskInput { content_hash: blake2_256(bytes).into(), location })
    }

    /// Returns the number of the extrinsic that is executed now and the first place of `bytes` in it.
    fn find(bytes: &[u8]) -> Result<(u32, u32), DispatchError> {
        let index = frame_system::Pallet::<T>::extrinsic_index();
        let index = index.ok_or(Error::<T>::InputNotInExtrinsic)?;
        let encoded = Self::extrinsic(index)?;
        let offset = memmem::find(&encoded, bytes).and_then(|offset| offset.try_into().ok());
        Ok((index, offset.ok_or(Error::<T>::InputNotInExtrinsic)?))
    }

    /// Returns the extrinsic of this block with the number `index`, if it is not too long.
    fn extrinsic(index: u32) -> Result<Vec<u8>, Error<T>> {
        // The length alone, because a long one is expensive to read. In the state the bytes follow
        // their number, which has four bytes for the longest and never more for a shorter one.
        let length = sp_io::storage::read(&extrinsic_key(index), &mut [], 0).unwrap_or_default();
        let longest = MAX_EXTRINSIC.saturating_add(4);
        ensure!(length <= longest, Error::<T>::ExtrinsicTooLong);
        Ok(frame_system::Pallet::<T>::extrinsic_data(index))
    }
}

/// Returns the key of `System::ExtrinsicData`, which has no function that reads the length.
fn extrinsic_key(index: u32) -> Vec<u8> {
    let key = index.encode();
    [&storage_prefix(b"System", b"ExtrinsicData")[..], &twox_64(&key), &key].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{build_and_execute, execute, System, Test};

    #[test]
    fn the_key_is_that_of_the_extrinsic() {
        build_and_execute(|| {
            for (number, length) in
                [0, 1, 63, 64, 16_383, 16_384, 65_536, 65_537].into_iter().enumerate()
            {
                let number = number.try_into().unwrap();
                execute(number, vec![7; length]);
                let data = System::extrinsic_data(number);
                assert_eq!(data.len(), length);
                let key = extrinsic_key(number);
                assert_eq!(sp_io::storage::get(&key).unwrap(), data.encode());
                let read = sp_io::storage::read(&key, &mut [], 0);
                assert_eq!(read, Some(data.encoded_size().try_into().unwrap()));
                let longest = MAX_EXTRINSIC.try_into().unwrap();
                assert_eq!(Pallet::<Test>::extrinsic(number).is_ok(), length <= longest);
            }
            assert_eq!(sp_io::storage::read(&extrinsic_key(99), &mut [], 0), None);
        });
    }
}
