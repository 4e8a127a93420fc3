//! Random rules: every schedule, scope, quantity and modifier, in the combinations docs/language.md allows.

use super::generate::{ACTIVITIES, CATEGORIES, Making, NAMES};
use super::generate_conditions::Behind;
use super::model::{
    Class, Edge, Extended, Inside, Joined, Level, Mark, Moment, Number, Otherwise, Part, Point, Population, Quantity,
    Rule, Schedule, Scope, Span, SpanUnit, Unit, Who, Whose,
};
use rust_decimal::Decimal;

pub fn rules(making: &mut Making) -> Vec<Rule> {
    let number = if making.dice.chance(25) { 1 } else { 2 + making.dice.below(2) };
    let mut rules: Vec<Rule> = (0..number).map(|_| making.rule()).collect();
    for place in 1..rules.len() {
        if making.dice.form("overrides", 22) {
            let other = making.dice.below(place);
            rules[place].overrides = vec![NAMES[other].to_owned()];
            rules[place].name = Some(String::new());
            rules[other].name = Some(String::new());
            // So that they share subjects, and differ in days.
            if making.dice.chance(70) {
                rules[place].who = rules[other].who.clone();
                if making.dice.chance(60) {
                    rules[place].effective = Some(making.effective());
                }
            }
        }
    }
    rules
}

/// Which quantities a schedule takes (docs/language.md section 6).
enum Allowed {
    Any,
    AtLeast,
    AtMost,
    None,
}

impl Making<'_, '_> {
    fn rule(&mut self) -> Rule {
        let schedule = self.schedule();
        let moment = schedule.moment().cloned();
        let has_trigger = moment.as_ref().is_some_and(Moment::is_activity);
        let is_by_date = matches!(schedule, Schedule::Fixed { .. });
        let has_period = matches!(schedule, Schedule::Calendar { .. });
        let behind = Behind { trigger: has_trigger, period: has_period };
        let quantity = match allowed(&schedule) {
            Allowed::Any => self.any_quantity(behind),
            Allowed::AtLeast => self.at_least(behind),
            Allowed::AtMost => self.sliding_quantity(),
            Allowed::None => Quantity::Unstated,
        };
        let mut rule = Rule {
            name: (!self.dice.chance(20)).then(String::new),
            population: None,
            who: self.who(),
            scope: None,
            quantity,
            activities: vec![self.activity()],
            joined: Joined::Or,
            filter: None,
            matching: Vec::new(),
            apart: None,
            for_each: None,
            effective: None,
            count_partial_periods: false,
            overrides: Vec::new(),
            grace: None,
            otherwise: Vec::new(),
            extended: None,
            next_working_day: false,
            described: self.dice.chance(30),
            schedule,
        };
        if self.dice.chance(15) {
            rule.effective = Some(self.effective());
        }
        self.scope(&mut rule);
        if !rule.schedule.takes_activity() {
            rule.activities.clear();
            return rule;
        }
        self.tail(&mut rule, behind, has_trigger && !is_by_date);
        self.modifiers(&mut rule, has_trigger && !is_by_date);
        rule.count_partial_periods =
            matches!(rule.schedule, Schedule::Calendar { inside: Inside::Whole, .. }) && self.dice.chance(50);
        self.population(&mut rule);
        rule
    }

