//! Every number of the runtime, by subject, with the tests that compare it with its purpose.

pub mod currency;
pub mod deposits;
pub mod fees;
pub mod governance;
pub mod limits;
pub mod time;
pub mod treasury;
