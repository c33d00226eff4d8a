//! The answers of the runtime APIs, composed from the state of the pallets.

pub(crate) mod disputes;
pub(crate) mod governance;
pub(crate) mod inference;
pub(crate) mod market;
pub(crate) mod nodes;
pub(crate) mod parameters;
pub(crate) mod rewards;
pub(crate) mod sessions;
pub(crate) mod supply;
pub(crate) mod validators;

use alloc::string::String;

use frame_support::traits::Get;

use crate::{genesis, Babe, Runtime};

/// Returns the configuration of BABE, with the chain's own clock.
pub(crate) fn babe_configuration() -> sp_consensus_babe::BabeConfiguration {
    let epoch = pallet_babe::EpochConfig::<Runtime>::get().unwrap_or(genesis::BABE);
    sp_consensus_babe::BabeConfiguration {
        slot_duration: Babe::slot_duration(),
        epoch_length: pallet_tempo::EpochSlots::<Runtime>::get(),
        c: epoch.c,
        authorities: Babe::authorities().to_vec(),
        randomness: Babe::randomness(),
        allowed_slots: epoch.allowed_slots,
    }
}

/// Returns the name of a pallet, a call or a parameter as clients write it, in camelCase.
fn camel(name: &str) -> String {
    let words = name.split('_').enumerate();
    words.fold(String::new(), |mut camel, (index, word)| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| match index {
            0 => letter.to_ascii_lowercase(),
            _ => letter.to_ascii_uppercase(),
        });
        camel.extend(first.into_iter().chain(letters));
        camel
    })
}

#[cfg(test)]
mod tests {
    use super::camel;

    #[test]
    fn names_are_written_as_clients_write_them() {
        for (name, written) in [
            ("Inference", "inference"),
            ("NodeStaking", "nodeStaking"),
            ("set_params", "setParams"),
            ("as_multi_threshold_1", "asMultiThreshold1"),
        ] {
            assert_eq!(camel(name), written);
        }
    }
}