    fn tail(&mut self, rule: &mut Rule, behind: Behind, may_match: bool) {
        let percent = if behind.trigger || behind.period { 35 } else { 25 };
        if self.dice.chance(percent) {
            rule.filter = Some(self.about_record(behind));
        }
        if may_match && self.dice.chance(35) {
            rule.matching = self.matching();
        }
        if self.dice.chance(12) {
            let joined = self.dice.of_forms(&[(60, "at-least"), (60, "or"), (40, "and")]);
            let other = self.activity();
            if joined != "at-least" && !rule.activities.contains(&other) {
                rule.activities.push(other);
                rule.joined = if joined == "and" { Joined::And } else { Joined::Or };
            }
        }
        let counts = !matches!(
            rule.schedule,
            Schedule::Prohibition
                | Schedule::Sliding { .. }
                | Schedule::Quality { .. }
                | Schedule::Until { .. }
                | Schedule::Lasting { .. }
                | Schedule::Response { never: true, .. }
        );
        // What is added up or told apart is not kept apart in time.
        let is_counted =
            !matches!(rule.quantity, Quantity::TotalAtLeast(..) | Quantity::TotalAtMost(..) | Quantity::Different(..));
        if counts && is_counted && self.dice.chance(20) {
            let form = self.dice.of_forms(&[(10, "at-least"), (60, "apart"), (30, "apart-clock")]);
            rule.apart = match form {
                "apart" => {
                    Some(self.calendar_literal(&[(1, SpanUnit::Days), (3, SpanUnit::Days), (1, SpanUnit::Weeks)]))
                }
                "apart-clock" => Some(self.calendar_literal(&[(24, SpanUnit::Hours), (5, SpanUnit::Hours)])),
                _ => None,
            };
            if rule.apart.is_some() && matches!(rule.quantity, Quantity::Unstated) {
                rule.quantity = Quantity::AtLeast(Number::literal(2));
            }
        }
        let is_standing = matches!(rule.schedule, Schedule::Until { .. } | Schedule::Lasting { .. });
        if !is_standing && self.dice.form("for-each", 10) {
            let place = ["东楼", "西楼"].map(str::to_owned).to_vec();
            let grade = ["a", "b"].map(str::to_owned).to_vec();
            rule.for_each = Some(self.dice.pick(&[("place".to_owned(), place), ("grade".to_owned(), grade)]));
        }
    }

    fn modifiers(&mut self, rule: &mut Rule, may_match: bool) {
        let is_at_least = rule.quantity.is_at_least();
        let is_clock = match &rule.schedule {
            Schedule::Rolling { every: span } | Schedule::Response { within: Some(span), .. } => span.unit.is_clock(),
            _ => false,
        };
        let may_grace = is_at_least
            && matches!(
                rule.schedule,
                Schedule::Rolling { .. }
                    | Schedule::Fixed { .. }
                    | Schedule::Calendar { .. }
                    | Schedule::Deadline { .. }
                    | Schedule::Response { never: false, .. }
            );
        if may_grace && self.dice.chance(18) {
            let form = self.dice.of_forms(&[(5, "at-least"), (80, "grace"), (20, "grace-clock")]);
            rule.grace = match form {
                "grace" => Some(self.grace_span()),
                "grace-clock" => Some(self.calendar_literal(&[(24, SpanUnit::Hours), (2, SpanUnit::Hours)])),
                _ => None,
            };
        }
        if may_grace && !is_clock && self.dice.form("next-working-day", 12) {
            rule.next_working_day = true;
        }
        let is_standing = matches!(rule.schedule, Schedule::Until { .. } | Schedule::Lasting { .. });
        if !is_standing && self.dice.chance(18) {
            let form = self.dice.of_forms(&[(5, "at-least"), (60, "otherwise"), (40, "otherwise-chain")]);
            let number = ["at-least", "otherwise", "otherwise-chain"].iter().position(|name| *name == form);
            for _ in 0..number.unwrap_or_default() {
                let otherwise = self.otherwise(may_match);
                rule.otherwise.push(otherwise);
            }
        }
        let may_extend = is_at_least
            && matches!(
                rule.schedule,
                Schedule::Rolling { .. } | Schedule::Deadline { .. } | Schedule::Response { never: false, .. }
            );
        if may_extend && self.dice.chance(18) {
            let form = self.dice.of_forms(&[(5, "at-least"), (60, "extended-by"), (40, "extended-between")]);
            rule.extended = match form {
                "extended-by" => Some(self.extended_by(may_match)),
                "extended-between" if !is_clock => {
                    let (from, to) = (self.plain_or_filtered(), self.plain_or_filtered());
                    let matching = if self.dice.chance(25) { vec!["ticket".to_owned()] } else { Vec::new() };
                    Some(Extended::Between { from, to, matching })
                }
                _ => None,
            };
        }
    }

    fn extended_by(&mut self, may_match: bool) -> Extended {
        let by = self.plain_or_filtered();
        let matching = if may_match && self.dice.chance(30) { vec!["ticket".to_owned()] } else { Vec::new() };
        let span = self.calendar_literal(&[(1, SpanUnit::Days), (5, SpanUnit::Days), (1, SpanUnit::Months)]);
        let at_most = self.dice.pick(&[None, None, Some(1), Some(2)]);
        Extended::By { by, matching, span, at_most }
    }

