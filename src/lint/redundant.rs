//! # redundant
//!
//! A rule that another rule of the same policy implies: whoever meets the other surely meets this one. Verdicts and counts
//! of breaches double, and nobody is asked for more. The finding shows a window of this rule and the windows of the other
//! that decide it, and, where the two do not ask for the same, days that meet this rule and break the other. Leave the rule
//! out, or correct its number or its days. Where the law says both in two clauses and both are to be reported, keep both and
//! tag one of them `allow-redundant`.
//!
//! Avoid:
//!
//! ```gj
//! home each quarter fire_drill
//! home each year fire_drill
//! ```
//!
//! Prefer:
//!
//! ```gj
//! home each quarter fire_drill
//! home each year at least 6 fire_drill
//! ```
//!
//! ---
//!
//! # redundant
//!
//! 同一政策的另一条规则已经包含了它：做到另一条就必定做到这一条。结论和违规数会重复，却没有多要求什么。提示给出这一条的一个窗口、
//! 另一条起决定作用的窗口；两条要求不等同的，再给出合这一条、却不合另一条的日子。删去它，或改正次数、期间；法律在两处都写、都要
//! 报告的，就都保留，给其中一条加 `标签 allow-redundant`。
//!
//! 不宜：
//!
//! ```gj
//! 养老机构 每季度 消防演练
//! 养老机构 每年 消防演练
//! ```
//!
//! 宜：
//!
//! ```gj
//! 养老机构 每季度 消防演练
//! 养老机构 每年 至少6次 消防演练
//! ```

use rustc_hash::{FxHashMap, FxHashSet};

use super::Findings;
use super::demand::{Demand, Stretch};
use super::pairs::{PlacedTask, pairs};
use super::response::Response;
use super::subjects::covers;
use super::timeline::{Inclusion, inclusion};
use super::world::{Placed, World};
use crate::calendar::{Day, Time};
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::text::{Span, Wording};

/// More questions than these are not decided in one run.
const MOST_DECIDED: usize = 400;

/// A rule that another one implies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redundant {
    /// The rule that implies, by its place in the rule book.
    pub strong: usize,
    /// The rule that is implied.
    pub weak: usize,
    /// What shows it.
    pub witness: Holding,
}

/// What shows that one rule implies another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holding {
    /// Windows of days.
    Days(Inclusion),
    /// A moment sets off both.
    Moment {
        /// When it comes.
        moment: Time,
        /// Whether their windows lie behind it.
        after: bool,
        /// Where the window of the stronger ends; where it begins, if it lies before the moment; `None` without end.
        strong: Option<Time>,
        /// The same of the weaker.
        weak: Option<Time>,
        /// When to do it to meet the weaker one and break the stronger, and how often, where that can be.
        reverse: Option<(Time, u32)>,
    },
    /// Nothing more than the sentences themselves.
    Plain,
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for redundant in redundancies(world, super::MOST_TOLD) {
        let side = |at: usize| {
            let rule = world.book.rules.get(at)?;
            let placed = world.rules.iter().find(|placed| placed.rule.id == rule.id)?;
            Some((rule.id.clone(), placed.sentence()))
        };
        if let (Some(strong), Some(weak)) = (side(redundant.strong), side(redundant.weak)) {
            findings.tell(&Told { strong, weak, witness: redundant.witness });
        }
    }
}

