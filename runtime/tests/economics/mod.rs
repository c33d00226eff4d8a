//! The economy over years.

mod years;
