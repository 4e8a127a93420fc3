//! # conflict
//!
//! Two rules that cannot both be met: whatever an institution does, one of them is broken. The finding shows the shortest
//! stretch of days in which they collide: what falls due in it, and how much is allowed. Correct a number, give the rules
//! different subjects or days, or let one say `overrides` of the other; where the law itself contradicts itself, tag one of
//! them `allow-conflict`.
//!
//! It speaks of pairs that surely bind the same subjects on the same days and surely count the same records, for the eight
//! years to come: `each`, `every`, `every … from DATE`, `in any`, `never` and `after`, with numbers written out and without
//! `grace`, `extended` or anything else that moves a due day.
//!
//! Avoid:
//!
//! ```gj
//! home every 6 months fire_drill
//! home each year at most 1 fire_drill
//! ```
//!
//! Prefer:
//!
//! ```gj
//! home every 6 months fire_drill
//! home each year at most 3 fire_drill
//! ```
//!
//! ---
//!
//! # conflict
//!
//! 两条不可能都做到的规则：无论机构怎么做，总有一条被违反。提示给出两条相撞的最短一段日子：其间哪天到期，又最多允许几次。
//! 改正次数，写明各自的主体或期间，或让一条 `优先于` 另一条；法律本身就矛盾的，给其中一条加 `标签 allow-conflict`。
//!
//! 只看肯定约束相同主体、相同日子，并且肯定数相同记录的两条，往后看八年：`每…`、`每6个月`、`每1年 自 日期 起`、`任意…`、
//! `不得`、`后…内`，次数直接写明，没有 `宽限`、`顺延` 等推迟期限的附加项。
//!
//! 不宜：
//!
//! ```gj
//! 养老机构 每6个月 消防演练
//! 养老机构 每年 至多1次 消防演练
//! ```
//!
//! 宜：
//!
//! ```gj
//! 养老机构 每6个月 消防演练
//! 养老机构 每年 至多3次 消防演练
//! ```

use rustc_hash::{FxHashMap, FxHashSet};

use super::Findings;
use super::demand::Demand;
use super::pairs::{Pair, pairs};
use super::response::Response;
use super::subjects::common;
use super::timeline::{Collision, collision};
use super::world::{Placed, World};
use crate::calendar::{Day, Time};
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::rulebook::Rule;
use crate::text::{Span, Wording};

/// More questions than these are not decided in one run.
const MOST_DECIDED: usize = 400;

/// Two rules that cannot both be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The rule that asks, by its place in the rule book.
    pub asks: usize,
    /// The rule that allows no more.
    pub allows: usize,
    /// What shows it.
    pub witness: Clash,
}

/// What shows that two rules cannot both be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// Two rules that count in windows of days.
    Days(Collision),
    /// Two rules that one moment sets off, or one that forbids always.
    Moment {
        /// When it comes.
        moment: Time,
        /// When what is asked for is due.
        due: Time,
        /// How many are asked for.
        asked: u32,
        /// How many are allowed.
        allowed: u32,
    },
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for conflict in conflicts(world, super::MOST_TOLD) {
        let side = |at: usize| {
            let rule = world.book.rules.get(at)?;
            let placed = world.rules.iter().find(|placed| placed.rule.id == rule.id)?;
            Some((rule.id.clone(), placed.sentence()))
        };
        if let (Some(asks), Some(allows)) = (side(conflict.asks), side(conflict.allows)) {
            findings.tell(&Told { asks, allows, witness: conflict.witness });
        }
    }
}

/// The first conflicts of a run, so many at most.
pub(super) fn conflicts(world: &World<'_>, most: usize) -> Vec<Conflict> {
    let decided = |placed: Placed<'_>| Demand::of(placed.rule).is_some() || Response::of(placed.rule).is_some();
    let mut conflicts = Vec::new();
    let mut told: FxHashSet<(usize, usize)> = FxHashSet::default();
    let mut known = Known::default();
    for pair in pairs(world, &decided) {
        // The first asks for records, all of which the second counts.
        let (asks, allows) = (pair.part.placed, pair.whole.placed);
        let key = (pair.part.at.min(pair.whole.at), pair.part.at.max(pair.whole.at));
        if conflicts.len() >= most || told.contains(&key) {
            continue;
        }
        let Some((from, to)) = in_force(asks.rule, allows.rule) else { continue };
        let witness = match (Demand::of(asks.rule), Demand::of(allows.rule)) {
            (Some(one), Some(other)) if one.least > 0 && other.most.is_some() => {
                if common(world.book, asks.rule, allows.rule).is_none() {
                    continue;
                }
                let both = pair.is_equal();
                let found = known.collision(one, other, both, from, to);
                // Of the same records each rule may ask and allow: it is told as it is plainest.
                let plain = |found: &Collision| found.allowed.is_some_and(|allowed| allowed < found.asked);
                let plainer = both
                    && found.as_ref().is_some_and(|found| !plain(found))
                    && known.collision(other, one, both, from, to).as_ref().is_some_and(plain);
                found.filter(|_| !plainer).map(Clash::Days)
            }
            (None, other) => {
                set_off(&pair, other, from, to).filter(|_| common(world.book, asks.rule, allows.rule).is_some())
            }
            _ => None,
        };
        if let Some(witness) = witness {
            told.insert(key);
            conflicts.push(Conflict { asks: pair.part.at, allows: pair.whole.at, witness });
        }
    }
    conflicts
}

