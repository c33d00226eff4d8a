//! Floods, the pool's order, deposits, and the state that is left.

mod deposits;
mod flood;
mod pool;
mod state;
