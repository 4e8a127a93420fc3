//! Seasons of a subject: their occurrences, and of hours that the register gives, those of each of its rows
//! (docs/language.md sections 2 to 4).

use super::context::Context;
use super::stretch::Stretch;
use crate::calendar::{Day, Occurrence, Season, Time};
use crate::ledger::{Cell, SubjectId};
use crate::rulebook::{ClockTime, SeasonExtent, SeasonId};
use crate::verdict::Reason;

/// A season as one subject has it.
#[derive(Debug, Clone)]
pub(super) struct Seasons {
    parts: Vec<Part>,
}

/// The season on some days; an attribute that gives its hours may be missing there.
#[derive(Debug, Clone)]
struct Part {
    from: Option<Day>,
    to: Option<Day>,
    season: Result<Season, Reason>,
}

impl Part {
    fn has(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl Seasons {
    /// The season of a rule for a subject.
    pub(super) fn new(context: &Context<'_>, season: SeasonId, subject: SubjectId) -> Self {
        let extent = context.book.seasons.get(season.0 as usize).map(|season| &season.extent);
        let always =
            |season: Option<Season>| vec![Part { from: None, to: None, season: season.ok_or(Reason::Condition) }];
        let parts = match extent {
            None => always(None),
            Some(SeasonExtent::Days(season)) => always(Some(season.clone())),
            Some(SeasonExtent::Hours(ClockTime::Second(from), ClockTime::Second(to))) => {
                always(Season::hours(*from, *to))
            }
            Some(SeasonExtent::Hours(from, to)) => {
                let rows = context.rows(subject);
                rows.map(|(row, valid)| Part { from: valid.from, to: valid.to, season: hours(context, row, from, to) })
                    .collect()
            }
        };
        Self { parts }
    }

    /// Whether it binds hours, and no days.
    pub(super) fn is_of_hours(&self) -> bool {
        self.parts.iter().any(|part| part.season.as_ref().map_or(true, Season::is_of_hours))
    }

    /// The days on which its hours are missing, and why.
    pub(super) fn missing(&self) -> impl Iterator<Item = Stretch> + '_ {
        self.parts.iter().filter_map(|part| {
            let doubt = Some(*part.season.as_ref().err()?);
            Some(Stretch { doubt, ..Stretch::of_days(part.from, part.to) })
        })
    }

    /// Every occurrence with a day in `[from, to]`, by its start.
    pub(super) fn occurrences(&self, from: Day, to: Day) -> Vec<Occurrence> {
        let known = self.parts.iter().filter_map(|part| Some((part, part.season.as_ref().ok()?)));
        let mut found: Vec<Occurrence> = known
            .flat_map(|(part, season)| season.occurrences(from, to).filter(move |found| part.has(found.label())))
            .collect();
        found.sort_by_key(|occurrence| (occurrence.from, occurrence.to));
        found
    }

    /// Whether a time lies in an occurrence, or why nobody can tell. Where the hours are missing, membership is unknown,
    /// and every time is looked at.
    pub(super) fn holds(&self, time: Time) -> Result<bool, Reason> {
        let mut doubt = None;
        if !self.parts.iter().any(|part| part.has(time.day)) {
            return Ok(true);
        }
        // An occurrence of hours starts on the day itself or on the evening before.
        for part in self.parts.iter().filter(|part| part.has(time.day) || part.has(time.day.previous())) {
            let Ok(season) = &part.season else {
                if part.has(time.day) {
                    return Ok(true);
                }
                // They may last into this day.
                doubt = doubt.or(part.season.as_ref().err().copied());
                continue;
            };
            for occurrence in season.occurrences(time.day, time.day).filter(|found| part.has(found.label())) {
                match occurrence.contains(time) {
                    Some(true) => return Ok(true),
                    Some(false) => {}
                    None => doubt = doubt.or(Some(Reason::DayOnly)),
                }
            }
        }
        doubt.map_or(Ok(false), Err)
    }
}

fn hours(context: &Context<'_>, row: u32, from: &ClockTime, to: &ClockTime) -> Result<Season, Reason> {
    let end = |time: &ClockTime| match time {
        ClockTime::Second(second) => Ok(*second),
        ClockTime::Attribute(attribute) => match context.ledger.attribute(row, *attribute) {
            Some(Cell::Time(second)) => Ok(second),
            _ => Err(Reason::Attribute(*attribute)),
        },
    };
    Season::hours(end(from)?, end(to)?).ok_or(Reason::Condition)
}
