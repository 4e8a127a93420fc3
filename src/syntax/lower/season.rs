//! Seasons and waivers (docs/language.md section 2).

use pest::iterators::Pair;

use super::Lowering;
use crate::calendar::Day;
use crate::syntax::ast::{AmountSource, ClockTime, Exempt, Season, SeasonExtent};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Problem;
use crate::text::Span;

/// Seconds of a day.
const DAY: u32 = 86_400;

impl Lowering<'_> {
    /// `season N …`; with a problem it keeps its name and has no days.
    pub(super) fn season(&mut self, pair: Pair<'_, Rule>) -> Option<Season> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let name = self.name(&parts.next()?);
        let mut dates = Vec::new();
        let mut extent = None;
        for range in parts {
            match self.extent(range) {
                Some(SeasonExtent::Dates(range)) => dates.extend(range),
                other => extent = other,
            }
        }
        Some(Season { name, extent: extent.unwrap_or(SeasonExtent::Dates(dates)), span })
    }

    /// Days of each year, given days, or hours.
    fn extent(&mut self, range: Pair<'_, Rule>) -> Option<SeasonExtent> {
        let span = self.span(&range);
        let rule = range.as_rule();
        let mut ends = range.into_inner().filter(|part| part.as_rule() != Rule::range_to);
        let (from, to) = (ends.next()?, ends.next()?);
        match rule {
            Rule::date_range => self.days(&from, &to, span).map(|days| SeasonExtent::Dates(vec![days])),
            Rule::year_range => {
                let (from, to) = (self.month_day(&from), self.month_day(&to));
                Some(SeasonExtent::Yearly(from?, to?))
            }
            _ => {
                let (from, to) = (self.hour(from, false), self.hour(to, true));
                let (from, to) = (from?, to?);
                let same = match (&from, &to) {
                    (ClockTime::Attribute(from), ClockTime::Attribute(to)) => from.text == to.text,
                    (from, to) => from == to,
                };
                if same {
                    self.problems.push(Problem::SeasonWithoutHours { span });
                    return None;
                }
                Some(SeasonExtent::Hours(from, to))
            }
        }
    }

    /// `DATE to DATE`, in their order.
    fn days(&mut self, from: &Pair<'_, Rule>, to: &Pair<'_, Rule>, place: Span) -> Option<(Day, Day)> {
        let (from, to) = (self.date(from), self.date(to));
        let (from, to) = (from?, to?);
        if to < from {
            self.problems.push(Problem::DatesBackwards { span: place });
            return None;
        }
        Some((from, to))
    }

    /// `22:00`, `its.opening`.
    fn hour(&mut self, pair: Pair<'_, Rule>, last: bool) -> Option<ClockTime> {
        let mut parts = pair.into_inner().peekable();
        let inner = parts.next()?;
        if inner.as_rule() == Rule::hour_minute {
            return self.clock(&inner, last).map(ClockTime::Time);
        }
        match self.source(inner, &mut parts)? {
            AmountSource::Attribute(word) => Some(ClockTime::Attribute(word)),
            _ => None,
        }
    }

    /// Seconds since midnight of `HH:MM[:SS]`; as the last of a stretch 24:00 is the last second of its day.
    pub(super) fn clock(&mut self, pair: &Pair<'_, Rule>, last: bool) -> Option<u32> {
        let mut numbers = pair.as_str().split(':').map(|number| number.parse::<u32>().ok());
        let (hours, minutes, seconds) = (numbers.next()??, numbers.next()??, numbers.next().flatten().unwrap_or(0));
        let second = hours * 3600 + minutes * 60 + seconds;
        if minutes < 60 && seconds < 60 && second < DAY {
            return Some(second);
        }
        if last && second == DAY && minutes == 0 {
            return Some(DAY - 1);
        }
        let (span, typed) = (self.span(pair), pair.as_str().to_owned());
        self.problems.push(Problem::NoSuchTime { span, typed });
        None
    }

    /// `exempt "subject" from RULE-ID DATE to DATE [because "…"]`.
    pub(super) fn exempt(&mut self, pair: Pair<'_, Rule>) -> Option<Exempt> {
        let span = self.span(&pair);
        let signs = [Rule::exempt_from, Rule::range_to];
        let mut parts = pair.into_inner().filter(|part| !signs.contains(&part.as_rule()));
        let subject = self.text(&parts.next()?);
        let rule = self.name(&parts.next()?);
        let (first, last) = (parts.next()?, parts.next()?);
        let place = self.span(&first).to(self.span(&last));
        let (from, to) = self.days(&first, &last, place)?;
        let because = parts.next().and_then(|because| because.into_inner().next()).map(|text| self.text(&text));
        Some(Exempt { subject, rule, from, to, because, span })
    }
}
