//! # unset-parameter
//!
//! A parameter of a policy stands for what the law leaves open (及时, 定期). Until an audit sets it, verdicts follow the
//! value in the file; a value without a reason is nobody's decision. Say why this value, behind it. Only files with a
//! `policy` are looked at.
//!
//! Avoid:
//!
//! ```gj
//! policy "Fire safety of care homes"
//! parameter promptly = 15
//! rule fix "hazards are dealt with"
//!   home after hazard within promptly days fixed
//!   cite "article 7"
//! ```
//!
//! Prefer:
//!
//! ```gj
//! policy "Fire safety of care homes"
//! parameter promptly = 15 "the county's notice of 2024"
//! rule fix "hazards are dealt with"
//!   home after hazard within promptly days fixed
//!   cite "article 7"
//! ```
//!
//! ---
//!
//! # unset-parameter
//!
//! 政策里的参数代表法律没有写明的数（及时、定期）。审核时不另设，结论就按文件里的值得出；没有理由的值，就是没有人定过。
//! 在值后面写明为什么是这个值。只看写有 `政策` 的文件。
//!
//! 不宜：
//!
//! ```gj
//! 政策 "养老机构消防安全"
//! 参数 及时 = 15
//! 规则 整改
//!   养老机构 发现隐患 后 及时 日 内 整改完成
//!   依据 "第七条"
//! ```
//!
//! 宜：
//!
//! ```gj
//! 政策 "养老机构消防安全"
//! 参数 及时 = 15 "县里2024年通知"
//! 规则 整改
//!   养老机构 发现隐患 后 及时 日 内 整改完成
//!   依据 "第七条"
//! ```

use rustc_hash::FxHashSet;

use super::Findings;
use super::world::World;
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::rulebook::{Amount, Bound, Condition, Expression, ParameterId, Part, RuleBook};
use crate::syntax::ast::{Parameter, Statement, Word};
use crate::text::{Span, Wording};

struct UnsetParameter {
    name: String,
    value: String,
    span: Span,
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for declared in declared(world) {
        let in_policy = world.file(declared.name.span.file).is_some_and(|file| file.policy.is_some());
        if declared.used && in_policy && declared.statement.why.is_none() {
            findings.tell(&UnsetParameter {
                name: declared.name.text.clone(),
                value: declared.value,
                span: declared.statement.value_span,
            });
        }
    }
}

/// A parameter of a rule file.
pub(super) struct Declared<'a> {
    pub name: &'a Word,
    pub statement: &'a Parameter,
    pub value: String,
    /// Whether a rule of the run uses it.
    pub used: bool,
}

/// Every parameter, in the order of files and places.
pub(super) fn declared<'a>(world: &World<'a>) -> Vec<Declared<'a>> {
    let used = used(world.book);
    let mut declared = Vec::new();
    for file in &world.files {
        for statement in &file.tree.statements {
            let Statement::Parameter(parameter) = statement else { continue };
            let place = world
                .book
                .parameters
                .iter()
                .position(|known| known.name == parameter.name.text && known.path == file.source.path);
            let Some(place) = place else { continue };
            let value = world.book.parameters.get(place).map(|known| known.stated.to_string()).unwrap_or_default();
            let used = used.contains(&place);
            declared.push(Declared { name: &parameter.name, statement: parameter, value, used });
        }
    }
    declared
}

fn used(book: &RuleBook) -> FxHashSet<usize> {
    let mut used = FxHashSet::default();
    for rule in &book.rules {
        rule.parts(&mut |part| match part {
            Part::Length(length) => amount(&length.amount, &mut used),
            Part::Times(times) => amount(times, &mut used),
            Part::Quantity(quantity) => match &quantity.bound {
                Bound::AtLeast(number) | Bound::AtMost(number) | Bound::Exactly(number) => amount(number, &mut used),
                Bound::Between(low, high) => {
                    amount(low, &mut used);
                    amount(high, &mut used);
                }
            },
            Part::Condition(condition, _) => own(condition, &mut used),
            Part::Activity(_) | Part::Field(..) | Part::Attribute(_) | Part::Season(_) => {}
        });
    }
    used
}

fn amount(amount: &Amount, used: &mut FxHashSet<usize>) {
    match amount {
        Amount::Parameter(ParameterId(id)) => {
            used.insert(*id as usize);
        }
        Amount::Value(value) => expression(value, used),
        Amount::Fixed(_) | Amount::Attribute(_) => {}
    }
}

/// The values of a condition itself; those inside it are parts of their own.
fn own(condition: &Condition, used: &mut FxHashSet<usize>) {
    match condition {
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
        Condition::Compare(left, _, right) | Condition::Contains(left, right) => {
            expression(left, used);
            expression(right, used);
        }
        Condition::OneOf(value, list) => {
            expression(value, used);
            list.iter().for_each(|item| expression(item, used));
        }
        Condition::Present(value) | Condition::Missing(value) | Condition::Is(value) => expression(value, used),
    }
}

fn expression(value: &Expression, used: &mut FxHashSet<usize>) {
    match value {
        Expression::Parameter(ParameterId(id)) => {
            used.insert(*id as usize);
        }
        Expression::Part(inner, _) | Expression::Negative(inner) => expression(inner, used),
        Expression::Arithmetic(left, _, right) => {
            expression(left, used);
            expression(right, used);
        }
        Expression::Shifted(day, _, length) => {
            expression(day, used);
            amount(&length.amount, used);
        }
        _ => {}
    }
}

impl Explain for UnsetParameter {
    fn diagnostic(&self) -> Diagnostic {
        let (name, value) = (&self.name, &self.value);
        Diagnostic {
            code: "unset-parameter",
            severity: Severity::Warning,
            title: Wording::new(
                format!("nothing says why the parameter `{name}` is {value}"),
                format!("没有写明参数 `{name}` 为什么是 {value}"),
            ),
            span: self.span,
            label: Wording::new("verdicts follow it unless an audit sets another", "审核时不另设，结论就按它得出"),
            related: Vec::new(),
            help: Some(Wording::new(
                format!("add who decided it, or on what grounds: `parameter {name} = {value} \"…\"`"),
                format!("在后面写明是谁定的、依据什么：`参数 {name} = {value} \"…\"`"),
            )),
            suggestion: None,
        }
    }
}
