//! Rules: one sentence and its parts (docs/language.md sections 2 and 4 to 7).

use rust_decimal::Decimal;

use super::{Condition, DatePart, Literal, Modifier, PeriodEnd, Word};
use crate::calendar::{Day, DurationUnit, Unit};
use crate::text::Span;

/// A rule: one sentence and what describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its id; `None` for a bare sentence, whose id is the sentence in canonical form.
    pub id: Option<Word>,
    /// Its title.
    pub title: Option<Word>,
    /// The sentence.
    pub sentence: Sentence,
    /// The indented lines behind it.
    pub modifiers: Vec<Modifier>,
    /// The whole statement.
    pub span: Span,
}

/// `[POPULATION] WHO [scope] WHEN [quantity] ACTIVITY [tail]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// `at least 96% of`, `all of`.
    pub population: Option<Population>,
    /// Whom it binds.
    pub who: Who,
    /// `during S`, `between B and E`.
    pub scope: Option<Scope>,
    /// Its schedule.
    pub when: When,
    /// How much; `None` means at least 1 where a quantity may stand.
    pub quantity: Option<Quantity>,
    /// The activities; `None` in `always require C` alone.
    pub activities: Option<Activities>,
    /// `where C`.
    pub filter: Option<Condition>,
    /// `require C`, of `whenever` and `always`.
    pub require: Option<Condition>,
    /// `until F`, of `always` only.
    pub until: Option<Word>,
    /// `for D`, of `always` only.
    pub lasting: Option<Duration>,
    /// `matching F, G`.
    pub matching: Vec<Word>,
    /// `at least D apart`.
    pub apart: Option<Duration>,
    /// `for each F in …`.
    pub for_each: Option<ForEach>,
    /// `per LEVEL`, of a population only.
    pub per: Option<Word>,
    /// The sentence without its modifiers.
    pub span: Span,
}

/// The share of a group that must comply (docs/language.md section 7).
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// `at least P% of`; `None` is `all of`.
    pub percent: Option<Decimal>,
    /// Where it stands.
    pub span: Span,
}

/// Whom a rule binds (docs/language.md section 4).
#[derive(Debug, Clone, PartialEq)]
pub struct Who {
    /// Any of these.
    pub kinds: Vec<SubjectKind>,
    /// But none of these.
    pub except: Vec<Word>,
    /// And whose attributes satisfy this.
    pub with: Option<Condition>,
}

/// `X` or `X of Y`.
#[derive(Debug, Clone, PartialEq)]
pub struct SubjectKind {
    /// The category.
    pub category: Word,
    /// The category of a direct or indirect parent.
    pub of: Option<Word>,
}

/// When a rule binds at all (docs/language.md section 4).
#[expect(clippy::large_enum_variant, reason = "a sentence holds one at most")]
#[derive(Debug, Clone, PartialEq)]
pub enum Scope {
    /// `during SEASON`.
    During(Word),
    /// `between B and E [matching F]`.
    Between {
        /// What begins it.
        from: Moment,
        /// What ends it.
        to: Moment,
        /// Fields that must be equal.
        matching: Vec<Word>,
    },
}

/// Activities joined by `or` or by `and`, never both.
#[derive(Debug, Clone, PartialEq)]
pub struct Activities {
    /// The names; one at least.
    pub names: Vec<Word>,
    /// How several are joined.
    pub join: Join,
}

/// How several activities are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Join {
    /// Either counts; also where there is one only.
    Or,
    /// A duty for each.
    And,
}

/// The schedules (docs/language.md section 5).
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// `every D [from M [within D]]`.
    Every {
        /// How long the clock runs.
        duration: Duration,
        /// The fixed form's anchor.
        from: Option<Moment>,
        /// Where in the block the window closes.
        within: Option<Duration>,
    },
    /// `each U [by X | from X to Y]`.
    Each {
        /// The unit.
        unit: EachUnit,
        /// The window inside the period.
        window: Option<Window>,
    },
    /// `by M`.
    By(Moment),
    /// `after M within D [never]`, `on the day of M [never]`.
    After {
        /// What opens the window.
        moment: Moment,
        /// How long it is; `None` is the day of the moment.
        within: Option<Duration>,
        /// `never`: the window forbids.
        never: bool,
    },
    /// `before M within D`, `before M ever`.
    Before {
        /// What asks for the activity.
        moment: Moment,
        /// How far back it may lie; `None` is `ever`.
        within: Option<Duration>,
    },
    /// `never`.
    Never,
    /// `in any D`.
    InAny(Duration),
    /// `whenever … require`.
    Whenever,
    /// `always … until F`, `always … for D`, `always require C`.
    Always,
}

