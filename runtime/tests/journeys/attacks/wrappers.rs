//! Requests that come in another call, or from elsewhere.

use codec::Encode;
use frame_support::assert_ok;
use nes_core::{Hash, TaskId, Usage};
use nes_runtime::{
    filters::ProxyKind, genesis::DEVELOPMENT, Executive, OriginCaller, Runtime, RuntimeCall,
    RuntimeEvent, UncheckedExtrinsic,
};
use nes_runtime_api::{InputSpec, RequestSpec};
use nes_traits::InputPlace;
use pallet_inference::{Error, Location, Tasks};
use sp_keyring::Sr25519Keyring::{self, Ferdie};
use sp_runtime::{DispatchError, DispatchResult};

use super::now;
use crate::common::{
    call, call_as_root, events, on_chain, run, signed,
    task::{open_market, purchase, remote_spec, request_call, request_spec, PAYER},
};

/// A request with an input of these bytes.
fn request_of(bytes: &[u8]) -> RuntimeCall {
    let max_usage = Usage { input: 10_000, output: 1 };
    let input = InputSpec::Inline(bytes.to_vec());
    request_call(RequestSpec { input, max_usage, ..request_spec() }).into()
}

/// Applies `extrinsic`; returns its call's result.
fn apply(extrinsic: UncheckedExtrinsic) -> DispatchResult {
    Executive::apply_extrinsic(extrinsic).expect("it is valid")
}

/// Asserts that `task` has the input `bytes`, at its place in `extrinsic`.
fn assert_found(task: TaskId, extrinsic: &[u8], bytes: &[u8]) {
    let input = Tasks::<Runtime>::get(task).unwrap().input;
    let Location::Inline(InputPlace { offset, length, .. }) = input.location else {
        panic!("it is in-line")
    };
    let start = usize::try_from(offset).unwrap();
    assert_eq!(&extrinsic[start..start + usize::try_from(length).unwrap()], bytes);
    assert_eq!(input.content_hash, Hash::from(sp_io::hashing::blake2_256(bytes)));
}

#[test]
fn of_an_in_line_request_leave_its_bytes_in_the_extrinsic() {
    use pallet_utility::Call::{batch, batch_all, force_batch};

    on_chain(DEVELOPMENT, || {
        open_market();
        let delegate = Ferdie.to_account_id().into();
        let (proxy_type, delay) = (ProxyKind::Inference, 0);
        assert_ok!(call(PAYER, pallet_proxy::Call::add_proxy { delegate, proxy_type, delay }));
        let proxied = |made: RuntimeCall| pallet_proxy::Call::proxy {
            real: PAYER.to_account_id().into(),
            force_proxy_type: None,
            call: Box::new(made),
        };
        let request = || request_of(b"which colour is the sky");
        let calls = || vec![request()];
        let ways: [(Sr25519Keyring, RuntimeCall); 6] = [
            (PAYER, request()),
            (PAYER, batch { calls: calls() }.into()),
            (PAYER, batch_all { calls: calls() }.into()),
            (PAYER, force_batch { calls: calls() }.into()),
            (Ferdie, proxied(request()).into()),
            (Ferdie, batch { calls: vec![proxied(request()).into()] }.into()),
        ];
        for (task, (who, way)) in (0..).zip(ways) {
            let extrinsic = signed(who, way, 0);
            let encoded = extrinsic.encode();
            assert_ok!(apply(extrinsic));
            assert_eq!(purchase(task).payer, PAYER.to_account_id());
            assert_found(task, &encoded, b"which colour is the sky");
        }
    });
}

#[test]
fn of_several_requests_give_each_its_own_bytes() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let inputs = ["first", "second one", "third of them"].map(str::as_bytes);
        let calls = inputs.map(request_of).to_vec();
        let extrinsic = signed(PAYER, pallet_utility::Call::batch_all { calls }, 0);
        let encoded = extrinsic.encode();
        assert_ok!(apply(extrinsic));
        for (task, bytes) in (0..).zip(inputs) {
            assert_found(task, &encoded, bytes);
        }
    });
}

#[test]
fn of_65_536_bytes_are_the_longest_for_an_in_line_request() {
    on_chain(DEVELOPMENT, || {
        open_market();
        // Beside the call the extrinsic has its signature, its length and some more.
        let batch = |bytes: usize| {
            let remark = frame_system::Call::remark { remark: vec![0; bytes] }.into();
            let calls = vec![request_of(b"good"), remark];
            signed(PAYER, pallet_utility::Call::batch_all { calls }, 0)
        };
        let others = batch(65_000).encode().len() - 65_000;
        let longest = batch(65_536 - others);
        assert_eq!(longest.encode().len(), 65_536);
        assert_ok!(apply(longest));
        let too_long = Error::<Runtime>::ExtrinsicTooLong.into();
        assert_eq!(apply(batch(65_537 - others)), Err(too_long));
    });
}

/// Has root schedule the payer's request for the next block; returns its result there.
fn scheduled(request: RuntimeCall) -> DispatchResult {
    let payer = frame_system::RawOrigin::Signed(PAYER.to_account_id());
    let as_payer = pallet_utility::Call::dispatch_as {
        as_origin: Box::new(OriginCaller::system(payer)),
        call: Box::new(request),
    };
    let schedule = pallet_scheduler::Call::schedule {
        when: now() + 1,
        maybe_periodic: None,
        priority: 0,
        call: Box::new(as_payer.into()),
    };
    assert_ok!(call_as_root(schedule));
    run(1);
    let result = |event| match event {
        RuntimeEvent::Utility(pallet_utility::Event::DispatchedAs { result }) => Some(result),
        _ => None,
    };
    events().into_iter().find_map(result).expect("it was dispatched")
}

#[test]
fn without_an_extrinsic_take_no_in_line_request() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let refused: DispatchError = Error::<Runtime>::InputNotInExtrinsic.into();
        assert_eq!(scheduled(request_of(b"good")), Err(refused));
        assert_eq!(scheduled(request_call(remote_spec()).into()), Ok(()));
    });
}
