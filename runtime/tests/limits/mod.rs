//! Floods, the pool's order, and the state that is left.

mod flood;
mod pool;
mod state;
