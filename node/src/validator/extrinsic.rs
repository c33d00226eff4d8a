//! The extrinsic that registers session keys: its call, its signature, and its way into a block.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use codec::Encode;
use frame_system::{EventRecord, Phase};
use futures::{
    future::{select, Either},
    pin_mut,
};
use futures_timer::Delay;
use nes_core::{AccountId, BlockNumber, Hash, Nonce, Signature};
use nes_runtime::{
    Address, Runtime, RuntimeCall, RuntimeError, RuntimeEvent, SessionKeys, TxExtension,
    UncheckedExtrinsic, VERSION,
};
use sc_cli::{utils, CryptoScheme, Result};
use sc_transaction_pool_api::TransactionStatus;
use sp_core::{bytes, crypto::Zeroize, ecdsa, ed25519, sr25519, Bytes, Pair};
use sp_runtime::{
    generic::{Era, SignedPayload},
    traits::IdentifyAccount,
    DispatchError, MultiSigner,
};

use super::chain::{refusal, Chain, Progress, ProvenKeys};

/// Blocks in which a signed extrinsic can be included.
const LIFETIME: u64 = 64;

/// The time in which an extrinsic has to be in a block.
const PATIENCE: Duration = Duration::from_secs(120);

type SystemEvent = frame_system::Event<Runtime>;

/// The call that registers keys, signed by the account that they are proven to.
pub(super) fn set_keys(ProvenKeys { keys, proof }: &ProvenKeys) -> RuntimeCall {
    pallet_session::Call::<Runtime>::set_keys { keys: keys.clone(), proof: proof.clone() }.into()
}

/// Prints the keys and how to sign for them.
pub(super) fn print(proven: &ProvenKeys, call: &RuntimeCall, url: &str) {
    let hex = |bytes: Vec<u8>| bytes::to_hex(&bytes, false);
    let call = hex(call.encode());
    let SessionKeys { babe, grandpa, authority_discovery } = &proven.keys;
    println!("babe   {}", hex(babe.encode()));
    println!("gran   {}", hex(grandpa.encode()));
    println!("audi   {}", hex(authority_discovery.encode()));
    println!("keys   {}", hex(proven.keys.encode()));
    println!("proof  {}", hex(proven.proof.clone()));
    println!("call   {call}");
    println!("link   https://polkadot.js.org/apps/?rpc={}#/extrinsics/decode/{call}", escape(url));
}

/// A URL as a part of another one.
fn escape(url: &str) -> String {
    url.replace('%', "%25").replace(':', "%3A").replace('/', "%2F")
}

/// The facts about the chain that a signature covers.
pub(super) struct Context {
    /// The hash of the first block.
    pub(super) genesis: Hash,
    /// A late block of the chain.
    pub(super) checkpoint: (BlockNumber, Hash),
    /// The nonce of the account.
    pub(super) nonce: Nonce,
}

/// The secret of an account.
pub(super) enum Signer {
    Ed25519(Box<ed25519::Pair>),
    Sr25519(Box<sr25519::Pair>),
    Ecdsa(Box<ecdsa::Pair>),
}

impl Signer {
    /// Reads the secret of `account` from the standard input, without an echo on a terminal.
    pub(super) fn read(scheme: CryptoScheme, account: &AccountId) -> Result<Self> {
        let mut uri = String::new();
        if io::stdin().is_terminal() {
            uri = utils::read_uri(None)?;
        } else {
            io::stdin().read_line(&mut uri)?;
        }
        let signer = Self::of(scheme, uri.trim());
        uri.zeroize();
        let signer = signer?;
        let whose = signer.account();
        if whose != *account {
            return Err(refusal(format!(
                "the secret is that of {whose}, not of {account}; is --scheme right?"
            )));
        }
        Ok(signer)
    }

    fn of(scheme: CryptoScheme, uri: &str) -> Result<Self> {
        Ok(match scheme {
            CryptoScheme::Ed25519 => Self::Ed25519(Box::new(pair(uri)?)),
            CryptoScheme::Sr25519 => Self::Sr25519(Box::new(pair(uri)?)),
            CryptoScheme::Ecdsa => Self::Ecdsa(Box::new(pair(uri)?)),
        })
    }

    fn account(&self) -> AccountId {
        let signer: MultiSigner = match self {
            Self::Ed25519(pair) => pair.public().into(),
            Self::Sr25519(pair) => pair.public().into(),
            Self::Ecdsa(pair) => pair.public().into(),
        };
        signer.into_account()
    }

    /// The signed extrinsic of `call`; it pays no tip.
    pub(super) fn sign(&self, call: RuntimeCall, context: &Context) -> UncheckedExtrinsic {
        let (number, checkpoint) = context.checkpoint;
        let extension = extension(Era::mortal(LIFETIME, number.into()), context.nonce);
        let implicit = (
            (),
            VERSION.spec_version,
            VERSION.transaction_version,
            context.genesis,
            checkpoint,
            (),
            (),
            (),
            None,
            (),
        );
        let payload = SignedPayload::from_raw(call, extension, implicit);
        let signature = payload.using_encoded(|bytes| self.signature(bytes));
        let (call, extension, _) = payload.deconstruct();
        UncheckedExtrinsic::new_signed(call, Address::Id(self.account()), signature, extension)
    }

