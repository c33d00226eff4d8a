//! Services, offers, and the draw of nodes among them.
// Only for rustdoc, so that a change of the page compiles nothing.
#![cfg_attr(doc, doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod account;
mod bands;
mod calls;
mod chance;
mod draw;
mod duty;
mod hooks;
mod offer;
mod params;
mod ports;
mod service;
mod serving;
mod standing;
mod try_state;
#[allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]
mod types;
mod version;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(test)]
#[allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "the FRAME macros write them, and a test may panic"
)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use params::Params;
pub use types::{
    Change, Duty, Gains, Name, Offer, OfferTerms, Place, Rise, Service, ServiceSpec, ServiceStatus,
    ServingNode, Unit, Uri, Version, CHANGE_DELAY, NEWCOMER,
};
pub use views::{Wanted, MAX_QUOTED_OFFERS};
pub use weights::WeightInfo;

/// An offer in the runtime `T`.
pub type OfferOf<T> = Offer<frame_system::pallet_prelude::BlockNumberFor<T>>;

#[frame_support::pallet]
#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
pub mod pallet {
    use frame_support::{pallet_prelude::*, traits::fungible};
    use frame_system::pallet_prelude::*;
    use nes_core::{Balance, Hash, ServiceId, Usage, MAX_COMMITTEE};
    use nes_support::params::{Authority, Name as ParameterName};
    use nes_traits::NodeRegistry;
    use sp_runtime::{Perbill, SaturatedConversion};

    use super::{
        params::ParamsOf,
        types::{MAX_NAME, MAX_UNIT, MAX_URI},
        *,
    };

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// The market.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The configuration of the market.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The token that deposits are held in.
        type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>
            + fungible::MutateHold<
                Self::AccountId,
                Balance = Balance,
                Reason = Self::RuntimeHoldReason,
            >;

        /// The runtime's reasons for a hold.
        type RuntimeHoldReason: From<HoldReason>;

        /// The register of nodes.
        type NodeRegistry: NodeRegistry<Self::AccountId>;

        /// The index of the current epoch, in which standing rises by no more than a usual answer
        /// brings.
        type Epoch: Get<u64>;

        /// The number of blocks between the announcement of a higher price and its effect.
        type Notice: Get<BlockNumberFor<Self>>;

        /// The first block whose draws may not all be made. The changes of later blocks wait.
        type DrawsFrom: Get<BlockNumberFor<Self>>;

        /// The fewest operators whose offers of a version have to be slashable before an answer can
        /// cost stake.
        type LeastOperators: Get<u32>;

        /// The number of blocks for which a node answers in second committees after its offer has left
        /// the index.
        type DutyPeriod: Get<BlockNumberFor<Self>>;

        /// The origin that delists a service and grants that a version is exact.
        type CuratorOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// The origin that changes parameters, with the authority behind it.
        type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Authority>;

        /// The weights of the calls.
        type WeightInfo: WeightInfo;

