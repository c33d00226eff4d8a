//! Every number of the runtime, by subject, with the tests that hold it against its purpose.

pub mod currency;
pub mod deposits;
pub mod fees;
pub mod limits;
pub mod treasury;
