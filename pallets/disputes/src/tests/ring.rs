use codec::Encode;
use sp_io::hashing::blake2_256;

use super::*;

/// Returns the output of a block in these tests.
fn output_of(block: u64) -> Hash {
    match block {
        1 => Hash::repeat_byte(1),
        _ => Hash::from_low_u64_be(block),
    }
}

#[test]
fn has_the_latest_eight_outputs_the_oldest_first() {
    build_and_execute(|| {
        run_to(20);
        let outputs: Vec<_> = (13..=20).map(output_of).collect();
        assert_eq!(Ring::<Test>::get().to_vec(), outputs);
    });
}

#[test]
fn gives_no_seed_until_it_is_full() {
    build_and_execute(|| {
        run_to(7);
        assert_eq!(Disputes::seed(0, SERVICE), None);
        run_to(8);
        assert!(Disputes::seed(0, SERVICE).is_some());
    });
}

#[test]
fn keeps_the_old_outputs_where_a_block_has_none() {
    build_and_execute(|| {
        run_to(8);
        let before = Ring::<Test>::get();
        Randomness::set(None);
        Disputes::on_initialize(9);
        assert_eq!(Ring::<Test>::get(), before);
    });
}

#[test]
fn gives_a_seed_of_the_outputs_the_task_and_the_service() {
    build_and_execute(|| {
        run_to(8);
        let mut bytes = b"nes/second/1".to_vec();
        (1..=8).for_each(|block| bytes.extend(output_of(block).as_bytes()));
        bytes.extend((5u64, SERVICE).encode());
        assert_eq!(bytes.len(), 12 + 8 * 32 + 8 + 4);
        let seed = Disputes::seed(5, SERVICE);
        assert_eq!(seed, Some(blake2_256(&bytes).into()));
        assert_ne!(seed, Disputes::seed(6, SERVICE));
        assert_ne!(seed, Disputes::seed(5, SERVICE + 1));
        run_to(9);
        assert_ne!(seed, Disputes::seed(5, SERVICE));
    });
}

/// `hashlib.blake2b(m, digest_size=32)` in Python, where `m` is `b"nes/second/1"`, 32 bytes 1, 32
/// bytes 2 and so on to 32 bytes 8, `(0x0102030405060708).to_bytes(8, "little")` and
/// `(9).to_bytes(4, "little")`.
#[test]
fn gives_the_seed_of_the_vector() {
    build_and_execute(|| {
        let ring: Vec<_> = (1..=8).map(Hash::repeat_byte).collect();
        Ring::<Test>::put(<[Hash; RING]>::try_from(ring).unwrap());
        let seed = Disputes::seed(0x0102_0304_0506_0708, 9).unwrap();
        assert_eq!(format!("{seed:?}"), VECTOR);
    });
}

const VECTOR: &str = "0x8b13520cc69ba37133d2c5ca449f9204cdb732faf007726af2012d7b18a12bce";

#[test]
fn has_only_outputs_that_nobody_knew_while_others_could_join() {
    build_and_execute(|| {
        run_to(20);
        let task = kept();
        assert_ok!(dispute(task, None, answer(2)));
        let draw = Opened::get()[0].due;
        assert_eq!((draw, 20 + u64::from(BLOCKS_TO_JOIN)), (36, 27));
        // The draw begins a block, before or after this block's output is kept.
        run_to(35);
        let first = Ring::<Test>::get()[0];
        assert_eq!(first, output_of(28));
        assert_noop!(dispute(task, Some(NINA), answer(2)), Error::<Test>::TooLate);
        // A late draw has later outputs.
        run_to(40);
        assert_eq!(Ring::<Test>::get()[0], output_of(33));
    });
}
