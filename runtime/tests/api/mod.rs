//! The runtime APIs, the metadata and the presets.

mod disputes;
mod metadata;
mod nodes;
mod parameters;
mod presets;
mod tasks;
