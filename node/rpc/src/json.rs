//! The chain's types as plain JSON: amounts are decimal strings, names are camelCase.

use nes_client::Client;
use nes_core::{Answer, Balance, EmissionParts, FeeParts, Hash, Tariff, Usage};
use sc_client_api::HeaderBackend;
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::error::Error;

/// An amount in planck, as a decimal string: it may not fit a JSON number. A parameter can be an
/// integer as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount(pub(crate) Balance);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = match Value::deserialize(deserializer)? {
            Value::String(digits) => digits,
            number => number.to_string(),
        };
        digits.parse().map(Self).map_err(|_| {
            D::Error::custom(format!(
                "`{digits}` is no amount in planck: give a decimal string or an integer"
            ))
        })
    }
}

/// A [`Tariff`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TariffJson {
    base: Amount,
    input: Amount,
    output: Amount,
}

impl From<Tariff> for TariffJson {
    fn from(Tariff { base, input, output }: Tariff) -> Self {
        Self { base: Amount(base), input: Amount(input), output: Amount(output) }
    }
}

impl From<TariffJson> for Tariff {
    fn from(TariffJson { base, input, output }: TariffJson) -> Self {
        Self { base: base.0, input: input.0, output: output.0 }
    }
}

/// [`FeeParts`].
#[derive(Clone, Serialize)]
pub(crate) struct FeePartsJson {
    burned: Amount,
    treasury: Amount,
    royalty: Amount,
    node: Amount,
}

impl From<FeeParts> for FeePartsJson {
    fn from(FeeParts { burned, treasury, royalty, node }: FeeParts) -> Self {
        Self {
            burned: Amount(burned),
            treasury: Amount(treasury),
            royalty: Amount(royalty),
            node: Amount(node),
        }
    }
}

/// [`EmissionParts`].
#[derive(Clone, Serialize)]
pub(crate) struct EmissionJson {
    validators: Amount,
    incentives: Amount,
    treasury: Amount,
}

impl From<EmissionParts> for EmissionJson {
    fn from(EmissionParts { validators, incentives, treasury }: EmissionParts) -> Self {
        Self {
            validators: Amount(validators),
            incentives: Amount(incentives),
            treasury: Amount(treasury),
        }
    }
}

/// An [`Answer`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerJson {
    result: Hash,
    usage: Usage,
}

impl From<Answer> for AnswerJson {
    fn from(Answer { result, usage }: Answer) -> Self {
        Self { result, usage }
    }
}

impl From<AnswerJson> for Answer {
    fn from(AnswerJson { result, usage }: AnswerJson) -> Self {
        Self { result, usage }
    }
}

/// Text that came from the chain as bytes.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Returns the block that a question is about: the one that it names or the best.
pub(crate) fn block(client: &Client, at: Option<Hash>) -> Result<Hash, Error> {
    match at {
        None => Ok(client.info().best_hash),
        Some(hash) => match client.header(hash) {
            Ok(Some(_)) => Ok(hash),
            _ => Err(Error::unknown_block(hash)),
        },
    }
}
