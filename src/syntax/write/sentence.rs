//! A sentence: who, when, how much, what, and the tail.

use super::Writer;
use super::condition::Tightness;
use super::line::{CLAUSE, LIST, PART};
use super::schedule::trigger;
use crate::syntax::ast::{
    Activities, Amount, Bound, ForEach, Join, Measure, Quantity, Scope, Sentence, SubjectKind, Who, Word,
};

/// The Chinese units of a duration that may be the name of a column.
const UNITS: [&str; 8] = ["日", "天", "周", "年", "个月", "分钟", "小时", "月"];

impl<'a> Writer<'a> {
    pub(super) fn sentence(&mut self, sentence: &'a Sentence) {
        if let Some(population) = &sentence.population {
            match population.percent.map(|percent| percent.normalize()) {
                Some(percent) if self.chinese() => self.word(&format!("{percent}%以上的")),
                Some(percent) => self.word(&format!("at least {percent}% of")),
                None => self.keyword("all of", "所有"),
            }
        }
        self.who(&sentence.who);
        if let Some(scope) = &sentence.scope {
            self.may_break_at_scope(scope);
            self.scope(scope);
        }
        self.trigger = trigger(&sentence.when);
        self.may_break_behind(PART, subject_end(sentence));
        self.when(&sentence.when);
        let activities: Vec<&'a Word> = sentence.activities.iter().flat_map(|activities| &activities.names).collect();
        if let Some(quantity) = &sentence.quantity {
            self.may_break(PART, quantity.span);
            self.quantity(&activities, quantity);
        }
        if let Some(activities) = &sentence.activities {
            let level = if sentence.quantity.is_some() { LIST } else { PART };
            self.may_break_at_first(level, &activities.names);
            self.activities(activities);
        }
        self.tail(sentence, activities);
    }

    fn tail(&mut self, sentence: &'a Sentence, activities: Vec<&'a Word>) {
        // `always require` looks at the subject, everything else at records.
        self.fields = sentence.activities.as_ref().map(|_| activities.clone());
        for (en, zh, condition) in [("where", "其中", &sentence.filter), ("require", "须", &sentence.require)] {
            if let Some(condition) = condition {
                self.clause(condition.span);
                self.keyword(en, zh);
                self.condition(condition, Tightness::Or);
            }
        }
        if let Some(until) = &sentence.until {
            self.clause(until.span);
            self.keyword("until", "有效期至");
            self.field(&activities, until);
        }
        if let Some(lasting) = &sentence.lasting {
            self.clause(lasting.span);
            if !self.chinese() {
                self.word("for");
            }
            self.duration("有效期", lasting, "");
        }
        self.may_break_at_first(CLAUSE, &sentence.matching);
        self.matching(&activities, &sentence.matching);
        if let Some(apart) = &sentence.apart {
            self.clause(apart.span);
            if self.chinese() {
                self.duration("间隔至少", apart, "");
            } else {
                self.word("at least");
                self.duration("", apart, "");
                self.word("apart");
            }
        }
        if let Some(each) = &sentence.for_each {
            self.clause(each.field.span);
            self.for_each(&activities, each);
        }
        if let Some(level) = &sentence.per {
            self.clause(level.span);
            self.keyword("per", "按");
            let known = [("province", "省"), ("city", "市"), ("county", "县"), ("town", "乡镇"), ("parent", "上级")];
            match known.iter().find(|(en, zh)| level.text == *en || level.text == *zh) {
                Some((en, zh)) => self.keyword(en, zh),
                None => self.column(&level.text),
            }
        }
    }

    fn who(&mut self, who: &'a Who) {
        for (index, kind) in who.kinds.iter().enumerate() {
            match (index, self.chinese()) {
                (0, _) => {}
                (_, true) => {
                    self.comma();
                    self.may_break(LIST, kind.category.span);
                }
                (_, false) => {
                    self.may_break(LIST, kind.category.span);
                    self.word("or");
                }
            }
            self.kind(kind);
        }
        if !who.except.is_empty() {
            self.may_break_at_first(LIST, &who.except);
            if self.chinese() {
                self.out.push('（');
            } else {
                self.word("except");
            }
            for (index, category) in who.except.iter().enumerate() {
                if index > 0 {
                    self.comma();
                    self.may_break(LIST, category.span);
                }
                self.category(category);
            }
            if self.chinese() {
                self.out.push_str(" 除外）");
            }
        }
        if let Some(with) = &who.with {
            self.fields = None;
            self.may_break_before_keyword_at(PART, with.span);
            self.keyword("with", "且");
            // 且 also joins conditions: an `or` behind it stands in brackets, so that nobody reads it to the end of 且.
            self.condition(with, if self.chinese() { Tightness::And } else { Tightness::Or });
        }
    }

