//! From what the grammar matched to the tree: places mapped back to the source, numbers and dates read, typical
//! mistakes answered. A statement with a problem is left out of the tree.

mod condition;
mod declaration;
mod duration;
mod literal;
mod modifier;
mod moment;
mod quantity;
mod schedule;
mod season;
mod sentence;
mod trial;

use pest::iterators::Pair;

pub(super) use duration::unit as calendar_unit;

use super::ast::{Statement, Word};
use super::fold::Folded;
use super::grammar::Rule;
use super::problem::Problem;
use crate::text::{FileId, Span};

/// How deep brackets and operators may nest, so that no statement can exhaust the stack.
pub(super) const DEEPEST: usize = 256;

/// Lowers the statements of one file.
pub(super) struct Lowering<'a> {
    file: FileId,
    folded: &'a Folded,
    /// Where the statement at hand begins in the folded text.
    pub(super) base: usize,
    /// What was found wrong so far.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Lowering<'a> {
    /// For one file.
    pub(super) fn new(file: FileId, folded: &'a Folded) -> Self {
        Self { file, folded, base: 0, problems: Vec::new() }
    }

    /// The statement the grammar matched at `base`; `None` where a problem was found in a rule. A declaration with
    /// a problem is kept as far as it could be read, so that its name does not become a second problem elsewhere.
    pub(super) fn statement(&mut self, base: usize, pair: Pair<'_, Rule>) -> Option<Statement> {
        self.base = base;
        let before = self.problems.len();
        match pair.as_rule() {
            Rule::policy => self.policy(pair).map(Statement::Policy),
            Rule::category => self.category(pair).map(Statement::Category),
            Rule::activity => self.activity(pair).map(Statement::Activity),
            Rule::attribute => self.column(pair).map(Statement::Attribute),
            Rule::parameter => self.parameter(pair).map(Statement::Parameter),
            Rule::use_file => pair.into_inner().next().map(|text| Statement::Use(self.text(&text))),
            Rule::named_rule | Rule::bare_rule => {
                let rule = self.rule(pair)?;
                (self.problems.len() == before).then(|| Statement::Rule(Box::new(rule)))
            }
            Rule::season => self.season(pair).map(Statement::Season),
            Rule::exempt => self.exempt(pair).map(Statement::Exempt),
            _ => None,
        }
    }

    /// Where a matched piece stands in the source.
    pub(super) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        self.span_between(span.start(), span.end())
    }

    /// Bytes of the statement at hand, in the source.
    pub(super) fn span_between(&self, start: usize, end: usize) -> Span {
        let start = self.folded.original(self.base + start);
        Span { file: self.file, start, end: self.folded.original(self.base + end).max(start) }
    }

    /// A name, normalised and without its backticks.
    fn name(&self, pair: &Pair<'_, Rule>) -> Word {
        let typed = pair.as_str();
        let bare = typed.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or(typed);
        Word { text: literal::normalised(bare), span: self.span(pair) }
    }

    /// A name that may be a date every register has: 成立日期 is `opened`, 注销日期 is `closed`, unless quoted.
    fn register_name(&self, pair: &Pair<'_, Rule>) -> Word {
        let text = match pair.as_str() {
            "成立日期" => "opened".to_owned(),
            "注销日期" => "closed".to_owned(),
            _ => return self.name(pair),
        };
        Word { text, span: self.span(pair) }
    }

    /// A text as written between its quotes; the span holds the quotes too.
    fn text(&self, pair: &Pair<'_, Rule>) -> Word {
        Word { text: literal::unquoted(pair.as_str()), span: self.span(pair) }
    }
}