    fn otherwise(&mut self, may_match: bool) -> Otherwise {
        use SpanUnit::{Days, Hours, WorkingDays};
        let usual = [(1, Days), (3, Days), (7, Days), (15, Days), (30, Days)];
        let mut within = self.calendar_literal(&usual);
        if self.dice.form("grace-clock", 12) {
            within = self.calendar_literal(&[(24, Hours), (2, Hours)]);
        } else if self.dice.form("working-days", 8) {
            within = self.calendar_literal(&[(3, WorkingDays)]);
        }
        let mut activities = vec![self.activity()];
        let other = self.activity();
        if self.dice.form("or", 15) && !activities.contains(&other) {
            activities.push(other);
        }
        let matching = if may_match && self.dice.chance(30) { vec!["ticket".to_owned()] } else { Vec::new() };
        let filter = self.dice.chance(15).then(|| self.about_record(Behind::default()));
        Otherwise { within, activities, filter, matching }
    }

    fn grace_span(&mut self) -> Span {
        use SpanUnit::{Days, Months, Weeks, WorkingDays};
        if self.dice.form("working-days", 15) {
            return self.calendar_literal(&[(2, WorkingDays), (5, WorkingDays)]);
        }
        if self.dice.chance(10) {
            return Span { number: Number::Parameter("pace".into()), unit: Days };
        }
        self.calendar_literal(&[(1, Days), (3, Days), (15, Days), (1, Weeks), (1, Months)])
    }

    fn calendar_literal(&mut self, choices: &[(u32, SpanUnit)]) -> Span {
        let (number, unit) = self.dice.pick(choices);
        Span::literal(number, unit)
    }

    fn population(&mut self, rule: &mut Rule) {
        if rule.for_each.is_some() || rule.joined == Joined::And || !self.dice.chance(8) {
            return;
        }
        let percent = self.dice.pick(&[None, Some(96), Some(50), Some(34), Some(100)]);
        let per = match self.dice.of_forms(&[(1, "at-least"), (80, "population"), (30, "population-per-parent")]) {
            "population" => self.dice.pick(&[
                None,
                None,
                Some(Level::Province),
                Some(Level::City),
                Some(Level::County),
                Some(Level::Town),
            ]),
            "population-per-parent" => Some(Level::Parent),
            _ => return,
        };
        rule.population = Some(Population { percent, per });
        rule.name = Some(String::new());
    }

    fn scope(&mut self, rule: &mut Rule) {
        let is_standing =
            matches!(rule.schedule, Schedule::Until { .. } | Schedule::Lasting { .. } | Schedule::State { .. });
        if !self.dice.chance(22) {
            return;
        }
        let form = self.dice.of_forms(&[
            (5, "at-least"),
            (30, "during-days"),
            (20, "during-hours"),
            (10, "during-own-hours"),
            (35, "between"),
            (12, "between-matching"),
        ]);
        rule.scope = match form {
            "during-days" => Some(Scope::During(self.dice.pick(&["汛期", "winter", "检查周"]).to_owned())),
            "during-hours" if !is_standing => Some(Scope::During(self.dice.pick(&["夜间", "day_shift"]).to_owned())),
            "during-own-hours" if !is_standing => Some(Scope::During("营业时间".to_owned())),
            "between" => {
                let (from, to) = (self.scope_moment(), self.scope_moment());
                Some(Scope::Between { from, to, matching: Vec::new() })
            }
            "between-matching" => {
                let (from, to) = (self.plain_activity(), self.plain_activity());
                Some(Scope::Between { from, to, matching: vec!["ticket".to_owned()] })
            }
            _ => None,
        };
    }

    fn scope_moment(&mut self) -> Moment {
        if self.dice.chance(70) { self.plain_activity() } else { self.any_moment() }
    }

    fn plain_activity(&mut self) -> Moment {
        let activity = self.activity();
        Moment::of(Point::Activity { activity, field: None, of: Whose::Own, filter: None })
    }