        /// The setup of the benchmarks.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
    }

    /// The reasons for which the market holds a balance.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// The deposit of a service, on its publisher's account.
        Service,
        /// The deposit of an offer, on its node's account.
        Offer,
    }

    /// The services that are on sale or not yet removed.
    #[pallet::storage]
    pub type Services<T: Config> =
        StorageMap<_, Twox64Concat, ServiceId, Service<T::AccountId>, OptionQuery>;

    /// The versions of each service: the newest, the one before it while tasks of it are taken, and
    /// those that a node still offers.
    #[pallet::storage]
    pub type Versions<T: Config> =
        StorageDoubleMap<_, Twox64Concat, ServiceId, Twox64Concat, u32, Version, OptionQuery>;

    /// The offers of each service by node.
    #[pallet::storage]
    pub type Offers<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        ServiceId,
        Blake2_128Concat,
        T::AccountId,
        OfferOf<T>,
        OptionQuery,
    >;

    /// The nodes that can be drawn for each version of each service, by band of price, at the
    /// positions from 0 to the number of the band's offers.
    #[pallet::storage]
    pub type OfferIndex<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        (ServiceId, u32, u8),
        Twox64Concat,
        u32,
        T::AccountId,
        OptionQuery,
    >;

    /// The offers whose change comes into force in each block.
    #[pallet::storage]
    pub type Changes<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        BlockNumberFor<T>,
        Blake2_128Concat,
        (ServiceId, T::AccountId),
        (),
        OptionQuery,
    >;

    /// The first block whose changes may not all be in force.
    #[pallet::storage]
    pub type ChangesFrom<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// The part of each node in the stake that serves tasks, while an offer of it can be drawn for
    /// them.
    #[pallet::storage]
    pub type Serving<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, ServingNode, ValueQuery>;

    /// The stake that serves tasks, in planck: the sum over the nodes in [`Serving`].
    #[pallet::storage]
    pub type ServingStake<T: Config> = StorageValue<_, Balance, ValueQuery>;

    /// The duties of nodes to answer in second committees, by service and version.
    #[pallet::storage]
    pub type Duties<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        (ServiceId, u32),
        Blake2_128Concat,
        T::AccountId,
        Duty<BlockNumberFor<T>>,
        OptionQuery,
    >;

    /// The nodes on duty for each version of each service, at the positions from 0 to their number.
    #[pallet::storage]
    pub type DutyIndex<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        (ServiceId, u32),
        Twox64Concat,
        u32,
        T::AccountId,
        OptionQuery,
    >;

    /// The number of nodes on duty for each version of each service.
    #[pallet::storage]
    pub type DutyCounts<T: Config> = StorageMap<_, Twox64Concat, (ServiceId, u32), u32, ValueQuery>;

    /// The duties that end in each block.
    #[pallet::storage]
    pub type DutyEnds<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        BlockNumberFor<T>,
        Blake2_128Concat,
        (ServiceId, u32, T::AccountId),
        (),
        OptionQuery,
    >;

    /// The first block whose duties may not all have ended.
    #[pallet::storage]
    pub type DutyEndsFrom<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// The amount on hold for each reason in all accounts, in planck.
    #[pallet::storage]
    pub(crate) type TotalHeld<T: Config> =
        StorageMap<_, Twox64Concat, HoldReason, Balance, ValueQuery>;

    /// The id of the next service; it never goes back.
    #[pallet::storage]
    pub type NextServiceId<T: Config> = StorageValue<_, ServiceId, ValueQuery>;

    /// The parameters, always within their bounds.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, Params, ValueQuery>;

    /// The block of the last change of each parameter, by its name; none for one that has been the
    /// same since genesis.
    #[pallet::storage]
    pub type ChangedAt<T: Config> =
        StorageMap<_, Twox64Concat, ParameterName, BlockNumberFor<T>, OptionQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The parameters.
        pub params: Params,
        #[serde(skip)]
        #[doc(hidden)]
        pub _config: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            ParamsOf::<T>::build(&self.params);
        }
    }

    /// The events of the market.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A service was published and is on sale.
        ServicePublished {
            /// Its id.
            service: ServiceId,
            /// The account that published it.
            publisher: T::AccountId,
        },
        /// A service got a new version.
        ServiceUpdated {
            /// The service.
            service: ServiceId,
            /// The version.
            version: u32,
            /// The hash of its content.
            content_hash: Hash,
        },
        /// A version was granted to be exact, or no longer is.
        ExactSet {
            /// The service.
            service: ServiceId,
            /// The version.
            version: u32,
            /// True if it is exact from now on.
            exact: bool,
        },
        /// A version gave way to the newer one; tasks of it are no longer taken.
        VersionClosed {
            /// The service.
            service: ServiceId,
            /// The version.
            version: u32,
        },
        /// A service was taken off sale by its publisher.
        ServiceRetired {
            /// The service.
            service: ServiceId,
        },
        /// A service was taken off sale by the curator.
        ServiceDelisted {
            /// The service.
            service: ServiceId,
            /// The hash of the document that states the reason.
            reason: Hash,
        },
        /// A service that was off sale was removed, after its last offer or open task.
        ServiceRemoved {
            /// The id that it had.
            service: ServiceId,
            /// The account that had published it.
            publisher: T::AccountId,
            /// The deposit that the publisher got back, in planck.
            deposit: Balance,
        },
        /// A node made an offer, or changed its offer, or its place is to be corrected.
        OfferSet {
            /// The service.
            service: ServiceId,
            /// The node.
            node: T::AccountId,
            /// Its version, price, limit of usage and number of slots, and true if it is slashable.
            terms: OfferTerms,
            /// The block from which draws go by it.
            due: BlockNumberFor<T>,
        },
        /// A node can be drawn for a version from now on.
        OfferEntered {
            /// The service.
            service: ServiceId,
            /// The version.
            version: u32,
            /// The node.
            node: T::AccountId,
        },
        /// A node can no longer be drawn for a version: its offer was paused or is for another
        /// version now, or the node may not work. It can after its next `set_offer`. An offer that
        /// turns slashable, or no longer is so, leaves and enters at once.
        OfferLeft {
            /// The service.
            service: ServiceId,
            /// The version.
            version: u32,
            /// The node.
            node: T::AccountId,
        },
        /// A node's offer was withdrawn.
        OfferWithdrawn {
            /// The service.
            service: ServiceId,
            /// The node.
            node: T::AccountId,
            /// The deposit that the node got back, in planck.
            deposit: Balance,
        },
        /// The parameters were changed.
        ParamsChanged {
            /// The parameters before the change.
            old: Params,
            /// The parameters after the change.
            new: Params,
        },
    }

    /// The reasons for which the market refuses a call.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no service of that id; it may have been removed.
        UnknownService,
        /// Only the account that published the service may do this.
        NotThePublisher,
        /// The service is retired or delisted; nothing about it can be changed any more.
        ServiceNotOnSale,
        /// A service needs a name; give it at least one byte.
        NameMissing,
        /// Storage and bandwidth are metered; publish them with `Verification::Metered`.
        MustBeMetered,
        /// The service is metered and has no tasks: none of its versions is exact, no offer slashable.
        MeteredOnly,
        /// The committee must have 1 to 9 nodes and the quorum must be more than half of them.
        InvalidCommittee,
        /// The royalty is above `Params::max_royalty`; ask for less.
        RoyaltyTooHigh,
        /// The sender is neither the node's operator nor its agent.
        NotForThisNode,
        /// Only the operator's own account may agree that answers cost stake; an agent may leave the
        /// offer slashable, or not slashable any more.
        OperatorOnly,
        /// The node is not registered or is leaving; only an active node may offer.
        NodeNotActive,
        /// The node's stake is below what the service asks for; offer another service.
        StakeTooLow,
        /// No part of the shape costs anything; give at least one.
        ShapeMissing,
        /// A unit of input covers no byte; give the most bytes that it covers.
        InputBytesMissing,
        /// The rate is zero; give the units of output that a node manages in a block.
        RateMissing,
        /// The service has no such version, or tasks of it are no longer taken.
        UnknownVersion,
        /// Tasks of two versions are taken; wait until the newest has half of the other's stake.
        TwoVersions,
        /// The price is zero or above `Params::max_price`.
        PriceOutOfBounds,
        /// The limit of usage is zero; give at least one unit.
        UsageMissing,
        /// Changes of offers come into force late because there are too many; try again later.
        ChangesBehind,
        /// The offer is not in the index, or stands there at its right place with its right stake, or
        /// a change waits that puts it right.
        NothingToCorrect,
        /// The offer can still be drawn; set its slots to zero, and withdraw it three blocks later.
        OfferNotPaused,
        /// The node has no offer for this service.
        UnknownOffer,
        /// The node still works on tasks of this service; try again when they are settled.
        OfferBusy,
        /// A parameter is out of its bounds; they are documented at `Params`.
        ParamsOutOfBounds,
        /// A parameter of another track would change; leave it as it is, or use its own track.
        NotThisTrack,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// Brings the changes of offers that are due into force, before the block's draws, and ends the
        /// duties that are over.
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            Self::do_on_initialize(now)
        }

        fn integrity_test() {
            Self::check_limits();
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// The most bytes of a service's name.
        #[pallet::constant_name(MaxName)]
        fn max_name() -> u32 {
            MAX_NAME
        }

        /// The most bytes of the URI of a service's description.
        #[pallet::constant_name(MaxUri)]
        fn max_uri() -> u32 {
            MAX_URI
        }

        /// The most bytes of the name of a service's unit.
        #[pallet::constant_name(MaxUnit)]
        fn max_unit() -> u32 {
            MAX_UNIT
        }

        /// The most nodes of a service's committee.
        #[pallet::constant_name(MaxCommittee)]
        fn max_committee() -> u8 {
            MAX_COMMITTEE
        }

        /// The most offers that a quote reads.
        #[pallet::constant_name(MaxQuotedOffers)]
        fn max_quoted_offers() -> u32 {
            MAX_QUOTED_OFFERS
        }

        /// The number of blocks from the call that changes an offer to the draws that go by it.
        #[pallet::constant_name(ChangeDelay)]
        fn change_delay() -> u32 {
            CHANGE_DELAY
        }

        /// The standing that a node begins with in each service, the lowest.
        #[pallet::constant_name(NewcomerStanding)]
        fn newcomer_standing() -> Perbill {
            NEWCOMER
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
    impl<T: Config> Pallet<T> {
        /// Publishes a service; the sender becomes its publisher.
        ///
        /// Holds `Params::service_deposit` in the sender's account until the service is removed.
        ///
        /// Origin: any signed account.
        ///
        /// Emits [`Event::ServicePublished`].
        ///
        /// Fails with [`Error::NameMissing`], [`Error::ShapeMissing`],
        /// [`Error::InvalidCommittee`], [`Error::InputBytesMissing`], [`Error::RateMissing`],
        /// [`Error::MustBeMetered`], [`Error::RoyaltyTooHigh`], or the currency's error if the
        /// deposit cannot be held.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::publish(spec.uri.len().saturated_into()))]
        pub fn publish(origin: OriginFor<T>, spec: ServiceSpec) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_publish(who, spec)
        }

        /// Adds a version to the sender's service.
        ///
        /// Nodes offer it by a call of their own. Tasks of the version before it are taken until the
        /// stake behind the offers of the new one is half of that behind the old one's. A newest
        /// version that no node offers is replaced.
        ///
        /// Origin: the service's publisher.
        ///
        /// Emits [`Event::ServiceUpdated`].
        ///
        /// Fails with [`Error::UnknownService`], [`Error::NotThePublisher`],
        /// [`Error::ServiceNotOnSale`], [`Error::RoyaltyTooHigh`], [`Error::TwoVersions`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::update(uri.len().saturated_into()))]
        pub fn update(
            origin: OriginFor<T>,
            service: ServiceId,
            uri: Uri,
            content_hash: Hash,
            royalty: Perbill,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_update(who, service, uri, content_hash, royalty)
        }

        /// Takes the sender's service off sale permanently.
        ///
        /// The deposit comes back once no offer and no open task is left: at once if there is none.
        /// Anyone may withdraw the remaining offers.
        ///
        /// Origin: the service's publisher.
        ///
        /// Emits [`Event::ServiceRetired`], and [`Event::ServiceRemoved`] if there is no offer and
        /// no open task.
        ///
        /// Fails with [`Error::UnknownService`], [`Error::NotThePublisher`],
        /// [`Error::ServiceNotOnSale`].
        #[pallet::call_index(2)]
        pub fn retire(origin: OriginFor<T>, service: ServiceId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_retire(who, service)
        }

        /// Takes a service off sale permanently, for a `reason` that is the hash of a document.
        ///
        /// The deposit comes back as it does for a retired service.
        ///
        /// Origin: [`Config::CuratorOrigin`].
        ///
        /// Emits [`Event::ServiceDelisted`], and [`Event::ServiceRemoved`] if there is no offer and
        /// no open task.
        ///
        /// Fails with [`Error::UnknownService`], [`Error::ServiceNotOnSale`].
        #[pallet::call_index(3)]
        pub fn delist(origin: OriginFor<T>, service: ServiceId, reason: Hash) -> DispatchResult {
            T::CuratorOrigin::ensure_origin(origin)?;
            Self::do_delist(service, reason)
        }

        /// Offers a version of a service by `node`, or changes the node's offer.
        ///
        /// A new offer holds `Params::offer_deposit` in the node's account until it is withdrawn.
        /// Draws go by the change three blocks later; another one until then takes its place. A
        /// lower price for the same version holds at once, a higher one for requests from
        /// [`Config::Notice`] blocks later on. Tasks that the node was drawn for keep the price of
        /// the draw. With no `slots` the offer is paused; they may be fewer than those that are
        /// occupied, and the node is then not drawn before enough of them are free.
        ///
        /// With `slashable` a wrong answer to a task may cost the node's stake, and the node is on duty
        /// for the version: it answers in second committees too, until [`Config::DutyPeriod`] blocks
        /// after the offer has left the index.
        ///
        /// Origin: the node's operator or its agent; only the operator turns `slashable` on.
        ///
        /// Emits [`Event::OfferSet`]; [`Event::OfferEntered`] or [`Event::OfferLeft`] follow when the
        /// change comes into force.
        ///
        /// Fails with [`Error::NotForThisNode`], [`Error::UnknownService`],
        /// [`Error::ServiceNotOnSale`], [`Error::UnknownVersion`], [`Error::PriceOutOfBounds`],
        /// [`Error::UsageMissing`], [`Error::MeteredOnly`], [`Error::NodeNotActive`],
        /// [`Error::StakeTooLow`], [`Error::OperatorOnly`], [`Error::ChangesBehind`], or the currency's
        /// error if the deposit cannot be held.
        #[pallet::call_index(4)]
        // Every duty that ends has begun by such a call, which pays for its end.
        #[pallet::weight(
            T::WeightInfo::set_offer()
                .saturating_add(T::WeightInfo::bring_into_force())
                .saturating_add(T::WeightInfo::end_duty())
        )]
        #[allow(
            clippy::too_many_arguments,
            reason = "clients give each part of an offer by its name"
        )]
        pub fn set_offer(
            origin: OriginFor<T>,
            node: T::AccountId,
            service: ServiceId,
            version: u32,
            price: Balance,
            max_usage: Usage,
            slots: u16,
            slashable: bool,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            let terms = OfferTerms { version, price, max_usage, slots, slashable };
            Self::do_set_offer(who, node, service, terms)
        }

        /// Withdraws a node's offer that is paused and without work; the node gets its deposit back.
        ///
        /// Origin: the node's operator or its agent; anyone, also if it is not paused, for an offer of
        /// a service that is no longer on sale, and for an offer of a node that is leaving or has been
        /// removed, also when the account has registered anew.
        ///
        /// Emits [`Event::OfferWithdrawn`], and [`Event::ServiceRemoved`] if the service is off
        /// sale and nothing else of it is left.
        ///
        /// Fails with [`Error::UnknownService`], [`Error::NotForThisNode`],
        /// [`Error::UnknownOffer`], [`Error::OfferNotPaused`], [`Error::OfferBusy`].
        #[pallet::call_index(5)]
        #[pallet::weight(
            T::WeightInfo::withdraw_offer().max(T::WeightInfo::withdraw_last_offer())
        )]
        pub fn withdraw_offer(
            origin: OriginFor<T>,
            node: T::AccountId,
            service: ServiceId,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_withdraw_offer(who, node, service)
        }

        /// Replaces the parameters. Deposits that are on hold stay as they are.
        ///
        /// Origin: [`Config::AdminOrigin`], whose authority may change every field that differs.
        ///
        /// Emits [`Event::ParamsChanged`].
        ///
        /// Fails with [`Error::ParamsOutOfBounds`], [`Error::NotThisTrack`].
        #[pallet::call_index(6)]
        pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
            let authority = T::AdminOrigin::ensure_origin(origin)?;
            Self::do_set_params(authority, params)
        }

        /// Grants that every honest node produces the same bytes for a version, or takes that back.
        ///
        /// Answers to tasks that are requested from now on can cost stake, once enough operators with
        /// enough of the stake that serves tasks have agreed to it by their offers. A new version is
        /// not exact.
        ///
        /// Origin: [`Config::CuratorOrigin`].
        ///
        /// Emits [`Event::ExactSet`].
        ///
        /// Fails with [`Error::UnknownService`], [`Error::MeteredOnly`], [`Error::UnknownVersion`].
        #[pallet::call_index(7)]
        pub fn set_exact(
            origin: OriginFor<T>,
            service: ServiceId,
            version: u32,
            exact: bool,
        ) -> DispatchResult {
            T::CuratorOrigin::ensure_origin(origin)?;
            Self::do_set_exact(service, version, exact)
        }

        /// Corrects the place in the index of a node's offer whose stake counts there as it was: three
        /// blocks later the offer counts with the stake that its node has then, or leaves if the node
        /// may not work. Nothing else of it changes.
        ///
        /// Origin: any signed account.
        ///
        /// Emits [`Event::OfferSet`]; [`Event::OfferLeft`] follows if the offer leaves.
        ///
        /// Fails with [`Error::UnknownService`], [`Error::UnknownOffer`],
        /// [`Error::NothingToCorrect`], [`Error::ChangesBehind`].
        #[pallet::call_index(8)]
        #[pallet::weight(
            T::WeightInfo::refresh_offer().saturating_add(T::WeightInfo::bring_into_force())
        )]
        pub fn refresh_offer(
            origin: OriginFor<T>,
            node: T::AccountId,
            service: ServiceId,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_refresh_offer(node, service)
        }
    }
}
