//! Random numbers that are the same in every run of one seed.

/// The generator SplitMix64.
pub(crate) struct Rng(u64);

impl Rng {
    /// The numbers of `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below<N: TryFrom<u64> + Into<u128>>(&mut self, end: N) -> N {
        let number = u128::from(self.next()) % end.into();
        let number = u64::try_from(number).ok().and_then(|number| number.try_into().ok());
        number.expect("it is below a number of this type")
    }

    /// True once in `times` times.
    pub(crate) fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of `all`, which are not empty.
    pub(crate) fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        let number = self.below(u64::try_from(all.len()).unwrap());
        all[usize::try_from(number).unwrap()].clone()
    }
}
