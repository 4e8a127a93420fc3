//! The lines of a test (docs/language.md section 10).

use pest::iterators::Pair;

use super::Lowering;
use super::literal::{is_true, unquoted};
use crate::calendar::{Period, Time};
use crate::syntax::ast::{
    Expectation, ExpectedStatus, GivenLiteral, GivenRecord, GivenSubject, GivenValue, TestLine, Word,
};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Problem;

impl Lowering<'_> {
    /// The title of `test "title"`.
    pub(in crate::syntax) fn test_title(&self, pair: &Pair<'_, Rule>) -> Word {
        self.text(pair)
    }

    /// `given`, `as of` or `expect`; `None` where a problem was told.
    pub(in crate::syntax) fn test_line(&mut self, pair: Pair<'_, Rule>) -> Option<TestLine> {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::given => self.given(pair),
            Rule::as_of => {
                pair.into_inner().next().and_then(|date| self.date(&date)).map(|day| TestLine::AsOf(day, span))
            }
            _ => self.expectation(pair).map(TestLine::Expect),
        }
    }

    /// `given [CATEGORY] "subject" [ATTRIBUTE VALUE]…`, `given "subject" ACTIVITY on TIME [FIELD VALUE]…`.
    fn given(&mut self, pair: Pair<'_, Rule>) -> Option<TestLine> {
        let span = self.span(&pair);
        let (mut category, mut subject, mut occurred, mut cells) = (None, None, None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => category = Some(self.name(&part)),
                Rule::text => subject = Some(self.text(&part)),
                Rule::occurred => occurred = Some(part),
                _ => cells.push(part),
            }
        }
        let subject = subject?;
        let Some(occurred) = occurred else {
            let cells = cells.into_iter().map(|cell| self.cell(cell, register_column)).collect::<Option<Vec<_>>>()?;
            return Some(TestLine::Subject(GivenSubject { category, subject, attributes: cells, span }));
        };
        let mut parts = occurred.into_inner();
        let activity = self.name(&parts.next()?);
        let time = self.time(parts.next()?)?;
        let fields = cells.into_iter().map(|cell| self.cell(cell, record_column)).collect::<Option<Vec<_>>>()?;
        Some(TestLine::Record(GivenRecord { subject, activity, time, fields, span }))
    }

    /// `beds 60`; `column` gives the one name of a column that has a Chinese one too.
    fn cell(&mut self, pair: Pair<'_, Rule>, column: fn(&str) -> Option<&'static str>) -> Option<(Word, GivenValue)> {
        let mut parts = pair.into_inner();
        let name = parts.next()?;
        let word = match column(name.as_str()) {
            Some(text) => Word { text: text.to_owned(), span: self.span(&name) },
            None => self.name(&name),
        };
        let value = parts.next()?;
        let span = self.span(&value);
        let value = self.cell_value(value)?;
        Some((word, GivenValue { value, span }))
    }

    fn cell_value(&mut self, pair: Pair<'_, Rule>) -> Option<GivenLiteral> {
        let span = self.span(&pair);
        let (mut negative, mut value) = (false, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::text => return Some(GivenLiteral::Text(unquoted(part.as_str()))),
                Rule::time => return self.time(part).map(GivenLiteral::Date),
                Rule::clock => return self.clock(&part, false).map(GivenLiteral::Clock),
                Rule::bool => return Some(GivenLiteral::Bool(is_true(part))),
                Rule::minus => negative = true,
                Rule::percent => value = Some(self.percent(value?, span)?),
                _ => value = Some(self.number(&part)?),
            }
        }
        value.map(|value| GivenLiteral::Number(if negative { -value } else { value }))
    }

    /// `DATE [HH:MM[:SS]]`.
    fn time(&mut self, pair: Pair<'_, Rule>) -> Option<Time> {
        let mut parts = pair.into_inner();
        let day = self.date(&parts.next()?)?;
        let second = match parts.next() {
            Some(clock) => Some(self.clock(&clock, false)?),
            None => None,
        };
        Some(Time { day, second })
    }

    /// `expect "subject" STATUS RULE [in LABEL]`.
    fn expectation(&mut self, pair: Pair<'_, Rule>) -> Option<Expectation> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let subject = self.text(&parts.next()?);
        let status = parts.next()?;
        if status.as_rule() == Rule::mistake_status {
            let (span, typed) = (self.span(&status), status.as_str().to_owned());
            let similar = similar_status(&typed);
            self.problems.push(Problem::UnknownStatus { span, typed, similar });
            return None;
        }
        let status = expected_status(status.as_str());
        let rule = self.name(&parts.next()?);
        let label = match parts.find(|part| part.as_rule() == Rule::label) {
            Some(label) => {
                let (span, text) = (self.span(&label), label.as_str().to_owned());
                if Period::parse(&text).is_none() {
                    self.problems.push(Problem::NoSuchLabel { span, typed: text });
                    return None;
                }
                Some(Word { text, span })
            }
            None => None,
        };
        Some(Expectation { subject, status, rule, label, span })
    }
}

/// The column of the register that a Chinese word names.
fn register_column(typed: &str) -> Option<&'static str> {
    Some(match typed {
        "成立日期" => "opened",
        "注销日期" => "closed",
        "地区" => "region",
        "所属" | "上级" => "parent",
        "名称" => "name",
        "自" => "from",
        "至" => "to",
        _ => return None,
    })
}

/// The column of the records that a Chinese word names.
fn record_column(typed: &str) -> Option<&'static str> {
    (typed == "记录编号").then_some("id")
}

/// The status of its keyword; `None` is `no`, 无.
fn expected_status(keyword: &str) -> Option<ExpectedStatus> {
    Some(match keyword {
        "met" | "合规" => ExpectedStatus::Met,
        "late" | "逾期完成" => ExpectedStatus::Late,
        "remedied" | "已补救" => ExpectedStatus::Remedied,
        "violated" | "违规" => ExpectedStatus::Violated,
        "pending" | "待履行" => ExpectedStatus::Pending,
        "unknown" | "无法判定" => ExpectedStatus::Unknown,
        "exempt" | "豁免" => ExpectedStatus::Exempt,
        _ => return None,
    })
}

/// The status that a word may mean: a misspelt one, or another word for the same.
fn similar_status(typed: &str) -> Option<&'static str> {
    let english = ["met", "late", "remedied", "violated", "pending", "unknown", "exempt", "no"];
    Some(match typed.to_lowercase().as_str() {
        "ok" | "pass" | "passed" | "complied" | "compliant" | "done" => "met",
        "failed" | "fail" | "broken" | "breach" | "breached" | "overdue" | "violation" => "violated",
        "waived" | "excused" => "exempt",
        "open" | "due" => "pending",
        "none" | "nothing" | "not" => "no",
        "达标" | "通过" | "按时" | "按期" => "合规",
        "逾期" | "迟延" | "超期完成" => "逾期完成",
        "违反" | "不合规" | "未完成" | "违法" => "违规",
        "补救" | "已整改" => "已补救",
        "待办" | "未到期" | "履行中" => "待履行",
        "未知" | "无法判断" | "不明" => "无法判定",
        "免除" | "已豁免" => "豁免",
        "没有" => "无",
        lower => {
            english.iter().find(|status| strsim::osa_distance(status, lower) <= status.len() / 3 && status.len() > 2)?
        }
    })
}
