//! The small pieces of a drawn statement: names, texts, numbers, dates, durations (docs/language.md sections 2 and 3).

use super::draw::Draw;

/// Names of categories, activities, rules and moments; those of the second row need their backticks.
const NAMES: [&str; 18] = [
    "home",
    "养老机构",
    "fire_drill",
    "消防演练",
    "院甲-2",
    "_x",
    "every_day",
    "policyholder",
    "城市生活无着的流浪乞讨人员救助管理站",
    "a_rather_long_name_of_an_activity-that-goes-on",
    "检查",
    "warning",
    "`3rd-party audit`",
    "`每`",
    "`after`",
    "`日`",
    "`rule`",
    "`十二个月`",
];

/// Names of columns, of which many a keyword of another place is one.
const COLUMNS: [&str; 18] = [
    "beds",
    "床位数",
    "year",
    "note",
    "备注",
    "单位",
    "level",
    "opened_by",
    "日",
    "隐患编号",
    "days",
    "policy",
    "`date`",
    "`日期`",
    "`in`",
    "`x y`",
    "`7号`",
    "a_column_with_a_rather_long_name",
];

const MEMBERS: [&str; 8] = ["beds", "期限", "every", "在", "opened", "`x y`", "n", "`７`"];
const YEAR_DAYS: [(&str, &str); 6] = [
    ("01-01", "03-31"),
    ("02-29", "2月29日"),
    ("3月1日", "05-31"),
    ("06-01", "6月30日"),
    ("1月31日", "12-31"),
    ("12-01", "12月31日"),
];

impl Draw {
    /// Whether the next piece is Chinese.
    pub fn zh(&mut self) -> bool {
        match self.chinese {
            Some(chinese) => chinese,
            None => self.dice.one_in(2),
        }
    }

    pub fn word(&mut self, en: &str, zh: &str) -> String {
        if self.zh() { zh.to_owned() } else { en.to_owned() }
    }

    pub fn pick(&mut self, list: &[&str]) -> String {
        list[self.dice.below(list.len())].to_owned()
    }

    pub fn name(&mut self) -> String {
        self.pick(&NAMES)
    }

    pub fn column(&mut self) -> String {
        self.pick(&COLUMNS)
    }

    pub fn member(&mut self) -> String {
        self.pick(&MEMBERS)
    }

    /// Some different columns.
    pub fn columns(&mut self, most: usize) -> Vec<String> {
        let (start, number) = (self.dice.below(COLUMNS.len()), 1 + self.dice.below(most));
        (0..number).map(|at| COLUMNS[(start + at) % COLUMNS.len()].to_owned()).collect()
    }

    pub fn comma(&mut self) -> String {
        self.pick(&[", ", "、", ",", "，", " , "])
    }

    /// Some of something, with commas between.
    pub fn listed(&mut self, most: usize, mut one: impl FnMut(&mut Self) -> String) -> String {
        let mut out = one(self);
        for _ in 0..self.dice.below(most) {
            out += &self.comma();
            out += &one(self);
        }
        out
    }

    pub fn text(&mut self) -> String {
        let long = "很长的一段法律原文，写的是谁在什么时候应当做什么；".repeat(3);
        match self.dice.below(10) {
            0 => "\"\"".to_owned(),
            1 => "“say \"hi\" twice”".to_owned(),
            2 => "「“x” and \"y\"」".to_owned(),
            3 => "\"x # y `z` ，１\"".to_owned(),
            4 => "“「一、二」”".to_owned(),
            5 => "＂甲 乙＂".to_owned(),
            6 => format!("\"{long}\""),
            _ => self.pick(&[
                "\"a\"",
                "\"第十二条\"",
                "“每半年一次”",
                "\"Article 12\"",
                "「重大」",
                "\"I-123\"",
                "\"消防\"",
            ]),
        }
    }

