//! Numbers of a few bits, in runs of equal ones or packed (Parquet format, "RLE/Bit-Packing Hybrid").

/// Numbers in the order they stand.
pub(super) struct Hybrid<'b> {
    bytes: &'b [u8],
    width: u32,
    run: Run<'b>,
    /// How many numbers of the run have been read, and how many it has; packed ones come by eights, so that the last
    /// run of a page may have too many.
    read: usize,
    length: usize,
}

/// The bytes end before the numbers do, or say something impossible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damaged;

/// Some numbers on end.
#[derive(Debug, Clone, Copy)]
enum Run<'b> {
    Equal(u32),
    Packed(&'b [u8]),
}

impl<'b> Hybrid<'b> {
    /// Numbers of `width` bits, 32 at most.
    pub(super) fn new(bytes: &'b [u8], width: u8) -> Result<Self, Damaged> {
        let hybrid = Self { bytes, width: u32::from(width), run: Run::Equal(0), read: 0, length: 0 };
        if width > 32 { Err(Damaged) } else { Ok(hybrid) }
    }

    /// Leaves out the next `count` numbers.
    pub(super) fn skip(&mut self, mut count: usize) -> Result<(), Damaged> {
        while count > 0 {
            count -= self.next(count)?.1;
        }
        Ok(())
    }

    /// Appends the next `count` numbers.
    pub(super) fn read(&mut self, mut count: usize, numbers: &mut Vec<u32>) -> Result<(), Damaged> {
        while count > 0 {
            let (from, taken) = self.next(count)?;
            match self.run {
                Run::Equal(number) => numbers.resize(numbers.len() + taken, number),
                Run::Packed(bytes) => unpack(bytes, self.width, from, taken, numbers)?,
            }
            count -= taken;
        }
        Ok(())
    }

    /// Appends those of the next `count` numbers that stand in these places, which ascend.
    pub(super) fn pick(
        &mut self,
        count: usize,
        places: impl Iterator<Item = usize>,
        numbers: &mut Vec<u32>,
    ) -> Result<(), Damaged> {
        let mut places = places.peekable();
        let mut passed = 0;
        while passed < count && places.peek().is_some() {
            let (from, taken) = self.next(count - passed)?;
            while let Some(place) = places.next_if(|place| *place < passed + taken) {
                numbers.push(match self.run {
                    Run::Equal(number) => number,
                    Run::Packed(bytes) => one(bytes, self.width, from + place - passed)?,
                });
            }
            passed += taken;
        }
        Ok(())
    }

    /// Hands the next `count` numbers on, each with how often it comes on end.
    pub(super) fn each(&mut self, mut count: usize, mut take: impl FnMut(u32, usize)) -> Result<(), Damaged> {
        let mut unpacked = Vec::new();
        while count > 0 {
            let (from, taken) = self.next(count)?;
            match self.run {
                Run::Equal(number) => take(number, taken),
                Run::Packed(bytes) if self.width == 1 => runs_of_bits(bytes, from, taken, &mut take)?,
                Run::Packed(bytes) => {
                    unpacked.clear();
                    unpack(bytes, self.width, from, taken, &mut unpacked)?;
                    unpacked.iter().for_each(|number| take(*number, 1));
                }
            }
            count -= taken;
        }
        Ok(())
    }

    /// Where in the current run the next numbers stand, and how many of at most `count`.
    fn next(&mut self, count: usize) -> Result<(usize, usize), Damaged> {
        if self.read == self.length {
            self.begin()?;
        }
        let from = self.read;
        let taken = count.min(self.length - from);
        self.read += taken;
        Ok((from, taken))
    }

    fn begin(&mut self) -> Result<(), Damaged> {
        let header = self.header()?;
        let count = (header >> 1) as usize;
        self.read = 0;
        if header & 1 == 0 {
            let bytes = self.take((self.width as usize).div_ceil(8))?;
            self.run = Run::Equal(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)));
            self.length = count;
        } else {
            // The last stretch of a page is cut short by some writers: what is asked of it must be there.
            let length = count.saturating_mul(self.width as usize).min(self.bytes.len());
            self.run = Run::Packed(self.take(length)?);
            self.length = count.saturating_mul(8);
        }
        if self.length == 0 { Err(Damaged) } else { Ok(()) }
    }

    /// A number whose bytes hold seven bits each, the lowest first.
    fn header(&mut self) -> Result<u32, Damaged> {
        let mut header = 0_u32;
        for shift in (0..32).step_by(7) {
            let (byte, rest) = self.bytes.split_first().ok_or(Damaged)?;
            self.bytes = rest;
            header |= u32::from(byte & 0x7f).checked_shl(shift).ok_or(Damaged)?;
            if byte & 0x80 == 0 {
                return Ok(header);
            }
        }
        Err(Damaged)
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8], Damaged> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Damaged)?;
        self.bytes = rest;
        Ok(taken)
    }
}