/// The first redundancies of a run, so many at most.
pub(super) fn redundancies(world: &World<'_>, most: usize) -> Vec<Redundant> {
    let mut found = Vec::new();
    let decided = |placed: Placed<'_>| Demand::of(placed.rule).is_some() || Response::of(placed.rule).is_some();
    // Rules that are told to be implied imply nothing more: of two that say the same, one stays.
    let mut implied: FxHashSet<usize> = FxHashSet::default();
    let mut known: FxHashMap<(Demand, Demand, bool), Option<Inclusion>> = FxHashMap::default();
    for pair in pairs(world, &decided) {
        if found.len() >= most {
            break;
        }
        // Of the same records either rule may imply the other. Else more records help what is asked for, and fewer
        // what is bounded.
        let (asks, bounds) = ((asks(pair.part.placed), asks(pair.whole.placed)), bounds(pair.whole.placed));
        let (strong, weak) = match asks {
            _ if pair.is_equal() => (pair.part, pair.whole),
            (true, true) if !bounds => (pair.part, pair.whole),
            (false, false) => (pair.whole, pair.part),
            _ => continue,
        };
        if implied.contains(&strong.at) || implied.contains(&weak.at) || !one_policy(strong.placed, weak.placed) {
            continue;
        }
        let single = weak.placed.rule.tasks.len() == 1;
        if !single || !covers(world.book, strong.placed.rule, weak.placed.rule) {
            continue;
        }
        let Some(witness) = witness(strong, weak, &mut known) else { continue };
        // Of two that say the same, the later one adds nothing.
        let place = |task: PlacedTask<'_>| (task.placed.file(), task.placed.written.span.start);
        let again = place(weak) < place(strong)
            && covers(world.book, weak.placed.rule, strong.placed.rule)
            && strong.placed.rule.tasks.len() == 1
            && pair.is_equal()
            && self::witness(weak, strong, &mut known).is_some();
        if again {
            continue;
        }
        implied.insert(weak.at);
        found.push(Redundant { strong: strong.at, weak: weak.at, witness });
    }
    found
}

/// A redundancy and where it is told.
struct Told {
    strong: (String, Span),
    weak: (String, Span),
    witness: Holding,
}

/// Whether a rule asks for a least number.
fn asks(placed: Placed<'_>) -> bool {
    Demand::of(placed.rule).is_some_and(|demand| demand.least > 0)
        || Response::of(placed.rule).is_some_and(|response| response.least > 0)
}

/// Whether a rule allows only so many.
fn bounds(placed: Placed<'_>) -> bool {
    Demand::of(placed.rule).is_some_and(|demand| demand.most.is_some())
        || Response::of(placed.rule).is_some_and(|response| response.most.is_some())
}

/// Two laws may well ask for the same; one need not.
fn one_policy(one: Placed<'_>, other: Placed<'_>) -> bool {
    one.rule.policy == other.rule.policy && (one.rule.policy.is_some() || one.rule.path == other.rule.path)
}

fn witness(
    strong: PlacedTask<'_>,
    weak: PlacedTask<'_>,
    known: &mut FxHashMap<(Demand, Demand, bool), Option<Inclusion>>,
) -> Option<Holding> {
    let (one, other) = (strong.placed.rule, weak.placed.rule);
    if let (Some(strong), Some(weak)) = (Demand::of(one), Demand::of(other)) {
        let begins = one.effective_from.is_some() || other.effective_from.is_some();
        let question = (strong, weak, begins);
        if !known.contains_key(&question) && known.len() >= MOST_DECIDED {
            return None;
        }
        let found = known.entry(question).or_insert_with(|| inclusion(strong, weak, begins));
        return found.clone().map(Holding::Days);
    }
    let weak = Response::of(other)?;
    if let Some(Demand { pattern: super::demand::Pattern::Always, most: Some(0), .. }) = Demand::of(one) {
        // A prohibition that ends may end within a window that forbids.
        let forbids = weak.after && weak.least == 0 && weak.most.is_some() && one.effective_to.is_none();
        return forbids.then_some(Holding::Plain);
    }
    let strong = Response::of(one).filter(|strong| strong.implies(&weak))?;
    let (moment, edge) = strong.edge(Day::from_ymd(2024, 1, 8)?)?;
    let (_, weak_edge) = weak.edge(moment.day)?;
    let reverse = strong.reverse(&weak, moment, [edge, weak_edge]);
    Some(Holding::Moment { moment, after: strong.after, strong: edge, weak: weak_edge, reverse })
}

