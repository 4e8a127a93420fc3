//! Seasons: stretches of days or of hours, in a namespace of their own (docs/language.md sections 2 and 3).

use super::declaration::PlacedSeason;
use super::problem::{Asker, NameProblem, SeasonProblem, What};
use super::{Checker, ParsedFile};
use crate::calendar::{self, Day};
use crate::rulebook::{ClockTime, Expression, Kind, Season, SeasonExtent};
use crate::syntax::ast::{self, Word};
use crate::text::Span;

impl Checker {
    /// Declares a season; a second one of its name in the file is a problem.
    pub(super) fn declare_season(&mut self, file: &ParsedFile, season: &ast::Season) {
        let name = season.name.text.clone();
        let same_name = self.names.seasons_by_name.get(&name).map_or(&[][..], Vec::as_slice);
        let mut places = same_name.iter().filter_map(|index| self.names.seasons.get(*index)).map(|other| other.name);
        if let Some(first) = places.find(|place| place.file == file.source.id) {
            let second = season.name.span;
            self.problem(NameProblem::Duplicate { what: What::Season, name, first, second });
            return;
        }
        let extent = self.extent(file, season);
        // A season with a problem keeps its name: the rules that use it are not to blame.
        let broken = extent.is_none();
        let extent = extent.unwrap_or(SeasonExtent::Days(calendar::Season::Given(Vec::new())));
        let index = self.names.seasons.len();
        self.names.seasons.push(PlacedSeason {
            longest: if broken { u32::MAX } else { longest(&extent) },
            season: Season { name: name.clone(), extent },
            name: season.name.span,
        });
        self.names.seasons_by_name.entry(name).or_default().push(index);
    }

    fn extent(&mut self, file: &ParsedFile, season: &ast::Season) -> Option<SeasonExtent> {
        let span = season.span;
        match &season.extent {
            ast::SeasonExtent::Yearly(from, to) => {
                let days = [from, to].map(|(month, day)| self.day_of_a_year(*month, *day, span));
                let [Some(from), Some(to)] = days else { return None };
                Some(SeasonExtent::Days(calendar::Season::Yearly { from, to }))
            }
            ast::SeasonExtent::Dates(stretches) => {
                self.dates(stretches, span).map(|dates| SeasonExtent::Days(calendar::Season::Given(dates)))
            }
            ast::SeasonExtent::Hours(from, to) => {
                let ends = [from, to].map(|end| self.clock_time(file, end));
                let [Some(from), Some(to)] = ends else { return None };
                Some(SeasonExtent::Hours(from, to))
            }
        }
    }

    /// Stretches in ascending order, none of which touches another.
    fn dates(&mut self, stretches: &[(Day, Day)], span: Span) -> Option<Vec<(Day, Day)>> {
        let mut sorted = stretches.to_vec();
        sorted.sort_unstable();
        let mut before: Option<(Day, Day)> = None;
        for (from, to) in &sorted {
            if let Some((_, last)) = before.filter(|(_, last)| from <= last) {
                self.problem(SeasonProblem::Overlap { first: last.to_string(), second: from.to_string(), span });
                return None;
            }
            before = Some((*from, *to));
        }
        Some(sorted)
    }

    fn clock_time(&mut self, file: &ParsedFile, time: &ast::ClockTime) -> Option<ClockTime> {
        match time {
            ast::ClockTime::Time(second) => Some(ClockTime::Second(*second)),
            ast::ClockTime::Attribute(word) => {
                let value = self.attribute_value(file, word, word.span)?;
                self.want(file, &value, &Kind::Time, Asker::Season)?;
                match value.expression {
                    Expression::Attribute(attribute) => Some(ClockTime::Attribute(attribute)),
                    _ => None,
                }
            }
        }
    }

    /// The season of a name in reach.
    pub(super) fn season(&mut self, file: &ParsedFile, word: &Word) -> Option<usize> {
        let reach = self.names.reach.get(file.source.id.0 as usize)?;
        let all = self.names.seasons_by_name.get(&word.text).map_or(&[][..], Vec::as_slice);
        let place = |index: &usize| self.names.seasons.get(*index).map(|placed| placed.name);
        let mut seen = all.iter().filter(|index| place(index).is_some_and(|place| reach.holds(place.file)));
        let (name, span) = (word.text.clone(), word.span);
        match (seen.next(), seen.next()) {
            (Some(first), None) => Some(*first),
            (Some(first), Some(second)) => {
                if let (Some(one), Some(other)) = (place(first), place(second)) {
                    let declared = (one, other);
                    self.problem(NameProblem::TwoInReach { what: What::Season, name, span, declared });
                }
                None
            }
            (None, _) => {
                if !reach.incomplete {
                    let elsewhere = all.first().and_then(place).map(super::problem::Hint::DeclaredAt);
                    let seasons = self.names.seasons.iter().filter(|placed| reach.holds(placed.name.file));
                    let names = seasons.map(|placed| placed.season.name.as_str());
                    let nearest = self.nearest.find(&name, names).map(str::to_owned);
                    let what = What::Season;
                    self.problem(NameProblem::Unknown { what, name, span, nearest, hint: elsewhere });
                }
                None
            }
        }
    }
}

/// The most days that one occurrence can have.
fn longest(extent: &SeasonExtent) -> u32 {
    let days = match extent {
        SeasonExtent::Days(season) => {
            let lengths = season.occurrences(Day::FIRST, Day::LAST).map(|it| it.to.day.days_since(it.from.day) + 1);
            lengths.max().unwrap_or(0)
        }
        // From an evening to the next morning.
        SeasonExtent::Hours(..) => 2,
    };
    u32::try_from(days).unwrap_or(u32::MAX)
}
