//! The chain's types as plain JSON: amounts are decimal strings, names are camelCase, lists come
//! page by page.

use std::num::NonZeroU32;

use nes_client::Client;
use nes_core::{Answer, Balance, EmissionParts, FeeParts, Hash, Output, Tariff, Unservable, Usage};
use nes_runtime_api::{Page, MAX_PAGE};
use sc_client_api::HeaderBackend;
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::error::Error;

/// The number of items of a page, if the question does not say.
const USUAL: u32 = 100;

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
#[derive(Clone, Serialize)]
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum AnswerJson {
    Output(OutputJson),
    Unservable(UnservableJson),
}

/// An [`Output`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutputJson {
    result: Hash,
    usage: Usage,
}

/// An [`Unservable`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum UnservableJson {
    Invalid,
    TooLarge,
    Ambiguous(Hash, Hash),
    Unreadable,
}

impl From<Answer> for AnswerJson {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Output(output) => Self::Output(output.into()),
            Answer::Unservable(reason) => Self::Unservable(reason.into()),
        }
    }
}

impl From<AnswerJson> for Answer {
    fn from(answer: AnswerJson) -> Self {
        match answer {
            AnswerJson::Output(OutputJson { result, usage }) => {
                Self::Output(Output { result, usage })
            }
            AnswerJson::Unservable(reason) => Self::Unservable(reason.into()),
        }
    }
}

impl From<Output> for OutputJson {
    fn from(Output { result, usage }: Output) -> Self {
        Self { result, usage }
    }
}

impl From<Unservable> for UnservableJson {
    fn from(reason: Unservable) -> Self {
        match reason {
            Unservable::Invalid => Self::Invalid,
            Unservable::TooLarge => Self::TooLarge,
            Unservable::Ambiguous(first, second) => Self::Ambiguous(first, second),
            Unservable::Unreadable => Self::Unreadable,
        }
    }
}

impl From<UnservableJson> for Unservable {
    fn from(reason: UnservableJson) -> Self {
        match reason {
            UnservableJson::Invalid => Self::Invalid,
            UnservableJson::TooLarge => Self::TooLarge,
            UnservableJson::Ambiguous(first, second) => Self::Ambiguous(first, second),
            UnservableJson::Unreadable => Self::Unreadable,
        }
    }
}

/// A [`Page`], with what its items are keyed by for the cursor.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageJson<Cursor, Item> {
    items: Vec<Item>,
    next_cursor: Option<Cursor>,
}

impl<Cursor, Value, Item: From<(Cursor, Value)>> From<Page<Value, Cursor>>
    for PageJson<Cursor, Item>
{
    fn from(page: Page<Value, Cursor>) -> Self {
        let items = page.items.into_iter().map(Item::from).collect();
        Self { items, next_cursor: page.next_cursor }
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

/// Returns the number of items of a page, of which this number was asked for.
pub(crate) fn limit(asked: Option<NonZeroU32>) -> Result<u32, Error> {
    match asked.map_or(USUAL, NonZeroU32::get) {
        limit if limit > MAX_PAGE => {
            let message =
                format!("A page has at most {MAX_PAGE} items, not {limit}; ask for less.");
            Err(Error::new(20002, "LIMIT_TOO_LARGE", message).with("limit", MAX_PAGE))
        }
        limit => Ok(limit),
    }
}