    fn signature(&self, bytes: &[u8]) -> Signature {
        match self {
            Self::Ed25519(pair) => pair.sign(bytes).into(),
            Self::Sr25519(pair) => pair.sign(bytes).into(),
            Self::Ecdsa(pair) => pair.sign(bytes).into(),
        }
    }
}

/// The secret that `uri` describes; what is wrong with it must not repeat it.
fn pair<P: Pair>(uri: &str) -> Result<P> {
    P::from_string(uri, None).map_err(|_| {
        refusal("the standard input has to say a secret: a phrase, a seed or a URI of them.")
    })
}

fn extension(era: Era, nonce: Nonce) -> TxExtension {
    (
        frame_system::CheckNonZeroSender::<Runtime>::new(),
        frame_system::CheckSpecVersion::<Runtime>::new(),
        frame_system::CheckTxVersion::<Runtime>::new(),
        frame_system::CheckGenesis::<Runtime>::new(),
        frame_system::CheckEra::<Runtime>::from(era),
        frame_system::CheckNonce::<Runtime>::from(nonce),
        frame_system::CheckWeight::<Runtime>::new(),
        pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(0).into(),
        frame_metadata_hash_extension::CheckMetadataHash::<Runtime>::new(false),
        frame_system::WeightReclaim::<Runtime>::new(),
    )
}

/// Submits `extrinsic` and waits until it has had its effect: the block that it is in.
pub(super) async fn submit(chain: &Chain, extrinsic: &UncheckedExtrinsic) -> Result<Hash> {
    let bytes = Bytes(extrinsic.encode());
    let progress = chain.submit(bytes.clone()).await?;
    let included = included(progress);
    pin_mut!(included);
    let block = match select(included, Delay::new(PATIENCE)).await {
        Either::Left((block, _)) => block?,
        Either::Right(_) => {
            return Err(refusal(
                "the extrinsic is in no block after two minutes; it still may come into one. Ask \
                 `nes-node validator status` before you try again.",
            ));
        }
    };
    require_success(chain, block, &bytes).await?;
    Ok(block)
}

async fn included(mut progress: Progress) -> Result<Hash> {
    let lost = |why: &str| Err(refusal(format!("the extrinsic is in no block: {why}.")));
    while let Some(status) = progress.next().await {
        let Ok(status) = status else {
            return lost("the node tells of it what this binary cannot read");
        };
        match status {
            TransactionStatus::InBlock((block, _)) | TransactionStatus::Finalized((block, _)) => {
                return Ok(block);
            }
            TransactionStatus::Usurped(_) => {
                return lost("another one of the account took its place");
            }
            TransactionStatus::Dropped => return lost("the node's pool is full; try again later"),
            TransactionStatus::Invalid => return lost("it has become invalid; try again"),
            _ => {}
        }
    }
    lost("the node went away")
}

/// Fails with the error's name when the extrinsic is in the block and failed.
async fn require_success(chain: &Chain, block: Hash, extrinsic: &Bytes) -> Result<()> {
    let extrinsics = chain.extrinsics(block).await?;
    let index = extrinsics.iter().position(|it| it == extrinsic);
    let index = index.and_then(|index| u32::try_from(index).ok());
    let events: Vec<EventRecord<RuntimeEvent, Hash>> = chain.storage(events_key(), block).await?;
    let outcome = events.into_iter().find_map(|record| match record {
        EventRecord {
            phase: Phase::ApplyExtrinsic(of),
            event: RuntimeEvent::System(event),
            ..
        } if Some(of) == index => outcome(event),
        _ => None,
    });
    match outcome {
        Some(Ok(())) => Ok(()),
        Some(Err(error)) => Err(refusal(format!(
            "the extrinsic is in block {block:?} and failed: {}.",
            error_name(error)
        ))),
        None => Err(refusal(format!("block {block:?} does not tell how the extrinsic ended."))),
    }
}

fn outcome(event: SystemEvent) -> Option<std::result::Result<(), DispatchError>> {
    match event {
        SystemEvent::ExtrinsicSuccess { .. } => Some(Ok(())),
        SystemEvent::ExtrinsicFailed { dispatch_error, .. } => Some(Err(dispatch_error)),
        _ => None,
    }
}

fn error_name(error: DispatchError) -> String {
    match RuntimeError::from_dispatch_error(error) {
        Some(known) => format!("{known:?}"),
        None => format!("{error:?}"),
    }
}

/// Returns the key of a block's events.
fn events_key() -> Vec<u8> {
    frame_support::storage::storage_prefix(b"System", b"Events").to_vec()
}