/// The unit of `each`.
#[derive(Debug, Clone, PartialEq)]
pub enum EachUnit {
    /// A calendar unit.
    Calendar(Unit),
    /// A season: one period an occurrence.
    Season(Word),
}

/// `by X` or `from X to Y` inside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day; `None` for `by`.
    pub from: Option<DayInPeriod>,
    /// The last day.
    pub to: DayInPeriod,
    /// Where it stands.
    pub span: Span,
}

/// A day inside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayInPeriod {
    /// `MM-DD` of a year: month and day of the month.
    MonthDay(u32, u32),
    /// `day N`, from 1, clamped to the period's last day.
    Nth(u32),
}

/// A moment, moved by `± D` where it says so (docs/language.md section 3).
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// What it is.
    pub kind: MomentKind,
    /// `+ D`, `- D`.
    pub shift: Option<Shift>,
    /// The whole moment.
    pub span: Span,
}

/// What a moment is.
#[derive(Debug, Clone, PartialEq)]
pub enum MomentKind {
    /// A date.
    Date(Day, Span),
    /// `its.N`: a date of the register, whatever else has that name.
    Attribute(Word),
    /// A register date or activities joined by `or`; which of the two, the checker finds out.
    Named(Vec<Occurrence>),
}

/// One name of a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// The register date or activity.
    pub name: Word,
    /// `.F`: a date field of the activity.
    pub field: Option<Word>,
    /// `of region`, `of parent`.
    pub whose: Option<(Whose, Span)>,
    /// `( where C )`, of an activity only.
    pub filter: Option<Box<Condition>>,
}

/// Whose records a moment means, where not the subject's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// Those of its region path.
    Region,
    /// Those of its parent.
    Parent,
}

/// `+ D`, `- D` behind a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// `+`.
    pub forward: bool,
    /// How far.
    pub by: Duration,
}

/// A number that a rule may leave to the register, to a parameter or to a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// Written out.
    Number(Decimal),
    /// A parameter.
    Parameter(Word),
    /// `its.N`, `its.parent.N`, `trigger.F`, `period.to`, each perhaps with `.year`, `.month`, `.day`.
    Read {
        /// Where it is read.
        from: AmountSource,
        /// The part of a date.
        part: Option<DatePart>,
        /// Where it stands.
        span: Span,
    },
}

/// Where an amount is read.
#[derive(Debug, Clone, PartialEq)]
pub enum AmountSource {
    /// `its.N`.
    Attribute(Word),
    /// `its.parent.N`.
    ParentAttribute(Word),
    /// `trigger.F`.
    Trigger(Word),
    /// `period.from`, `period.to`.
    Period(PeriodEnd),
}

/// A duration.
#[derive(Debug, Clone, PartialEq)]
pub struct Duration {
    /// How many.
    pub amount: Amount,
    /// Of what.
    pub unit: DurationUnit,
    /// Where it stands.
    pub span: Span,
}

/// How much (docs/language.md section 6).
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// What is counted or summed.
    pub measure: Measure,
    /// The bound or bounds.
    pub bound: Bound,
    /// Where it stands.
    pub span: Span,
}

/// What a quantity counts or sums.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// Records.
    Count,
    /// `total of F`.
    Total(Word),
    /// `different F`.
    Different(Word),
}

/// The bounds of a quantity.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// `at least N`.
    AtLeast(Amount),
    /// `at most N`.
    AtMost(Amount),
    /// `exactly N`.
    Exactly(Amount),
    /// `N to M`.
    Between(Amount, Amount),
}

/// `for each F in "a", "b"`: a duty for each value.
#[derive(Debug, Clone, PartialEq)]
pub struct ForEach {
    /// The field.
    pub field: Word,
    /// The values, with their places.
    pub values: Vec<(Literal, Span)>,
    /// Where it stands.
    pub span: Span,
}
