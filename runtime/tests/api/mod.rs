//! The runtime APIs, the metadata and the presets.

mod metadata;
mod nodes;
mod parameters;
mod presets;
mod tasks;
