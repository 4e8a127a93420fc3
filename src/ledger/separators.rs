//! Where the separators of a plain block stand: 64 bytes at a time, so that the compiler can use vectors.

/// Calls `each` with every byte that is one or the other, and its place, in order.
#[inline]
pub(crate) fn each_separator(bytes: &[u8], one: u8, other: u8, mut each: impl FnMut(usize, u8)) {
    let (chunks, rest) = bytes.as_chunks::<64>();
    // No separator is zero, so zeros may fill the last chunk up.
    let mut last = [0; 64];
    last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
    let mut start = 0;
    for chunk in chunks.iter().chain(std::iter::once(&last)) {
        let mut places = matches(chunk, one, other);
        while places != 0 {
            let at = places.trailing_zeros() as usize;
            each(start + at, chunk.get(at).copied().unwrap_or_default());
            places &= places - 1;
        }
        start += 64;
    }
}

/// One bit a byte, the first the lowest.
#[inline]
fn matches(chunk: &[u8; 64], one: u8, other: u8) -> u64 {
    let hits = chunk.map(|byte| u8::from(byte == one) | u8::from(byte == other));
    let (words, _) = hits.as_chunks::<8>();
    // Eight bytes of 0 or 1 become eight bits: the product moves each into the upper byte.
    let bits = |word: &[u8; 8]| u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    words.iter().rev().fold(0, |all, word| all << 8 | bits(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_separator_is_found_once_and_in_order() {
        for len in [0, 1, 63, 64, 65, 200] {
            for step in 1..9 {
                let bytes: Vec<u8> =
                    (0..len).map(|at| if at % step == 0 { b"\n,"[at / step % 2] } else { b'x' }).collect();
                let mut found = Vec::new();
                each_separator(&bytes, b',', b'\n', |at, byte| {
                    assert_eq!(byte, bytes[at]);
                    found.push(at);
                });
                assert_eq!(found, (0..len).step_by(step).collect::<Vec<_>>(), "{len} {step}");
            }
        }
    }
}