    fn plain_or_filtered(&mut self) -> Moment {
        let mut moment = self.plain_activity();
        if let [Point::Activity { filter, of, .. }] = &mut moment.points[..] {
            if self.dice.chance(15) {
                *filter = Some(self.about_record(Behind::default()));
            } else if self.dice.form("moment-of-region", 6) {
                *of = Whose::Region;
            } else if self.dice.form("moment-of-parent", 6) {
                *of = Whose::Parent;
            }
        }
        moment
    }

    fn who(&mut self) -> Who {
        let names = CATEGORIES.map(|(name, _)| name.to_owned());
        // The first name comes most often, so that most rules bind most subjects.
        let likely = self.dice.weighted(&[(8, names[0].clone()), (1, names[1].clone()), (1, names[2].clone())]);
        let mut any_of = vec![Class { name: likely, of: None }];
        if self.dice.chance(12) {
            let other = Class { name: self.dice.pick(&names), of: None };
            if !any_of.contains(&other) {
                any_of.push(other);
            }
        }
        for class in &mut any_of {
            if self.dice.form("of", 12) {
                class.of = Some(self.dice.weighted(&[(3, names[0].clone()), (1, names[1].clone())]));
            }
        }
        let mut except = Vec::new();
        if self.dice.chance(10) {
            except.push(self.dice.pick(&names));
            except.retain(|name| any_of.iter().all(|class| class.name != *name));
        }
        let with = self.dice.chance(15).then(|| self.about_subject());
        Who { any_of, except, with }
    }

    pub fn activity(&mut self) -> String {
        let [first, second, third] = ACTIVITIES.map(|(name, _)| name.to_owned());
        self.dice.weighted(&[(4, first), (2, second), (4, third)])
    }

    fn matching(&mut self) -> Vec<String> {
        let fields: &[&str] = if self.dice.chance(75) { &["ticket"] } else { &["ticket", "grade"] };
        fields.iter().map(|name| (*name).to_owned()).collect()
    }

    fn schedule(&mut self) -> Schedule {
        let form = self.dice.of_forms(&[
            (30, "every"),
            (20, "every-from"),
            (10, "every-from-within"),
            (25, "each"),
            (20, "each-by"),
            (12, "each-from-to"),
            (14, "each-season"),
            (8, "each-hours"),
            (5, "each-own-hours"),
            (30, "by"),
            (50, "after"),
            (16, "after-never"),
            (12, "on-the-day"),
            (25, "before"),
            (15, "before-ever"),
            (15, "never"),
            (18, "in-any"),
            (8, "in-any-total"),
            (20, "whenever"),
            (16, "always-until"),
            (10, "always-for"),
            (8, "always-require"),
            (12, "clock-every"),
            (18, "clock-after"),
            (8, "clock-before"),
            (8, "clock-in-any"),
        ]);
        match form {
            "every" => Schedule::Rolling { every: self.span(false) },
            "clock-every" => Schedule::Rolling { every: self.clock_span() },
            "every-from" | "every-from-within" => self.fixed(form == "every-from-within"),
            "each" => Schedule::Calendar { unit: self.unit(), inside: Inside::Whole },
            "each-by" | "each-from-to" => {
                let unit = self.unit();
                let inside = self.inside(&unit, form == "each-by");
                Schedule::Calendar { unit, inside }
            }
            "each-season" => {
                let unit = Unit::Season(self.dice.pick(&["汛期", "winter", "检查周"]).to_owned());
                let is_by = self.dice.chance(60);
                let inside = if self.dice.chance(30) { self.inside(&unit, is_by) } else { Inside::Whole };
                Schedule::Calendar { unit, inside }
            }
            "each-hours" => {
                let unit = Unit::Season(self.dice.pick(&["夜间", "夜间", "day_shift"]).to_owned());
                Schedule::Calendar { unit, inside: Inside::Whole }
            }
            "each-own-hours" => {
                Schedule::Calendar { unit: Unit::Season("营业时间".to_owned()), inside: Inside::Whole }
            }
            "by" => Schedule::Deadline { by: self.deadline() },
            "after" => self.response(false, false),
            "clock-after" => self.response(true, false),
            "after-never" => {
                let is_clock = self.dice.form("clock-after", 30);
                self.response(is_clock, true)
            }
            "on-the-day" => {
                let never = self.dice.form("after-never", 20);
                Schedule::Response { after: self.any_moment(), within: None, never }
            }
            "before" | "clock-before" => {
                let before = self.any_moment();
                let within = if form == "before" { self.short_span(before.is_activity()) } else { self.clock_span() };
                Schedule::Precondition { before, within: Some(within) }
            }
            "before-ever" => Schedule::Precondition { before: self.any_moment(), within: None },
            "in-any" | "in-any-total" => Schedule::Sliding { any: self.short_span(false) },
            "clock-in-any" => Schedule::Sliding { any: self.clock_span() },
            "whenever" => {
                let require = self.about_record(Behind::default());
                Schedule::Quality { require }
            }
            "always-until" => Schedule::Until { field: "valid_until".to_owned() },
            "always-for" => Schedule::Lasting { span: self.short_span(false) },
            "always-require" => Schedule::State { require: self.about_subject() },
            _ => Schedule::Prohibition,
        }
    }

