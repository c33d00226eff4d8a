//! The runtime APIs, the metadata and the presets.

mod metadata;
mod nodes;
mod presets;
mod tasks;
