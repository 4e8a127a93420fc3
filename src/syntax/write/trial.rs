//! Tests in the language.

use super::Writer;
use super::line::{LIST, Line, PART};
use crate::calendar::Time;
use crate::syntax::ast::{
    Expectation, ExpectedStatus, GivenLiteral, GivenRecord, GivenSubject, GivenValue, Test, TestLine, Word,
};

/// The columns that the register always knows, in both languages; the records know `id`.
const REGISTER: [(&str, &str); 7] = [
    ("opened", "成立日期"),
    ("closed", "注销日期"),
    ("region", "地区"),
    ("parent", "上级"),
    ("name", "名称"),
    ("from", "自"),
    ("to", "至"),
];
const RECORD: (&str, &str) = ("id", "记录编号");

impl<'a> Writer<'a> {
    pub(super) fn test(&mut self, test: &'a Test) -> Vec<Line> {
        self.keyword("test", "测试");
        self.text(&test.title.text);
        let mut lines = vec![self.end_line(None, false)];
        for line in &test.lines {
            match line {
                TestLine::Subject(subject) => self.given_subject(subject),
                TestLine::Record(record) => self.given_record(record),
                TestLine::AsOf(day, _) => {
                    self.keyword("as of", "截至");
                    self.word(&day.to_string());
                }
                TestLine::Expect(expectation) => self.expectation(expectation),
            }
            lines.push(self.end_line(Some(line.span().start), false));
        }
        lines
    }

    fn given_subject(&mut self, subject: &'a GivenSubject) {
        self.keyword("given", "已知");
        if let Some(category) = &subject.category {
            self.category(category);
        }
        self.text(&subject.subject.text);
        for (column, value) in &subject.attributes {
            self.break_before_cell(column);
            match REGISTER.iter().find(|(en, _)| column.text == *en) {
                Some((en, zh)) => self.keyword(en, zh),
                None => {
                    let name = self.naming.attribute(column).to_owned();
                    let known = REGISTER.iter().any(|(_, zh)| name == *zh) || name == "所属";
                    self.cell_name(&name, known);
                }
            }
            self.cell_value(value);
        }
    }

    fn given_record(&mut self, record: &'a GivenRecord) {
        self.keyword("given", "已知");
        self.text(&record.subject.text);
        self.activity(&record.activity);
        self.keyword("on", "于");
        self.time(record.time);
        for (column, value) in &record.fields {
            self.break_before_cell(column);
            if column.text == RECORD.0 {
                self.keyword(RECORD.0, RECORD.1);
            } else {
                let name = self.naming.field(&[&record.activity], column).to_owned();
                self.cell_name(&name, name == RECORD.1);
            }
            self.cell_value(value);
        }
    }

    fn break_before_cell(&mut self, column: &Word) {
        if !opens_line(&column.text) {
            self.may_break(LIST, column.span);
        }
    }

    /// The name of a column, in backticks too where it would be taken for one that is always known.
    fn cell_name(&mut self, name: &str, known: bool) {
        if known {
            self.word(&format!("`{name}`"));
        } else {
            self.column(name);
        }
    }

    fn cell_value(&mut self, value: &'a GivenValue) {
        match &value.value {
            GivenLiteral::Number(number) => {
                // The cell of a table, as tables have it.
                let digits = || number.normalize().to_string();
                let number = self.percentage(*number, value.span).unwrap_or_else(digits);
                self.word(&number);
            }
            GivenLiteral::Text(text) => self.text(text),
            GivenLiteral::Date(time) => self.time(*time),
            GivenLiteral::Clock(second) => self.clock(*second),
            GivenLiteral::Bool(true) => self.keyword("true", "是"),
            GivenLiteral::Bool(false) => self.keyword("false", "否"),
        }
    }

    fn time(&mut self, time: Time) {
        self.word(&time.day.to_string());
        if let Some(second) = time.second {
            self.clock(second);
        }
    }

    fn clock(&mut self, second: u32) {
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        self.word(&format!("{hour:02}:{minute:02}"));
        if second > 0 {
            self.out.push_str(&format!(":{second:02}"));
        }
    }

    fn expectation(&mut self, expectation: &'a Expectation) {
        self.keyword("expect", "期望");
        self.text(&expectation.subject.text);
        match expectation.status {
            None => self.keyword("no", "无"),
            Some(ExpectedStatus::Met) => self.keyword("met", "合规"),
            Some(ExpectedStatus::Late) => self.keyword("late", "逾期完成"),
            Some(ExpectedStatus::Remedied) => self.keyword("remedied", "已补救"),
            Some(ExpectedStatus::Violated) => self.keyword("violated", "违规"),
            Some(ExpectedStatus::Pending) => self.keyword("pending", "待履行"),
            Some(ExpectedStatus::Unknown) => self.keyword("unknown", "无法判定"),
            Some(ExpectedStatus::Exempt) => self.keyword("exempt", "豁免"),
        }
        if !opens_line(&expectation.rule.text) {
            self.may_break(PART, expectation.rule.span);
        }
        self.name(&expectation.rule.text);
        if let Some(label) = &expectation.label {
            self.may_break_before_keyword_at(PART, label.span);
            self.keyword("in", "于");
            self.word(&label.text);
        }
    }
}

/// A line that begins with one of these words would be one of its own.
fn opens_line(word: &str) -> bool {
    ["given", "expect", "as", "已知", "截至", "期望"].contains(&word)
}
