use codec::Encode;
use nes_traits::InputPlace;
use sp_io::hashing::blake2_256;

use super::*;

/// The largest usage of an input that these tests have.
const LARGE: Usage = Usage { input: MAX_INLINE as u64 / INPUT_BYTES as u64, output: 0 };

/// Requests a task with this in-line input.
fn ask(input: &[u8]) -> sp_runtime::DispatchResult {
    request(ALICE, |wish| {
        wish.input = Input::Inline(input.to_vec());
        wish.max_usage = LARGE;
    })
}

/// Requests a task with this in-line input, which is accepted; returns its place.
fn place(input: &[u8]) -> (u32, u32, u32) {
    let task = NextTaskId::<Test>::get();
    assert_ok!(ask(input));
    let TaskInput { content_hash, location } = Inference::task(task).unwrap().input;
    assert_eq!(content_hash, blake2_256(input).into());
    match location {
        Location::Inline(InputPlace { extrinsic, offset, length }) => (extrinsic, offset, length),
        remote => panic!("{remote:?}"),
    }
}

/// Returns the bytes at a place in this block.
fn read((extrinsic, offset, length): (u32, u32, u32)) -> Vec<u8> {
    let data = System::extrinsic_data(extrinsic);
    data[offset as usize..(offset + length) as usize].to_vec()
}

/// Returns the bytes of an extrinsic with these calls in a batch, as a block carries it.
fn extrinsic(calls: Vec<crate::Call<Test>>) -> Vec<u8> {
    let encoded = calls.encode();
    let remark = frame_system::Call::<Test>::remark { remark: encoded };
    frame_system::mocking::MockUncheckedExtrinsic::<Test>::new_bare(remark.into()).encode()
}

#[test]
fn is_found_wherever_it_is_in_the_extrinsic() {
    build_and_execute(|| {
        let bytes: Vec<u8> = (0..=255).collect();
        execute(7, bytes.clone());
        assert_eq!(place(&bytes[..10]), (7, 0, 10));
        assert_eq!(place(&bytes[100..120]), (7, 100, 20));
        assert_eq!(place(&bytes[255..]), (7, 255, 1));
        assert_eq!(place(&bytes), (7, 0, 256));
    });
}

#[test]
fn is_found_in_the_extrinsic_that_requests_the_task() {
    build_and_execute(|| {
        let asked = vec![b'?'; 300];
        let call = call(|wish| {
            wish.input = Input::Inline(asked.clone());
            wish.max_usage = LARGE;
        });
        let bytes = extrinsic(vec![call]);
        execute(3, bytes.clone());
        let (number, offset, length) = place(&asked);
        assert_eq!((number, length), (3, 300));
        assert_eq!(read((number, offset, length)), asked);
        // Two bytes are the extrinsic's own length.
        let own = codec::Compact::<u32>::from(bytes.len() as u32 - 2).encode();
        assert_eq!(own.len(), 2);
        assert_eq!(bytes[..2], own);
        assert_eq!(bytes[..offset as usize].iter().rposition(|byte| *byte == b'?'), None);
    });
}

#[test]
fn has_its_own_place_in_a_batch() {
    build_and_execute(|| {
        let inputs: Vec<Vec<u8>> = (1..=4u8).map(|byte| vec![byte; 200]).collect();
        let calls = inputs.iter().map(|input| {
            call(|wish| {
                wish.input = Input::Inline(input.clone());
                wish.max_usage = LARGE;
            })
        });
        execute(3, extrinsic(calls.collect()));
        let places: Vec<_> = inputs.iter().map(|input| place(input)).collect();
        for (place, input) in places.iter().zip(&inputs) {
            assert_eq!(read(*place), *input);
        }
        assert!(places.windows(2).all(|pair| pair[0].1 + 200 < pair[1].1));
        // The same bytes once more are those of the first call.
        assert_eq!(place(&inputs[1]), places[1]);
    });
}

