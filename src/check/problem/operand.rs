//! Words of a rule that have a type, and what is said of them where another type is asked for.

use super::{Tell, kind_wording, told};
use crate::diagnostic::Diagnostic;
use crate::rulebook::Kind;
use crate::text::{Span, Wording};

/// Words of a rule and their type.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    /// As written.
    pub text: String,
    /// Its type.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// Where the type is declared or was used before.
    pub known_from: Option<(Span, bool)>,
}

/// What asks for a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    /// `+ - * /` or a sign.
    Arithmetic,
    /// `.year`, `.month`, `.day`.
    DatePart,
    /// `± D`.
    Shift,
    /// `contains`.
    Contains,
    /// `at least its.N`, `within its.N days`.
    Amount,
    /// `by its register date`, `certificate.valid_until`.
    Moment,
    /// `until F`.
    Until,
    /// `total of F`.
    Total,
    /// `season N its.a to its.b`.
    Season,
}

/// Two values of different types; `instead` is the literal that would fit.
pub(super) fn mismatch(left: &Operand, right: &Operand, instead: Option<&(Span, String)>) -> Diagnostic {
    let (one, other) = (kind_wording(&left.kind), kind_wording(&right.kind));
    let span = instead.map_or_else(|| left.span.to(right.span), |(span, _)| *span);
    let mut told = told(
        "type-mismatch",
        span,
        format!("`{}` is {} and `{}` is {}", left.text, one.en, right.text, other.en),
        format!("`{}` 是{}，`{}` 是{}", left.text, one.zh, right.text, other.zh),
    );
    for operand in [left, right] {
        told = with_origin(told, operand);
    }
    match instead {
        Some((_, text)) => told.help(format!("write `{text}`"), format!("写作 `{text}`")).suggest(Some(text.clone())),
        None => told.help("compare values of one type", "只能比较同一类型的值"),
    }
}

/// A type that does not fit what asks for it.
pub(super) fn wrong_operand(operand: &Operand, asker: &Asker, wanted: &Kind) -> Diagnostic {
    let (is, wanted) = (kind_wording(&operand.kind), kind_wording(wanted));
    let place = match asker {
        Asker::Arithmetic => Wording::new(
            "only numbers are reckoned with; a date moves by a duration, such as `+ 6 months`",
            "只有数才能计算；日期用时长来移动，如 `+ 6个月`",
        ),
        Asker::DatePart => {
            Wording::new("`.year`, `.month` and `.day` belong to dates", "`.年`、`.月`、`.日` 只属于日期")
        }
        Asker::Shift => Wording::new("only a date moves by a duration", "只有日期才能加减时长"),
        Asker::Contains => Wording::new("`contains` looks for a text in a text", "`含` 是在文本里找文本"),
        Asker::Amount => Wording::new("how many is said by a number", "多少须由数来说明"),
        Asker::Moment => Wording::new("a moment is a date or an activity", "时点须是日期或活动"),
        Asker::Until => Wording::new("a record is good until a date", "记录的有效期止于日期"),
        Asker::Total => Wording::new("only numbers add up to a total", "只有数才能合计"),
        Asker::Season => {
            Wording::new("a season of hours goes from one time of day to another", "按钟点的时段从一个时刻到另一个时刻")
        }
    };
    with_origin(
        told(
            "wrong-type",
            operand.span,
            format!("`{}` is {}, not {}", operand.text, is.en, wanted.en),
            format!("`{}` 是{}，不是{}", operand.text, is.zh, wanted.zh),
        ),
        operand,
    )
    .help(place.en, place.zh)
}

/// Adds where the type of an operand is known from.
pub(super) fn with_origin(told: Diagnostic, operand: &Operand) -> Diagnostic {
    match operand.known_from {
        Some((span, true)) => {
            told.related(span, format!("`{}` is declared here", operand.text), format!("`{}` 声明于此处", operand.text))
        }
        Some((span, false)) if span != operand.span => {
            let kind = kind_wording(&operand.kind);
            told.related(span, format!("used as {} here", kind.en), format!("在此处用作{}", kind.zh))
        }
        Some(_) | None => told,
    }
}
