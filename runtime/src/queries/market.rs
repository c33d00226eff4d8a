//! The answers about the market.

use nes_core::{AccountId, Quote, QuoteError, ServiceId, Usage};
use nes_runtime_api::{OfferInfo, Page, ServiceInfo, ServiceStatus};
use nes_traits::NodeRegistry;
use pallet_market::{self as market, Offer, Offers, Service, Services};

use crate::{Market, NodeStaking, Rewards, Runtime};

/// Returns the state of `service`; `None` if there is no such service.
pub(crate) fn service(service: ServiceId) -> Option<ServiceInfo<AccountId>> {
    Services::<Runtime>::get(service).map(info)
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
    Page::of(rows.map(|(id, row)| (id, info(row))), limit)
}

/// Returns a page of the offers of `service`.
pub(crate) fn offers(
    service: ServiceId,
    cursor: Option<AccountId>,
    limit: u32,
) -> Option<Page<OfferInfo, AccountId>> {
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

/// Returns the price of `usage` of `service` now.
pub(crate) fn quote(
    service: ServiceId,
    usage: Usage,
    committee: Option<u8>,
) -> Result<Quote, QuoteError> {
    Market::quote(service, usage, committee, Rewards::split)
}

fn info(service: Service<AccountId>) -> ServiceInfo<AccountId> {
    ServiceInfo {
        publisher: service.publisher,
        kind: service.kind,
        name: service.name.into_inner(),
        uri: service.uri.into_inner(),
        content_hash: service.content_hash,
        version: service.version,
        unit: service.unit.into_inner(),
        verification: service.verification,
        min_stake: service.min_stake,
        royalty: service.royalty,
        status: match service.status {
            market::ServiceStatus::OnSale => ServiceStatus::OnSale,
            market::ServiceStatus::Retired => ServiceStatus::Retired,
            market::ServiceStatus::Delisted { reason } => ServiceStatus::Delisted { reason },
        },
        deposit: service.deposit,
        offers: service.offers,
        open_tasks: service.open_tasks,
        floor: service.floor,
    }
}

fn offer_info(service: &Service<AccountId>, node: &AccountId, offer: Offer) -> OfferInfo {
    OfferInfo {
        drawable: Market::is_drawable(service, node, &offer),
        tariff: offer.tariff,
        slots: offer.slots,
        busy: offer.busy,
        stake: NodeStaking::stake(node),
        reputation: Market::reputation(node),
        deposit: offer.deposit,
    }
}