    pub fn number(&mut self) -> String {
        let numbers = [
            "0",
            "1",
            "2",
            "15",
            "0.5",
            "1.50",
            "100000",
            "123456",
            "三",
            "十二",
            "两",
            "四",
            "五十六",
            "七十八",
            "九十九",
            "三万",
            "1.5亿",
            "2万亿",
            "10万",
        ];
        self.pick(&numbers)
    }

    pub fn percent(&mut self) -> String {
        self.pick(&["96%", "0.5%", "100%", "33.3%", "50％"])
    }

    pub fn date(&mut self) -> String {
        self.pick(&["2024-02-29", "2023年2月8日", "2024-12-31", "2020年11月30日", "2019-05-06"])
    }

    pub fn clock(&mut self) -> String {
        self.pick(&["22:00", "8:30", "06:00:05", "00:00"])
    }

    /// Two days of a year, the first one first.
    pub fn year_days(&mut self) -> (String, String) {
        let (first, second) = (self.dice.below(6), self.dice.below(6));
        (YEAR_DAYS[first.min(second)].0.to_owned(), YEAR_DAYS[first.max(second)].1.to_owned())
    }

    pub fn its(&mut self) -> String {
        format!("{}.{}", self.word("its", "主体"), self.member())
    }

    /// A value that is read: of the subject, its parent, the moment's record or the period.
    pub fn read(&mut self) -> String {
        let part = self.part();
        match self.dice.below(4) {
            0 => self.its() + &part,
            1 => format!("{}{}", self.word("its.parent.beds", "主体.上级.床位数"), part),
            2 => format!("{}.{}{part}", self.word("trigger", "触发"), self.member()),
            _ => {
                let (english, chinese) = [("from", "起"), ("to", "止")][self.dice.below(2)];
                format!("{}.{}{part}", self.word("period", "本期"), self.word(english, chinese))
            }
        }
    }

    /// A part of a date, or nothing.
    pub fn part(&mut self) -> String {
        match self.dice.below(6) {
            0 => self.word(".year", ".年"),
            1 => self.word(".month", ".月"),
            2 => self.word(".day", ".日"),
            _ => String::new(),
        }
    }

    /// N: a number, a parameter, or what is read.
    pub fn amount(&mut self) -> String {
        match self.dice.below(5) {
            0 => self.read(),
            1 => self.pick(&["prompt_days", "及时天数", "`3 days`"]),
            _ => self.number(),
        }
    }

    /// D, in either language: `6 months`, 6个月, `its.n months`, 主体.n 个月.
    pub fn duration(&mut self) -> String {
        let number = match self.dice.below(5) {
            0 => self.read(),
            1 => self.pick(&["prompt_days", "及时天数", "`3 days`"]),
            _ => self.pick(&["1", "2", "15", "6", "三", "十二", "两", "24"]),
        };
        let named = !begins_with_number(&number);
        if self.zh() {
            let units = ["日", "天", "周", "个月", "个季度", "个半年", "年", "分钟", "个小时", "小时", "个工作日"];
            let gap = if named || self.dice.one_in(4) { " " } else { "" };
            return format!("{number}{gap}{}", self.pick(&units));
        }
        let units = ["day", "week", "month", "quarter", "half-year", "year", "minute", "hour", "working day"];
        let plural = if number == "1" && self.dice.one_in(2) { "" } else { "s" };
        format!("{number} {}{plural}", self.pick(&units))
    }

    /// A number may be glued to the Chinese word before it, a name may not.
    pub fn behind(&mut self, keyword: &str, what: &str) -> String {
        let glued = begins_with_number(what) && !self.dice.one_in(4);
        format!("{keyword}{}{what}", if glued { "" } else { " " })
    }

    /// `within D`, or in Chinese D内 behind a keyword.
    pub fn inside(&mut self, keyword: &str) -> String {
        let duration = self.duration();
        let inside = self.pick(&["内", "以内", "之内", " 内"]);
        let gap = if duration.ends_with(|sign: char| sign.is_ascii()) { " " } else { "" };
        self.behind(keyword, &format!("{duration}{gap}{inside}"))
    }
}

fn begins_with_number(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_digit() || "一二两三四五六七八九十".contains(sign))
}