/// The window of a moment, in words.
fn around(moment: Time, after: bool, edge: Option<Time>) -> Wording {
    match edge {
        Some(edge) if after => Wording::new(format!("after {moment}: by {edge}"), format!("{moment} 之后：{edge} 前")),
        Some(edge) => Wording::new(format!("before {moment}: from {edge} on"), format!("{moment} 之前：自 {edge} 起")),
        None => Wording::new(format!("before {moment}: ever"), format!("{moment} 之前：任何时候")),
    }
}

/// More days than these are not listed.
const MOST_LISTED: usize = 6;

/// What shows that it does not go the other way round, in words; empty where nothing is shown.
fn other_way_round(witness: &Holding) -> Wording {
    let mut days: Vec<String> = Vec::new();
    match witness {
        Holding::Days(Inclusion { reverse: None, .. }) | Holding::Moment { reverse: None, .. } => {
            return Wording::new("", "");
        }
        Holding::Days(Inclusion { reverse: Some(reverse), .. }) => {
            for same in reverse.chunk_by(|one, other| one == other) {
                let Some(day) = same.first() else { continue };
                days.push(if same.len() > 1 { format!("{day} × {}", same.len()) } else { day.to_string() });
            }
        }
        Holding::Moment { reverse: Some((time, number)), .. } => match number {
            0 => {}
            1 => days.push(time.to_string()),
            number => days.push(format!("{time} × {number}")),
        },
        Holding::Plain => {
            return Wording::new(
                "; not the other way round: a record that follows no such moment meets this one and not the other",
                "；反过来不行：不在该事之后做的，合这一条，却不合另一条",
            );
        }
    }
    if days.is_empty() {
        return Wording::new(
            "; not the other way round: doing nothing meets this one and not the other",
            "；反过来不行：一次也不做，合这一条，却不合另一条",
        );
    }
    if days.len() > MOST_LISTED {
        return Wording::new("", "");
    }
    Wording::new(
        format!("; not the other way round: {} alone meets this one and not the other", days.join(", ")),
        format!("；反过来不行：只在 {} 做，合这一条，却不合另一条", days.join("、")),
    )
}

fn shown(window: &Stretch) -> String {
    if window.from == window.to { window.from.to_string() } else { format!("{} – {}", window.from, window.to) }
}

fn listed(windows: &[Stretch], between: &str) -> String {
    let shown: Vec<String> = windows.iter().take(3).map(shown).collect();
    let more = if between == "、" { "……" } else { ", …" };
    shown.join(between) + if windows.len() > 3 { more } else { "" }
}

impl Explain for Told {
    fn diagnostic(&self) -> Diagnostic {
        let (strong, weak) = (&self.strong.0, &self.weak.0);
        let (inner, outer) = match &self.witness {
            Holding::Days(Inclusion { weak, strong, .. }) if !strong.is_empty() => {
                let en = listed(strong, ", ");
                (
                    Wording::new(format!("its windows: {en}"), format!("它的窗口：{}", listed(strong, "、"))),
                    Wording::new(format!("met with them: {}", shown(weak)), format!("随之做到：{}", shown(weak))),
                )
            }
            Holding::Moment { moment, after, strong, weak, .. } => {
                (around(*moment, *after, *strong), around(*moment, *after, *weak))
            }
            Holding::Days(_) | Holding::Plain => {
                (Wording::new("says as much or more", "要求相同或更多"), Wording::new("", ""))
            }
        };
        let Wording { en, zh } = other_way_round(&self.witness);
        Diagnostic {
            code: "redundant",
            severity: Severity::Warning,
            title: Wording::new(
                format!("rule `{weak}` adds nothing: whoever meets `{strong}` meets it"),
                format!("规则 `{weak}` 没有新要求：做到 `{strong}` 就做到了它"),
            ),
            span: self.weak.1,
            label: outer,
            related: vec![(self.strong.1, inner)],
            help: Some(Wording::new(
                format!(
                    "leave it out, correct its number or its days, or tag it `allow-redundant` if the law says both{en}"
                ),
                format!("删去它，改正次数或期间；若法律两处都写，加 `标签 allow-redundant`{zh}"),
            )),
            suggestion: None,
        }
    }
}