/// A packed number.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the mask leaves 32 bits at most")]
fn one(bytes: &[u8], width: u32, at: usize) -> Result<u32, Damaged> {
    let bit = at.checked_mul(width as usize).ok_or(Damaged)?;
    if (bit + width as usize).div_ceil(8) > bytes.len() {
        return Err(Damaged);
    }
    Ok((word(bytes, bit / 8) >> (bit % 8) & ((1_u64 << width) - 1)) as u32)
}

/// Eight bytes; those that are not there are zeros.
#[inline]
fn word(bytes: &[u8], from: usize) -> u64 {
    let rest = bytes.get(from..).unwrap_or_default();
    match rest.first_chunk() {
        Some(word) => u64::from_le_bytes(*word),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// Appends `count` packed numbers behind the first `from`.
fn unpack(bytes: &[u8], width: u32, from: usize, count: usize, numbers: &mut Vec<u32>) -> Result<(), Damaged> {
    let bits = width as usize;
    let end = from.checked_add(count).and_then(|end| end.checked_mul(bits)).ok_or(Damaged)?;
    if end.div_ceil(8) > bytes.len() {
        return Err(Damaged);
    }
    let groups = bytes.get(from / 8 * bits..).unwrap_or_default();
    macro_rules! of_width {
        ($($known:literal)*) => {
            match width {
                $($known => unpack_as::<$known>(groups, from % 8, count, numbers),)*
                _ => return Err(Damaged),
            }
        };
    }
    of_width!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32);
    Ok(())
}

/// The same of a width that the compiler knows, where the first `passed` of the first eight are left out.
fn unpack_as<const BITS: usize>(mut groups: &[u8], passed: usize, count: usize, numbers: &mut Vec<u32>) {
    let mut left = count;
    let part = |groups: &[u8], from: usize, left: usize, numbers: &mut Vec<u32>| {
        let taken = left.min(8 - from);
        numbers.extend_from_slice(eight::<BITS>(groups).get(from..from + taken).unwrap_or_default());
        taken
    };
    if passed > 0 {
        left -= part(groups, passed, left, numbers);
        groups = groups.get(BITS..).unwrap_or_default();
    }
    let whole = left / 8;
    numbers.reserve(left);
    for _ in 0..whole {
        numbers.extend_from_slice(&eight::<BITS>(groups));
        groups = groups.get(BITS..).unwrap_or_default();
    }
    part(groups, 0, left % 8, numbers);
}

/// The first eight numbers, which begin and end at a byte; those that are not there are none.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the mask leaves 32 bits at most")]
fn eight<const BITS: usize>(group: &[u8]) -> [u32; 8] {
    // They take 32 bytes at most; the last of them is looked at with what stands behind it.
    let mut words = [0_u8; 40];
    match (group.get(..BITS + 8), words.get_mut(..BITS + 8)) {
        (Some(bytes), Some(words)) => words.copy_from_slice(bytes),
        _ => words.iter_mut().zip(group).for_each(|(word, byte)| *word = *byte),
    }
    let mask = (1_u64 << BITS) - 1;
    std::array::from_fn(|at| {
        let bit = at * BITS;
        let word = words.get(bit / 8..bit / 8 + 8).and_then(|word| word.try_into().ok());
        (word.map_or(0, u64::from_le_bytes) >> (bit % 8) & mask) as u32
    })
}

/// Hands `count` bits behind the first `from` on, each with how often it comes on end.
fn runs_of_bits(bytes: &[u8], from: usize, count: usize, take: &mut impl FnMut(u32, usize)) -> Result<(), Damaged> {
    let end = from.checked_add(count).ok_or(Damaged)?;
    if end.div_ceil(8) > bytes.len() {
        return Err(Damaged);
    }
    let mut at = from;
    while at < end {
        let word = word(bytes, at / 8) >> (at % 8);
        let (bit, others) = if word & 1 == 1 { (1, !word) } else { (0, word) };
        let run = (others.trailing_zeros() as usize).min(64 - at % 8).min(end - at);
        take(bit, run);
        at += run;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], width: u8, count: usize) -> Result<Vec<u32>, Damaged> {
        let mut numbers = Vec::new();
        Hybrid::new(bytes, width)?.read(count, &mut numbers).map(|()| numbers)
    }

    #[test]
    fn runs_and_packed_numbers_stand_mixed() {
        // The example of the format: the numbers 0 to 7 in three bits each.
        assert_eq!(read(&[3, 0x88, 0xc6, 0xfa], 3, 8), Ok((0..8).collect()));
        assert_eq!(read(&[10, 4, 3, 0x88, 0xc6, 0xfa], 3, 7), Ok(vec![4, 4, 4, 4, 4, 0, 1]));
        assert_eq!(read(&[8, 0x34, 0x12], 9, 2), Ok(vec![0x1234; 2]));
        assert_eq!(read(&[2], 0, 1), Ok(vec![0]));
    }

    #[test]
    fn every_width_is_unpacked() {
        for width in 1..=32_u32 {
            let mask = u32::MAX >> (32 - width);
            let numbers: Vec<u32> = (0..40_u32).map(|at| at.wrapping_mul(0x9e37_79b9) & mask).collect();
            let mut bits: Vec<bool> = Vec::new();
            numbers.iter().for_each(|number| bits.extend((0..width).map(|bit| number >> bit & 1 == 1)));
            let packed = bits.chunks(8).map(|byte| (0..).zip(byte).map(|(at, bit)| u8::from(*bit) << at).sum());
            let bytes: Vec<u8> = std::iter::once(5 << 1 | 1).chain(packed).collect();
            for count in [40, 39, 33, 1] {
                let expected = numbers.get(..count).unwrap().to_vec();
                let mut picked = Vec::new();
                let hybrid = Hybrid::new(&bytes, u8::try_from(width).unwrap());
                assert_eq!(
                    hybrid.unwrap().pick(count, 0..count, &mut picked).map(|()| &picked),
                    Ok(&expected),
                    "{width}"
                );
                assert_eq!(read(&bytes, u8::try_from(width).unwrap(), count), Ok(expected), "{width}");
            }
        }
    }

    #[test]
    fn numbers_are_left_out_wherever_they_stand() {
        // Five equal ones, then 0 to 7 packed, then two equal ones.
        let bytes = [10, 4, 3, 0x88, 0xc6, 0xfa, 4, 6];
        let all = [4, 4, 4, 4, 4, 0, 1, 2, 3, 4, 5, 6, 7, 6, 6];
        for from in 0..all.len() {
            for to in from..=all.len() {
                let mut picking = Hybrid::new(&bytes, 3).unwrap();
                let mut picked = Vec::new();
                picking.skip(from).unwrap();
                picking.pick(all.len() - from, (0..to - from).step_by(2), &mut picked).unwrap();
                assert_eq!(picked, all[from..to].iter().copied().step_by(2).collect::<Vec<_>>());
                let mut hybrid = Hybrid::new(&bytes, 3).unwrap();
                let (mut numbers, mut each) = (Vec::new(), Vec::new());
                hybrid.skip(from).unwrap();
                hybrid.read(to - from, &mut numbers).unwrap();
                hybrid.each(all.len() - to, |number, times| each.extend(vec![number; times])).unwrap();
                assert_eq!((numbers.as_slice(), each.as_slice()), (&all[from..to], &all[to..]));
            }
        }
    }

    #[test]
    fn bits_come_in_runs() {
        // 37 groups of eight bits.
        let bits: Vec<bool> = (0..296_u32).map(|at| at % 100 < 70 || at.is_multiple_of(7)).collect();
        let packed = bits.chunks(8).map(|byte| (0..).zip(byte).map(|(at, bit)| u8::from(*bit) << at).sum());
        let bytes: Vec<u8> = std::iter::once(37 << 1 | 1).chain(packed).collect();
        for from in 0..bits.len() {
            for to in [from, from + 1, from + 63, from + 64, from + 65, 296] {
                let Some(expected) = bits.get(from..to) else { continue };
                let (mut hybrid, mut found) = (Hybrid::new(&bytes, 1).unwrap(), Vec::new());
                hybrid.skip(from).unwrap();
                hybrid.each(to - from, |bit, times| found.extend(vec![bit == 1; times])).unwrap();
                assert_eq!(found, expected, "{from} to {to}");
            }
        }
    }

    #[test]
    fn what_ends_too_early_is_damaged() {
        assert_eq!(read(&[], 3, 1), Err(Damaged));
        assert_eq!(read(&[3, 0x88], 3, 8), Err(Damaged));
        assert_eq!(read(&[0, 4], 3, 8), Err(Damaged));
        assert_eq!(read(&[0xff; 6], 3, 8), Err(Damaged));
        assert_eq!(read(&[8, 1], 9, 2), Err(Damaged));
        assert_eq!(Hybrid::new(&[], 33).err(), Some(Damaged));
    }
}