    fn response(&mut self, is_clock: bool, never: bool) -> Schedule {
        let after = self.any_moment();
        let within = if is_clock { self.clock_span() } else { self.short_span(after.is_activity()) };
        Schedule::Response { after, within: Some(within), never }
    }

    fn fixed(&mut self, has_within: bool) -> Schedule {
        use SpanUnit::{Days, HalfYears, Months, Weeks, Years};
        let from = if self.dice.form("every-from-activity", 20) { self.any_moment() } else { self.dated_moment() };
        if has_within {
            let pairs = [
                ((1, Years), (3, Months)),
                ((1, Months), (10, Days)),
                ((3, Months), (1, Months)),
                ((6, Months), (15, Days)),
                ((2, Weeks), (3, Days)),
                ((1, HalfYears), (1, Months)),
            ];
            let from = self.told_apart(from);
            let (every, within) = self.dice.pick(&pairs);
            return Schedule::Fixed {
                every: Span::literal(every.0, every.1),
                from,
                within: Some(Span::literal(within.0, within.1)),
            };
        }
        let from = self.told_apart(from);
        let every = self.span(from.is_activity());
        Schedule::Fixed { every, from, within: None }
    }

    fn deadline(&mut self) -> Moment {
        let by = if self.dice.form("by-activity", 50) { self.any_moment() } else { self.dated_moment() };
        self.told_apart(by)
    }

    /// A name that nobody declares may be a date of the register; what stands behind it says that it is an activity.
    fn told_apart(&mut self, mut moment: Moment) -> Moment {
        for point in &mut moment.points {
            if let Point::Activity { field, of, filter, .. } = point
                && !self.declares.activities
                && *of == Whose::Own
                && filter.is_none()
                && field.is_none()
            {
                if !self.dice.forms.has("moment-field") {
                    return self.dated_moment();
                }
                *field = Some("valid_until".to_owned());
            }
        }
        moment
    }

    /// A date or a date of the register.
    fn dated_moment(&mut self) -> Moment {
        let point = match self.dice.below(9) {
            0..=3 => Point::Date(self.day()),
            4 | 5 => Point::Opened,
            6 => Point::Closed,
            _ => Point::Attribute("deadline".into()),
        };
        let is_date = matches!(point, Point::Date(_));
        let mut moment = Moment::of(point);
        // A written date can be shifted by hand.
        if !is_date && self.dice.form("moment-shift", 20) {
            moment.shift = Some(self.shift());
        }
        moment
    }

    fn shift(&mut self) -> (i32, SpanUnit) {
        use SpanUnit::{Days, Months, Weeks, WorkingDays};
        if self.dice.form("working-days", 15) {
            return self.dice.pick(&[(3, WorkingDays), (-3, WorkingDays), (1, WorkingDays)]);
        }
        self.dice.pick(&[(1, Days), (-1, Days), (30, Days), (-1, Months), (1, Months), (-2, Weeks)])
    }

    fn any_moment(&mut self) -> Moment {
        if self.dice.chance(17) {
            return self.dated_moment();
        }
        let mut points = vec![self.point()];
        if self.dice.form("moment-or", 10) {
            let other = self.point();
            let names = |point: &Point| match point {
                Point::Activity { activity, .. } => Some(activity.clone()),
                _ => None,
            };
            if names(&other) != names(&points[0]) {
                points.push(other);
            }
            return Moment { points, shift: None };
        }
        let shift = self.dice.form("moment-shift", 12).then(|| self.shift());
        Moment { points, shift }
    }