    fn kind(&mut self, kind: &'a SubjectKind) {
        self.category(&kind.category);
        let Some(of) = &kind.of else { return };
        if self.chinese() {
            self.out.push_str("（属");
            self.category(of);
            self.out.push('）');
        } else {
            self.word("of");
            self.category(of);
        }
    }

    pub(super) fn activities(&mut self, activities: &'a Activities) {
        for (index, name) in activities.names.iter().enumerate() {
            if index > 0 {
                self.may_break(LIST, name.span);
                match activities.join {
                    Join::Or => self.keyword("or", "或"),
                    Join::And => self.keyword("and", "和"),
                }
            }
            self.activity(name);
        }
    }

    fn quantity(&mut self, activities: &[&'a Word], quantity: &'a Quantity) {
        if let Measure::Total(field) = &quantity.measure {
            if self.chinese() {
                let name = self.naming.field(activities, field).to_owned();
                // Behind 每 and a season, a column that is called like a unit would make a duration of the two.
                if UNITS.contains(&name.as_str()) {
                    self.word(&format!("`{name}`"));
                } else {
                    self.column(&name);
                }
                self.word("合计");
            } else {
                self.word("total of");
                self.field(activities, field);
            }
        }
        let counter = match &quantity.measure {
            Measure::Count => "次",
            Measure::Total(_) => "",
            Measure::Different(_) => "个",
        };
        match &quantity.bound {
            Bound::AtLeast(amount) => self.bound(("at least", "至少"), amount, counter),
            Bound::AtMost(amount) => self.bound(("at most", "至多"), amount, counter),
            Bound::Exactly(amount) => self.bound(("exactly", "恰"), amount, counter),
            Bound::Between(Amount::Number(low), Amount::Number(high)) if self.chinese() => {
                self.word(&format!("{}至{}{counter}", self.number(*low), self.number(*high)));
            }
            Bound::Between(low, high) => {
                self.amount(low);
                self.keyword("to", "至");
                self.amount(high);
                if self.chinese() {
                    self.word(counter);
                }
            }
        }
        if let Measure::Different(field) = &quantity.measure {
            self.keyword("different", "不同");
            self.field(activities, field);
        }
    }

    /// `at least 2`, 至少2次, 至少 主体.n 次.
    fn bound(&mut self, keyword: (&str, &str), amount: &'a Amount, counter: &str) {
        if !self.chinese() {
            self.word(keyword.0);
            self.amount(amount);
        } else if let Amount::Number(number) = amount
            && !counter.is_empty()
        {
            self.word(&format!("{}{}{counter}", keyword.1, self.number(*number)));
        } else {
            self.word(keyword.1);
            self.amount(amount);
            if !counter.is_empty() {
                self.word(counter);
            }
        }
    }

    pub(super) fn at_most(&mut self, amount: &'a Amount) {
        self.bound(("at most", "至多"), amount, "次");
    }

    pub(super) fn matching(&mut self, activities: &[&'a Word], fields: &'a [Word]) {
        for (index, word) in fields.iter().enumerate() {
            if index == 0 {
                self.keyword("matching", "对应");
            } else {
                self.comma();
            }
            self.field(activities, word);
        }
    }

    fn for_each(&mut self, activities: &[&'a Word], each: &'a ForEach) {
        self.keyword("for each", "分");
        self.field(activities, &each.field);
        if self.chinese() {
            self.out.push('（');
        } else {
            self.word("in");
        }
        for (index, (value, place)) in each.values.iter().enumerate() {
            if index > 0 {
                self.comma();
                self.may_break(LIST, *place);
            }
            self.literal(value, *place);
        }
        if self.chinese() {
            self.out.push('）');
        }
    }
}

/// Where the subject and its scope end in the source.
fn subject_end(sentence: &Sentence) -> u32 {
    let who = &sentence.who;
    let kinds = who.kinds.iter().flat_map(|kind| [Some(kind.category.span), kind.of.as_ref().map(|of| of.span)]);
    let others = who.except.iter().map(|word| word.span).chain(who.with.as_ref().map(|with| with.span));
    let scope = match &sentence.scope {
        Some(Scope::During(season)) => Some(season.span),
        Some(Scope::Between { to, matching, .. }) => Some(matching.last().map_or(to.span, |last| last.span)),
        None => None,
    };
    kinds.flatten().chain(others).chain(scope).map(|span| span.end).max().unwrap_or(sentence.span.start)
}
