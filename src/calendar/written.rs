//! Days, times and labels as text, made on the stack: of a long output most cells are dates.

use super::Day;

/// The text of a day, a time or the label of a period.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// ASCII; a year of the calendar has six digits and a sign at most.
    bytes: [u8; 24],
    length: u8,
}

impl Written {
    const fn new() -> Self {
        Self { bytes: [0; 24], length: 0 }
    }

    /// `2024-03-05`
    #[inline]
    pub(super) fn day(day: Day) -> Self {
        let (year, month, of_month) = day.civil();
        if let Ok(year @ 0..10_000) = u32::try_from(year) {
            let (a, b, c, d) = (digit(year / 1000), digit(year / 100), digit(year / 10), digit(year));
            let (e, f, g, h) = (digit(month / 10), digit(month), digit(of_month / 10), digit(of_month));
            let bytes = [a, b, c, d, b'-', e, f, b'-', g, h, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            return Self { bytes, length: 10 };
        }
        let mut written = Self::new();
        written.month(year, month);
        written.push(b'-');
        written.two(of_month);
        written
    }

    /// `2024`
    #[inline]
    pub(super) fn year(year: i32) -> Self {
        let mut written = Self::new();
        written.push_year(year);
        written
    }

    /// `2024-03`
    #[inline]
    pub(super) fn of_month(year: i32, month: u32) -> Self {
        let mut written = Self::new();
        written.month(year, month);
        written
    }

    /// With `T14:30:00` behind it, or another separator.
    #[inline]
    pub(super) fn with_second(mut self, separator: u8, second: u32) -> Self {
        self.push(separator);
        self.two(second / 3600);
        self.push(b':');
        self.two(second / 60 % 60);
        self.push(b':');
        self.two(second % 60);
        self
    }

    /// With `-` and an ASCII letter, and behind it a digit or two, as in `-Q1`, `-W05`, `-A`.
    #[inline]
    pub(super) fn with_part(mut self, letter: u8, number: Option<u32>, digits: usize) -> Self {
        self.push(b'-');
        self.push(letter);
        match number {
            Some(number) if digits == 2 => self.two(number),
            Some(number) => self.push(digit(number)),
            None => {}
        }
        self
    }

    /// The text.
    #[must_use]
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // It is ASCII.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    #[inline]
    fn month(&mut self, year: i32, month: u32) {
        self.push_year(year);
        self.push(b'-');
        self.two(month);
    }

    /// Four digits at least; the sign is one of them.
    #[inline]
    fn push_year(&mut self, year: i32) {
        match u32::try_from(year) {
            Ok(year) if year < 10_000 => {
                self.two(year / 100);
                self.two(year % 100);
            }
            _ => format!("{year:04}").bytes().for_each(|byte| self.push(byte)),
        }
    }

    #[inline]
    fn two(&mut self, number: u32) {
        self.push(digit(number / 10));
        self.push(digit(number));
    }

    #[inline]
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(usize::from(self.length)) {
            *place = byte;
            self.length += 1;
        }
    }
}

/// The last digit of a number.
#[inline]
const fn digit(number: u32) -> u8 {
    b'0' + (number % 10) as u8
}
