//! The expected end of a call.

use frame_support::dispatch::DispatchResultWithPostInfo;

/// Success, or the name of the error.
pub(crate) type Result = std::result::Result<(), &'static str>;

/// Success if `holds`, else the error of this name.
pub(crate) fn ensure(holds: bool, error: &'static str) -> Result {
    if holds {
        Ok(())
    } else {
        Err(error)
    }
}

/// Returns the end of a call.
pub(crate) fn of(result: DispatchResultWithPostInfo) -> Result {
    result.map(drop).map_err(|error| error.error.into())
}
