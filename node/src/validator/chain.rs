//! A running node and the chain behind it, asked over JSON-RPC.

use codec::{Decode, Encode};
use futures::future::try_join_all;
use jsonrpsee::{
    client_transport::ws::{Url, WsTransportClientBuilder},
    core::{
        client::{Client, ClientT, Error as RpcError, Subscription, SubscriptionClientT},
        params::ArrayParams,
    },
    rpc_params,
    types::ErrorObjectOwned,
};
use nes_core::{AccountId, BlockNumber, Hash, Nonce};
use nes_runtime::{Header, SessionKeys, VERSION};
use nes_runtime_api::{SessionKey, ValidatorStatus};
use sc_cli::{Error, Result};
use sc_rpc::author::GeneratedSessionKeys;
use sc_transaction_pool_api::TransactionStatus;
use serde::{de::DeserializeOwned, Deserialize};
use sp_core::Bytes;

use crate::session_keys::{name, named, Holding};

/// The progress of an extrinsic.
pub(super) type Progress = Subscription<TransactionStatus<Hash, Hash>>;

/// A running node whose chain has this binary's runtime.
pub(super) struct Chain {
    client: Client,
    url: String,
}

/// Session keys and the proof that their node belongs to an account.
pub(super) struct ProvenKeys {
    /// The public keys.
    pub(super) keys: SessionKeys,
    /// A signature of each over the account.
    pub(super) proof: Vec<u8>,
}

/// The parts of a runtime's version that decide its encoding.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    spec_name: String,
    spec_version: u32,
    transaction_version: u32,
}

/// A block as far as it matters here.
#[derive(Deserialize)]
struct SignedBlock {
    block: Body,
}

#[derive(Deserialize)]
struct Body {
    extrinsics: Vec<Bytes>,
}

impl Chain {
    /// Connects to the node at `url`, and makes sure that both understand the same bytes.
    pub(super) async fn connect(url: &str) -> Result<Self> {
        let address =
            Url::parse(url).map_err(|error| refusal(format!("`{url}` is not a URL: {error}.")))?;
        let transport = WsTransportClientBuilder::default().build(address).await;
        let (sender, receiver) = transport.map_err(|error| {
            refusal(format!(
                "no node answers at {url}: {error}. Start it, or say with --url where it serves \
                 JSON-RPC."
            ))
        })?;
        let client = Client::builder().build_with_tokio(sender, receiver);
        let chain = Self { client, url: url.into() };
        chain.require_same_runtime().await?;
        Ok(chain)
    }

    async fn require_same_runtime(&self) -> Result<()> {
        let theirs: Version = self.ask("state_getRuntimeVersion", rpc_params![]).await?;
        if theirs.spec_name == VERSION.spec_name
            && theirs.spec_version == VERSION.spec_version
            && theirs.transaction_version == VERSION.transaction_version
        {
            return Ok(());
        }
        Err(refusal(format!(
            "the chain at {} runs {} {} and this binary knows {} {}: use the nes-node of the \
             release that the chain runs.",
            self.url,
            theirs.spec_name,
            theirs.spec_version,
            VERSION.spec_name,
            VERSION.spec_version,
        )))
    }

    /// Returns the address at which the node serves.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Returns the status of `account`, and the keys of it that the node's keystore holds.
    pub(super) async fn validator(
        &self,
        account: &AccountId,
    ) -> Result<(ValidatorStatus, Holding)> {
        let status: ValidatorStatus = self.runtime("ValidatorsApi_status", account).await?;
        let asked = named(&status).map(|key| async move {
            let held = self.holds(key).await?;
            Ok::<_, Error>(held.then(|| key.clone()))
        });
        let held = try_join_all(asked).await?.into_iter().flatten();
        let holding = Holding::of(held);
        Ok((status, holding))
    }

    async fn holds(&self, key: &SessionKey) -> Result<bool> {
        let public = Bytes(key.public.clone());
        self.ask("author_hasKey", rpc_params![public, name(key.kind)]).await
    }