#[test]
fn has_the_first_of_several_places() {
    build_and_execute(|| {
        execute(1, b"one two one two".to_vec());
        assert_eq!(place(b"two"), (1, 4, 3));
    });
}

#[test]
fn is_refused_where_the_extrinsic_does_not_have_it() {
    build_and_execute(|| {
        execute(1, b"one two".to_vec());
        for other in [&b"two "[..], b"0ne", b"one two one"] {
            assert_noop!(ask(other), Error::<Test>::InputNotInExtrinsic);
        }
    });
}

/// The scheduler, for example, calls from there.
#[test]
fn is_refused_outside_of_an_extrinsic() {
    build_and_execute(|| {
        // The hooks that begin a block have the number of its first extrinsic, which is not there.
        System::set_extrinsic_index(0);
        assert_noop!(ask(INPUT), Error::<Test>::InputNotInExtrinsic);
        // Those that end it have none, although the first extrinsic may have had the bytes.
        execute(0, INPUT.to_vec());
        System::note_finished_extrinsics();
        assert_eq!(System::extrinsic_index(), None);
        assert_noop!(ask(INPUT), Error::<Test>::InputNotInExtrinsic);
    });
}

#[test]
fn is_refused_where_another_extrinsic_has_it() {
    build_and_execute(|| {
        execute(1, INPUT.to_vec());
        execute(2, b"another".to_vec());
        assert_noop!(ask(INPUT), Error::<Test>::InputNotInExtrinsic);
        System::set_extrinsic_index(1);
        assert_ok!(ask(INPUT));
    });
}

#[test]
fn is_refused_if_it_is_empty() {
    build_and_execute(|| {
        assert_noop!(ask(b""), Error::<Test>::InputMissing);
    });
}

#[test]
fn has_16_384_bytes_at_most() {
    build_and_execute(|| {
        let longest = 16_384;
        assert_eq!(MAX_INLINE, longest);
        execute(1, vec![7; 20_000]);
        assert_eq!(place(&[7; 16_384]), (1, 0, longest));
        assert_noop!(ask(&[7; 16_385]), Error::<Test>::InputTooLarge);
    });
}

#[test]
fn is_refused_in_an_extrinsic_of_more_than_65_536_bytes() {
    build_and_execute(|| {
        assert_eq!(MAX_EXTRINSIC, 65_536);
        let mut bytes = vec![0; 65_535];
        bytes.push(1);
        execute(1, bytes.clone());
        assert_eq!(place(&[0, 1]), (1, 65_534, 2));
        bytes.push(1);
        execute(1, bytes);
        assert_noop!(ask(&[0, 1]), Error::<Test>::ExtrinsicTooLong);
    });
}

#[test]
fn is_covered_by_the_maximum_usage() {
    build_and_execute(|| {
        execute(1, vec![7; 500]);
        let ask = |length, input| {
            request(ALICE, |wish| {
                wish.input = Input::Inline(vec![7; length]);
                wish.max_usage = Usage { input, output: 1 };
            })
        };
        assert_ok!(ask(400, 100));
        assert_noop!(ask(401, 100), Error::<Test>::UsageBelowInput);
        assert_ok!(ask(401, 101));
        assert_noop!(ask(1, 0), Error::<Test>::UsageBelowInput);
        with_terms(|terms| terms.input_bytes = 1);
        assert_ok!(ask(400, 400));
        assert_noop!(ask(400, 399), Error::<Test>::UsageBelowInput);
    });
}

#[test]
fn can_be_remote_wherever_the_call_comes_from() {
    build_and_execute(|| {
        System::note_finished_extrinsics();
        assert_ok!(request(ALICE, |wish| {
            wish.input = remote();
            wish.max_usage = Usage { input: 0, output: 1 };
        }));
        let uri = b"https://input".to_vec().try_into().unwrap();
        let location = Location::Remote { uri };
        let expected = TaskInput { content_hash: Hash::repeat_byte(1), location };
        assert_eq!(Inference::task(0).unwrap().input, expected);
    });
}
