//! The answers about the market.

use nes_core::{AccountId, BlockNumber, Quote, QuoteError, ServiceId};
use nes_runtime_api::{
    ChangeInfo, OfferInfo, Page, RiseInfo, ServiceInfo, ServiceStatus, VersionInfo,
};
use nes_traits::{Duties, NodeRegistry};
use pallet_market::{self as market, OfferOf, Offers, Service, Services, Versions, Wanted};

use crate::{Market, NodeStaking, Rewards, Runtime, System};

/// Returns the state of `service`; `None` if there is no such service.
pub(crate) fn service(service: ServiceId) -> Option<ServiceInfo<AccountId>> {
    Services::<Runtime>::get(service).map(|row| info(service, row))
}

/// Returns a page of the services.
pub(crate) fn services(
    cursor: Option<ServiceId>,
    limit: u32,
) -> Page<ServiceInfo<AccountId>, ServiceId> {
    let rows = match cursor {
        Some(last) => Services::<Runtime>::iter_from(Services::<Runtime>::hashed_key_for(last)),
        None => Services::<Runtime>::iter(),
    };
    Page::of(rows.map(|(id, row)| (id, info(id, row))), limit)
}

/// Returns a page of the offers of `service`.
pub(crate) fn offers(
    service: ServiceId,
    cursor: Option<AccountId>,
    limit: u32,
) -> Option<Page<OfferInfo<BlockNumber>, AccountId>> {
    let row = Services::<Runtime>::get(service)?;
    let rows = match cursor {
        Some(last) => {
            let after = Offers::<Runtime>::hashed_key_for(service, last);
            Offers::<Runtime>::iter_prefix_from(service, after)
        }
        None => Offers::<Runtime>::iter_prefix(service),
    };
    let infos = rows.map(|(node, offer)| {
        let info = offer_info(&row, &node, offer);
        (node, info)
    });
    Some(Page::of(infos, limit))
}

/// Returns the price of what is `wanted` now.
pub(crate) fn quote(wanted: &Wanted) -> Result<Quote, QuoteError> {
    Market::quote(wanted, Rewards::split)
}

fn info(id: ServiceId, service: Service<AccountId>) -> ServiceInfo<AccountId> {
    let taken = [Some(service.version), service.former].into_iter().flatten();
    ServiceInfo {
        versions: taken.filter_map(|version| version_info(id, version)).collect(),
        publisher: service.publisher,
        kind: service.kind,
        name: service.name.into_inner(),
        unit: service.unit.into_inner(),
        shape: service.shape,
        input_bytes: service.input_bytes,
        rate: service.rate,
        verification: service.verification,
        min_stake: service.min_stake,
        status: match service.status {
            market::ServiceStatus::OnSale => ServiceStatus::OnSale,
            market::ServiceStatus::Retired => ServiceStatus::Retired,
            market::ServiceStatus::Delisted { reason } => ServiceStatus::Delisted { reason },
        },
        deposit: service.deposit,
        version: service.version,
        former: service.former,
        offers: service.offers,
        open_tasks: service.open_tasks,
    }
}

fn version_info(service: ServiceId, number: u32) -> Option<VersionInfo> {
    let version = Versions::<Runtime>::get(service, number)?;
    let slashable = Market::slashable(&version).is_some();
    Some(VersionInfo {
        version: number,
        uri: version.uri.into_inner(),
        content_hash: version.content_hash,
        royalty: version.royalty,
        offers: version.offers,
        indexed: version.bands.len(),
        stake: version.bands.weight(),
        median: version.bands.median(),
        exact: version.exact,
        slashable,
        duties: <Market as Duties<_, _>>::count(service, number),
    })
}

fn offer_info(
    service: &Service<AccountId>,
    node: &AccountId,
    offer: OfferOf<Runtime>,
) -> OfferInfo<BlockNumber> {
    let now = System::block_number();
    let rise = offer.rise.as_ref().filter(|rise| rise.from > now);
    OfferInfo {
        drawable: Market::is_drawable(service, node, &offer),
        entered: offer.place.as_ref().map(|place| place.entered),
        version: offer.terms.version,
        price: offer.price_at(now),
        rise: rise.map(|rise| RiseInfo { price: rise.price, from: rise.from }),
        max_usage: offer.terms.max_usage,
        slots: offer.terms.slots,
        slashable: offer.terms.slashable,
        busy: offer.busy,
        stake: NodeStaking::stake(node),
        standing: offer.standing,
        change: offer.change.map(|change| ChangeInfo {
            version: change.terms.version,
            price: change.terms.price,
            max_usage: change.terms.max_usage,
            slots: change.terms.slots,
            slashable: change.terms.slashable,
            due: change.due,
        }),
        deposit: offer.deposit,
    }
}