    fn point(&mut self) -> Point {
        let hazard = ACTIVITIES[1].0.to_owned();
        let activity = if self.dice.chance(80) { hazard } else { self.activity() };
        let field = self.dice.form("moment-field", 18).then(|| "valid_until".to_owned());
        let of = match self.dice.of_forms(&[(85, "at-least"), (8, "moment-of-region"), (8, "moment-of-parent")]) {
            "moment-of-region" => Whose::Region,
            "moment-of-parent" => Whose::Parent,
            _ => Whose::Own,
        };
        let filter = (of == Whose::Own && self.dice.chance(18)).then(|| self.about_record(Behind::default()));
        Point::Activity { activity, field, of, filter }
    }

    fn unit(&mut self) -> Unit {
        self.dice.weighted(&[
            (2, Unit::Day),
            (2, Unit::Week),
            (2, Unit::Xun),
            (3, Unit::HalfMonth),
            (5, Unit::Month),
            (4, Unit::TwoMonths),
            (4, Unit::Quarter),
            (4, Unit::HalfYear),
            (4, Unit::Year),
        ])
    }

    fn inside(&mut self, unit: &Unit, is_by: bool) -> Inside {
        if *unit == Unit::Day {
            return Inside::Whole;
        }
        let (first, second) = (self.mark_numbers(), self.mark_numbers());
        if is_by {
            return Inside::By(mark(unit, first));
        }
        Inside::FromTo(mark(unit, first.min(second)), mark(unit, first.max(second)))
    }

    /// The raw form of a mark: a month and a day, ordered as in the year.
    fn mark_numbers(&mut self) -> (u32, u32) {
        let edges = [(1, 1), (1, 31), (2, 28), (2, 29), (3, 1), (3, 10), (3, 15), (3, 31), (6, 30), (12, 31)];
        let month = u32::try_from(1 + self.dice.below(12)).expect("small");
        let day = u32::try_from(1 + self.dice.below(28)).expect("small");
        if self.dice.chance(75) { self.dice.pick(&edges) } else { (month, day) }
    }

    fn span(&mut self, has_trigger: bool) -> Span {
        use SpanUnit::{Days, HalfYears, Months, Quarters, Weeks, WorkingDays, Years};
        if self.dice.form("working-days", 8) {
            return self.calendar_literal(&[(3, WorkingDays), (5, WorkingDays), (10, WorkingDays)]);
        }
        if self.dice.chance(20) {
            let number = self.open_amount(has_trigger, "cycle", "pace");
            let unit = self.dice.pick(&[Days, Weeks, Months, Months, Months, Quarters, HalfYears, Years]);
            return Span { number, unit };
        }
        self.calendar_literal(&[
            (1, Days),
            (7, Days),
            (15, Days),
            (30, Days),
            (2, Weeks),
            (1, Months),
            (1, Months),
            (2, Months),
            (3, Months),
            (6, Months),
            (1, Quarters),
            (1, HalfYears),
            (1, Years),
            (2, Years),
        ])
    }

    /// Windows around a moment are short, so that records fall inside and outside of them.
    fn short_span(&mut self, has_trigger: bool) -> Span {
        if self.dice.chance(50) {
            let number = self.dice.pick(&[1_u32, 1, 1, 3, 3, 7, 15, 20]);
            return Span::literal(number, SpanUnit::Days);
        }
        self.span(has_trigger)
    }

    fn clock_span(&mut self) -> Span {
        use SpanUnit::{Hours, Minutes};
        self.calendar_literal(&[
            (24, Hours),
            (24, Hours),
            (1, Hours),
            (8, Hours),
            (48, Hours),
            (30, Minutes),
            (90, Minutes),
        ])
    }

