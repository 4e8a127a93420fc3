//! Drawn conditions and moments (docs/language.md sections 3 and 11), brackets where they are needed and where not.

use super::draw::Draw;

impl Draw {
    pub fn condition(&mut self, depth: usize) -> String {
        let inner = depth.saturating_sub(1);
        match self.dice.below(if depth == 0 { 6 } else { 12 }) {
            0 => format!("{} {} {}", self.value(1), self.pick(&["=", "!=", "<", "<=", ">", ">="]), self.value(1)),
            1 => {
                let value = self.value(0);
                let most = if self.dice.one_in(8) { 14 } else { 3 };
                let list = self.listed(most, |draw| draw.value(0));
                format!("{value} {}{}", self.word("in", "属于"), self.bracketed(&list))
            }
            2 => format!("{} {} {}", self.reference(), self.word("contains", "含"), self.text()),
            3 if self.zh() => format!("{} {}", self.pick(&["有", "无"]), self.reference()),
            3 => format!("{} {}", self.reference(), self.pick(&["present", "missing"])),
            4 => self.reference(),
            5 => self.word("true", "是"),
            6 | 7 => self.joined("and", "且", inner),
            8 | 9 => self.joined("or", "或", inner),
            10 => format!("{} {}", self.word("not", "非"), self.condition(inner)),
            _ => {
                let condition = self.condition(inner);
                self.bracketed(&condition)
            }
        }
    }

    fn joined(&mut self, en: &str, zh: &str, depth: usize) -> String {
        let mut out = self.condition(depth);
        for _ in 0..=self.dice.below(3) {
            out = format!("{out} {} {}", self.word(en, zh), self.condition(depth));
        }
        out
    }

    fn bracketed(&mut self, inner: &str) -> String {
        let [open, close] = [["(", ")"], [" ( ", " ) "], ["（", "）"], [" （", "） "]][self.dice.below(4)];
        format!("{open}{inner}{close}")
    }

    fn reference(&mut self) -> String {
        match self.dice.below(6) {
            0 => self.read(),
            1 => self.word("date", "日期") + &self.part(),
            2 => self.word("opened", "成立日期") + &self.part(),
            3 => self.word("closed", "注销日期"),
            _ => self.column() + &self.part(),
        }
    }

    fn value(&mut self, depth: usize) -> String {
        match self.dice.below(if depth == 0 { 7 } else { 11 }) {
            0 => self.number(),
            1 => self.percent(),
            2 => self.text(),
            3 => self.date(),
            4 => self.word("false", "否"),
            5 | 6 => self.reference(),
            7 => format!("-{}", self.number()),
            8 => self.duration(),
            9 => {
                let sum = self.value(0);
                let sum = format!("{sum} {} {}", self.pick(&["+", "-", "*", "/"]), self.value(0));
                let sum = if self.dice.one_in(2) { self.bracketed(&sum) } else { sum };
                format!("{} {} {sum}", self.value(0), self.pick(&["+", "-", "*", "/"]))
            }
            _ => {
                let sum = format!("{} + {}", self.value(0), self.value(0));
                format!("- {}", self.bracketed(&sum))
            }
        }
    }

    /// M: a date, a date of the register, records; perhaps shifted.
    pub fn moment(&mut self) -> String {
        let mut out = match self.dice.below(6) {
            0 => self.date(),
            1 => self.its(),
            2 => self.word("opened", "成立日期"),
            _ => {
                let mut out = self.occurrence();
                for _ in 0..self.dice.below(3).saturating_sub(1) {
                    out = format!("{out} {} {}", self.word("or", "或"), self.occurrence());
                }
                out
            }
        };
        if self.dice.one_in(4) {
            let duration = self.duration();
            out = format!("{out} {} {duration}", self.pick(&["+", "-"]));
        }
        out
    }

    fn occurrence(&mut self) -> String {
        let mut out = self.name();
        if self.dice.one_in(4) {
            out = format!("{out}.{}", self.member());
        }
        match self.dice.below(8) {
            0 => out += &self.word(" of region", "（属 地区）"),
            1 => out += &self.word(" of parent", "（属 上级）"),
            _ => {}
        }
        if self.dice.one_in(4) {
            let condition = self.condition(2);
            let filter = format!("{} {condition}", self.word("where", "其中"));
            out += " ";
            out += &self.bracketed(&filter);
        }
        out
    }
}
