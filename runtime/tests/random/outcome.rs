//! How a call should end.

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

/// How a call ended.
pub(crate) fn of(result: DispatchResultWithPostInfo) -> Result {
    result.map(drop).map_err(|error| error.error.into())
}