    fn open_amount(&mut self, has_trigger: bool, attribute: &str, parameter: &str) -> Number {
        if has_trigger && self.dice.form("trigger-amount", 50) {
            return Number::Trigger("days".into());
        }
        if self.dice.form("parent-attribute", 10) {
            return Number::ParentAttribute(attribute.to_owned());
        }
        if self.dice.chance(50) {
            Number::Attribute(attribute.to_owned())
        } else {
            Number::Parameter(parameter.to_owned())
        }
    }

    fn amount(&mut self, behind: Behind, literals: std::ops::Range<u32>) -> Number {
        if behind.period && self.dice.form("period-amount", 6) {
            return Number::Period(self.dice.pick(&[Edge::From, Edge::To]), Part::Month);
        }
        if self.dice.chance(70) {
            let span = usize::try_from(literals.end - literals.start).expect("small");
            return Number::literal(literals.start + u32::try_from(self.dice.below(span)).expect("small"));
        }
        self.open_amount(behind.trigger, "need", "min_times")
    }

    fn at_least(&mut self, behind: Behind) -> Quantity {
        match self.dice.of_forms(&[(85, "at-least"), (9, "total"), (9, "different")]) {
            "total" => Quantity::TotalAtLeast("score".into(), self.total()),
            "different" => {
                let field = self.dice.pick(&["ticket", "grade", "score"]).to_owned();
                // A field that nobody declares has the type of its use.
                let field = if self.declares.fields { field } else { "ticket".to_owned() };
                Quantity::Different(field, self.amount(behind, 1..4))
            }
            _ if self.dice.chance(55) => Quantity::Unstated,
            _ => Quantity::AtLeast(self.amount(behind, 1..4)),
        }
    }

    fn any_quantity(&mut self, behind: Behind) -> Quantity {
        match self.dice.of_forms(&[(40, "at-least"), (20, "at-most"), (20, "exactly"), (25, "range"), (8, "total")]) {
            "at-most" => Quantity::AtMost(self.amount(behind, 0..2)),
            "exactly" => Quantity::Exactly(self.amount(behind, 0..3)),
            "range" if self.dice.chance(30) => Quantity::Range(self.amount(behind, 0..2), self.amount(behind, 2..4)),
            "range" => {
                let (lower, more) = (self.dice.pick(&[0, 1, 2]), self.dice.pick(&[1, 2]));
                Quantity::Range(Number::literal(lower), Number::literal(lower + more))
            }
            "total" => Quantity::TotalAtMost("score".into(), self.total()),
            _ => self.at_least(behind),
        }
    }

    fn sliding_quantity(&mut self) -> Quantity {
        if self.dice.form("in-any-total", 30) && self.dice.forms.has("total") {
            return Quantity::TotalAtMost("score".into(), self.total());
        }
        Quantity::AtMost(self.amount(Behind::default(), 0..3))
    }

    fn total(&mut self) -> Number {
        Number::Literal(self.dice.pick(&[
            Decimal::ONE,
            Decimal::TWO,
            Decimal::new(25, 1),
            Decimal::from(10),
            Decimal::from(12),
        ]))
    }
}

fn allowed(schedule: &Schedule) -> Allowed {
    match schedule {
        Schedule::Calendar { inside: Inside::Whole | Inside::FromTo(..), .. }
        | Schedule::Response { never: false, .. }
        | Schedule::Until { .. }
        | Schedule::Lasting { .. } => Allowed::Any,
        Schedule::Prohibition
        | Schedule::Quality { .. }
        | Schedule::State { .. }
        | Schedule::Response { never: true, .. } => Allowed::None,
        Schedule::Sliding { .. } => Allowed::AtMost,
        _ => Allowed::AtLeast,
    }
}

/// MM-DD in a year, `day N` in any other unit, N no larger than the longest such period and growing with the raw form.
fn mark(unit: &Unit, (month, day): (u32, u32)) -> Mark {
    let longest = match unit {
        Unit::Year => return Mark::MonthDay(month, day),
        Unit::Day => 1,
        Unit::Week | Unit::Season(_) => 7,
        Unit::Xun => 11,
        Unit::HalfMonth => 16,
        Unit::Month => 31,
        Unit::TwoMonths => 62,
        Unit::Quarter => 92,
        Unit::HalfYear => 184,
    };
    let place_in_year = (month - 1) * 31 + day;
    Mark::DayOfPeriod((place_in_year * longest).div_ceil(372))
}
