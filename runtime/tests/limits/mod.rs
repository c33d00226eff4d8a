//! Floods, the hooks, the pool's order, deposits, and the state that is left.

mod deposits;
mod disputed;
mod flood;
mod hooks;
mod pool;
mod state;