/// A question: who asks, who allows, whether their records are the same, from when to when.
type Question = (Demand, Demand, bool, Day, Option<Day>);

/// Questions that were decided already: many rules ask alike.
#[derive(Default)]
struct Known(FxHashMap<Question, Option<Collision>>);

impl Known {
    fn collision(&mut self, asks: Demand, allows: Demand, both: bool, from: Day, to: Option<Day>) -> Option<Collision> {
        let question = (asks, allows, both, from, to);
        if !self.0.contains_key(&question) && self.0.len() >= MOST_DECIDED {
            return None;
        }
        self.0.entry(question).or_insert_with(|| collision(asks, allows, both, from, to)).clone()
    }
}

/// A conflict and where it is told.
struct Told {
    asks: (String, Span),
    allows: (String, Span),
    witness: Clash,
}

/// The days on which both are in force, from the beginning of 2024 where nothing bounds them.
fn in_force(one: &Rule, other: &Rule) -> Option<(Day, Option<Day>)> {
    let to = [one.effective_to, other.effective_to].into_iter().flatten().min();
    let start = Day::from_ymd(2024, 1, 1)?;
    let from = match one.effective_from.max(other.effective_from) {
        Some(from) => from,
        // Eight years before the end, if that comes before.
        None => to.map_or(start, |to| start.min(to.plus_days(-8 * 366))),
    };
    to.is_none_or(|to| from <= to).then_some((from, to))
}

/// A rule that a moment sets off, against one that the same moment sets off or that forbids always.
fn set_off(pair: &Pair<'_>, allows: Option<Demand>, from: Day, to: Option<Day>) -> Option<Clash> {
    let asks = Response::of(pair.part.placed.rule).filter(|asks| asks.after && asks.least > 0)?;
    let forbidden = |_: &Demand| !asks.is_set_off_by(pair.whole.placed.rule.activities());
    let allowed = match allows {
        Some(allows) => allows
            .most
            .filter(|most| *most == 0 && allows.pattern == super::demand::Pattern::Always && forbidden(&allows))?,
        None => {
            let bound = Response::of(pair.whole.placed.rule)?;
            bound.most.filter(|_| asks.exceeds(&bound))?
        }
    };
    // A Monday of an ordinary week, or the first day in force.
    let monday = Day::from_ymd(2024, 1, 8)?;
    let day = if to.is_none_or(|to| monday.plus_days(60) <= to) { monday.max(from) } else { from };
    let (moment, due) = asks.due(day)?;
    to.is_none_or(|to| due.day <= to).then_some(Clash::Moment { moment, due, asked: asks.least, allowed })
}

impl Told {
    /// What falls due, what is allowed, and where no day meets both.
    fn told(&self) -> (Wording, Wording, Wording) {
        match &self.witness {
            Clash::Days(Collision { from, to, counted: (first, last), dues, asked, allowed }) => {
                let shown: Vec<String> = dues.iter().take(4).map(ToString::to_string).collect();
                let (more, more_zh) = if dues.len() > 4 { (", …", "……") } else { ("", "") };
                let (en, zh) = (shown.join(", "), shown.join("、"));
                let allows = match allowed {
                    Some(allowed) if allowed < asked => Wording::new(
                        format!("allows {allowed} from {first} to {last}"),
                        format!("{first} 至 {last} 至多允许 {allowed} 次"),
                    ),
                    _ => Wording::new(
                        format!("leaves no days for them from {first} to {last}"),
                        format!("{first} 至 {last} 容不下这些次数"),
                    ),
                };
                (
                    Wording::new(
                        format!("asks for {asked} in these days: due {en}{more}"),
                        format!("其间要求 {asked} 次：到期日 {zh}{more_zh}"),
                    ),
                    allows,
                    Wording::new(
                        format!("whoever is bound from {from} on breaks one of them by {to}"),
                        format!("自 {from} 起受约束的，到 {to} 必有一条做不到"),
                    ),
                )
            }
            Clash::Moment { moment, due, asked, allowed } => (
                Wording::new(format!("asks for {asked} by {due}"), format!("要求 {due} 前 {asked} 次")),
                Wording::new(format!("allows {allowed} until then"), format!("在此之前至多允许 {allowed} 次")),
                Wording::new(
                    format!("once the moment comes on {moment}, one of them is broken by {due}"),
                    format!("该事一旦发生于 {moment}，到 {due} 必有一条做不到"),
                ),
            ),
        }
    }
}

impl Explain for Told {
    fn diagnostic(&self) -> Diagnostic {
        let (asks, allows, where_) = self.told();
        let sides = [(self.asks.1, asks), (self.allows.1, allows)];
        let [first, second] = sides;
        // The later one is what was written against the earlier one.
        let ((earlier, early), (later, late)) = if first.0 <= second.0 { (first, second) } else { (second, first) };
        let (one, other) = (&self.asks.0, &self.allows.0);
        Diagnostic {
            code: "conflict",
            severity: Severity::Warning,
            title: Wording::new(
                format!("rules `{one}` and `{other}` cannot both be met"),
                format!("规则 `{one}` 与 `{other}` 不可能都做到"),
            ),
            span: later,
            label: late,
            related: vec![(earlier, early)],
            help: Some(Wording::new(
                format!(
                    "{}: correct a number, give them different subjects or days, or let one say `overrides` of the other",
                    where_.en
                ),
                format!("{}：改正次数，写明各自的主体或期间，或让一条 `优先于` 另一条", where_.zh),
            )),
            suggestion: None,
        }
    }
}