    /// Makes new session keys in the node's keystore, proven to be `account`'s.
    pub(super) async fn make_keys(&self, account: &AccountId) -> Result<ProvenKeys> {
        let owner = Bytes(account.encode());
        let made: GeneratedSessionKeys =
            self.ask("author_rotateKeysWithOwner", rpc_params![owner]).await?;
        let keys = SessionKeys::decode(&mut &made.keys[..]).map_err(|_| self.nonsense())?;
        let proof = made.proof.ok_or_else(|| self.nonsense())?.0;
        Ok(ProvenKeys { keys, proof })
    }

    /// The hash of the first block.
    pub(super) async fn genesis(&self) -> Result<Hash> {
        self.ask("chain_getBlockHash", rpc_params![0]).await
    }

    /// The last finalised block.
    pub(super) async fn finalised(&self) -> Result<(BlockNumber, Hash)> {
        let hash: Hash = self.ask("chain_getFinalizedHead", rpc_params![]).await?;
        let header: Header = self.ask("chain_getHeader", rpc_params![hash]).await?;
        Ok((header.number, hash))
    }

    /// The nonce of `account`'s next extrinsic.
    pub(super) async fn nonce(&self, account: &AccountId) -> Result<Nonce> {
        self.ask("system_accountNextIndex", rpc_params![account]).await
    }

    /// The extrinsics of a block.
    pub(super) async fn extrinsics(&self, block: Hash) -> Result<Vec<Bytes>> {
        let signed: SignedBlock = self.ask("chain_getBlock", rpc_params![block]).await?;
        Ok(signed.block.extrinsics)
    }

    /// A storage value after a block, decoded.
    pub(super) async fn storage<T: Decode>(&self, key: Vec<u8>, block: Hash) -> Result<T> {
        let value: Bytes = self.ask("state_getStorage", rpc_params![Bytes(key), block]).await?;
        T::decode(&mut &value[..]).map_err(|_| self.nonsense())
    }

    /// Submits an extrinsic; its progress follows.
    pub(super) async fn submit(&self, extrinsic: Bytes) -> Result<Progress> {
        let method = "author_submitAndWatchExtrinsic";
        let progress =
            self.client.subscribe(method, rpc_params![extrinsic], "author_unwatchExtrinsic").await;
        progress.map_err(|error| self.failure(method, error))
    }

    async fn runtime<T: Decode>(&self, function: &str, argument: &impl Encode) -> Result<T> {
        let argument = Bytes(argument.encode());
        let answer: Bytes = self.ask("state_call", rpc_params![function, argument]).await?;
        T::decode(&mut &answer[..]).map_err(|_| self.nonsense())
    }

    async fn ask<T: DeserializeOwned>(&self, method: &str, params: ArrayParams) -> Result<T> {
        let answer = self.client.request(method, params).await;
        answer.map_err(|error| self.failure(method, error))
    }

    fn failure(&self, method: &str, error: RpcError) -> Error {
        let url = &self.url;
        refusal(match error {
            RpcError::Call(error) if error.message().contains("unsafe") => format!(
                "the node at {url} denies {method}, which only its operator may use: run this on \
                 the node's own machine, with its local address, and start the node without \
                 `--rpc-methods safe`."
            ),
            RpcError::Call(error) => {
                format!("the node at {url} refuses {method}: {}.", reason(&error))
            }
            error => format!("the node at {url} does not answer {method}: {error}."),
        })
    }

    fn nonsense(&self) -> Error {
        refusal(format!("the node at {} answers in bytes that this binary cannot read.", self.url))
    }
}

/// Returns the message of an error object with its data, which has a pool's reasons.
fn reason(error: &ErrorObjectOwned) -> String {
    match error.data() {
        Some(data) => format!("{} ({})", error.message(), data.get().trim_matches('"')),
        None => error.message().into(),
    }
}

/// Creates the error that a command ends with, of a sentence.
pub(super) fn refusal(sentence: impl Into<String>) -> Error {
    let sentence: String = sentence.into();
    Error::Application(sentence.into())
}
