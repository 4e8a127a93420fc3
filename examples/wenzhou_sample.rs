//! Writes the sample register and records of `rules/wenzhou-2024`: invented institutions, one year of
//! mostly dutiful records, and the faults that the pack's README lists.
//!
//! `cargo run --example wenzhou_sample -- rules/wenzhou-2024/sample`
//!
//! The same bytes every time: a seeded generator, no clock. The register and all planted faults but two record ids
//! used twice stand in the tables beside this file; chance only spreads the dutiful records over the year.

use std::io::{Error, ErrorKind, Result};
use std::path::Path;
use std::process::ExitCode;

const SEED: u64 = 20_240_218;

/// Who there is, with the gaps that registers have.
const REGISTER: &str = include_str!("wenzhou_sample/register.csv");

/// Dutiful records that were not made: institution|activity|from|to[|only with this field].
const MISSED: &str = include_str!("wenzhou_sample/missed.txt");

/// Records typed in by hand at the end of the year: institution|activity|date|fields.
const LATE_ENTRIES: &str = include_str!("wenzhou_sample/late_entries.txt");

const FIELDS: &str = "参加人数 学习主题 宣传场所 议题 带队人职务 检查编号 方式 发现问题数 检查人 隐患编号 等级 整改责任人 \
整改要求 部位 从业人员 健康证有效期 餐次 留样克数 留样小时 供货商 查验结果 台账号 台风编号 车牌号 驾驶员 安全提醒 出行登记号 \
线索编号 信息编号 供应商 漏洞编号 发布人 审核人 涉密 渠道 决策编号";

const MONTHS: [u64; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// splitmix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    fn pick<'a>(&mut self, words: &'a str) -> &'a str {
        let at = self.between(0, words.split(' ').count() as u64 - 1);
        words.split(' ').nth(at as usize).unwrap_or_default()
    }
}

/// The day of 2024 as 1 to 366.
fn day(month: u64, day: u64) -> u64 {
    MONTHS.iter().take((month as usize).saturating_sub(1)).sum::<u64>() + day
}

fn month_and_day(mut day: u64) -> (u64, u64) {
    for (month, length) in (1..).zip(MONTHS) {
        if day <= length {
            return (month, day);
        }
        day -= length;
    }
    (12, 31)
}

/// A date as a day of 2024: 0 before that year, 367 after it, nothing for an empty cell.
fn day_of_date(text: &str) -> Option<u64> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<u64>().ok());
    match (numbers.next()?, numbers.next()?, numbers.next()?) {
        (2024, month, of_month) => Some(day(month, of_month)),
        (year, ..) => Some(if year < 2024 { 0 } else { 367 }),
    }
}

fn columns<const N: usize>(line: &str, separator: char) -> Result<[&str; N]> {
    let cells: Vec<&str> = line.split(separator).collect();
    cells.try_into().map_err(|_| Error::new(ErrorKind::InvalidData, format!("not {N} columns: {line}")))
}

struct Place<'a> {
    id: &'a str,
    canteen: bool,
    server_room: bool,
    special: bool,
    hazard_site: bool,
    opened: u64,
    closed: u64,
}

struct Row {
    day: u64,
    institution: String,
    activity: String,
    date: String,
    fields: String,
    remark: String,
}

struct Sample {
    chance: Chance,
    rows: Vec<Row>,
}

impl Sample {
    /// A dutiful record, unless the place is not open that day or the fault table says it was missed.
    fn put(&mut self, place: &Place, day: u64, activity: &str, fields: String) {
        let (month, of_month) = month_and_day(day);
        let (hour, minute) = (self.chance.between(8, 17), self.chance.between(0, 59));
        let date = match self.chance.between(1, 100) {
            1..=70 => format!("2024-{month:02}-{of_month:02}"),
            71..=80 => format!("2024/{month}/{of_month}"),
            81..=88 => format!("2024年{month}月{of_month}日"),
            _ => format!("2024-{month:02}-{of_month:02} {hour:02}:{minute:02}"),
        };
        let remarks = ["已告知\"值班员\",\n下周复查", "纸质台账第3页,后补录", "正常", "正常"];
        let remark = remarks.into_iter().nth(self.chance.between(0, 60) as usize).unwrap_or_default();
        let missed = MISSED.lines().any(|line| {
            let mut cells = line.split('|');
            cells.next() == Some(place.id)
                && cells.next() == Some(activity)
                && cells.next().is_some_and(|from| format!("{month:02}-{of_month:02}").as_str() >= from)
                && cells.next().is_some_and(|to| format!("{month:02}-{of_month:02}").as_str() <= to)
                && cells.next().is_none_or(|field| fields.split(' ').any(|have| have == field))
        });
        if missed || day < place.opened || day > place.closed {
            return;
        }
        let (institution, activity) = (place.id.to_owned(), activity.to_owned());
        self.rows.push(Row { day, institution, activity, date, fields, remark: remark.to_owned() });
    }

    /// A dutiful record on some day of a stretch.
    fn once(&mut self, place: &Place, (low, high): (u64, u64), activity: &str, fields: String) {
        let day = self.chance.between(low, high);
        self.put(place, day, activity, fields);
    }

    /// What bureaus and institutions both do.
    fn everyone(&mut self, at: &Place) {
        for (topic, low, high) in [("部署", 8, 88), ("研究", 125, 205), ("协调", 220, 320)] {
            self.once(at, (low, high), "安全工作会议", format!("议题={topic}"));
        }
        for (low, high) in [(20, 170), (190, 345)] {
            self.once(at, (low, high), "带队排查", "带队人职务=主要负责人".to_owned());
        }
        let (when, people) = (self.chance.between(60, 330), self.chance.between(8, 60));
        self.put(at, when, "安全培训", format!("参加人数={people}"));
    }

    fn bureau(&mut self, at: &Place) {
        let number = at.id.replace('-', "");
        for (low, high) in [(15, 170), (190, 355)] {
            self.once(at, (low, high), "专题学习", "学习主题=国家安全论述".to_owned());
        }
        self.once(at, (70, 300), "标准规范学习", "学习主题=养老机构服务安全基本规范".to_owned());
        for (low, high) in [(day(5, 1), day(6, 15)), (day(10, 15), day(11, 30))] {
            let (when, venue) = (self.chance.between(low, high), self.chance.pick("村社区 机构 农户"));
            self.put(at, when, "安全宣传", format!("宣传场所={venue}"));
        }
        let check = if at.id == "MZ-00" { "联合督查" } else { "全域检查" };
        self.once(at, (100, 320), check, String::new());
        for quarter in 0..4 {
            for (turn, method) in [(1, "随机抽查"), (2, "专项督查")] {
                let (month, found) = (quarter * 3 + turn, self.chance.between(0, 2));
                let (when, wait) = (day(month, self.chance.between(2, 26)), self.chance.between(1, 6));
                let fields = format!("检查编号={number}-{quarter}{turn} 方式={method} 发现问题数={found}");
                self.put(at, when, "巡查抽查", fields);
                if found > 0 {
                    self.put(at, when + wait, "反馈乡镇", format!("检查编号={number}-{quarter}{turn}"));
                }
            }
            let when = day(quarter * 3 + 1, 1) + self.chance.between(5, 80);
            self.put(at, when, "漏洞扫描", String::new());
        }
        for (first, answer, field, longest) in [
            ("发现漏洞", "漏洞修补", "漏洞编号", 25),
            ("权益线索", "线索办结", "线索编号", 25),
            ("疫情信息", "疫情预警", "信息编号", 3),
            ("保密协议", "供应商接入", "供应商", 20),
        ] {
            let (when, wait) = (self.chance.between(30, 300), self.chance.between(1, longest));
            self.put(at, when, first, format!("{field}={number}-{when}"));
            self.put(at, when + wait, answer, format!("{field}={number}-{when}"));
        }
        for _ in 0..5 {
            let (when, who) = (self.chance.between(5, 360), self.chance.pick("方晴 谷雨 南溪 白鹭"));
            self.put(at, when, "信息发布", format!("发布人={who} 审核人=高远"));
            let when = self.chance.between(5, 360);
            let sent = self.chance.pick("涉密=是;渠道=机要 涉密=否;渠道=浙政钉 涉密=否;渠道=微信 涉密=否;渠道=专网");
            let fields = sent.replace(';', " ");
            self.put(at, when, "信息传输", fields);
        }
        let when = self.chance.between(160, 320);
        for activity in ["决策调研", "决策论证", "风险评估"] {
            let ahead = self.chance.between(5, 80);
            self.put(at, when - ahead, activity, format!("决策编号={number}-1"));
        }
        self.put(at, when, "重大决策", format!("决策编号={number}-1"));
    }

    fn institution(&mut self, at: &Place) {
        let number = at.id.replace('-', "");
        let half_yearly = !["JZ", "BY", "FC"].iter().any(|kind| at.id.starts_with(kind));
        for month in 1..=12 {
            let (when, found) = (day(month, self.chance.between(2, 27)), self.chance.between(0, 3));
            let who = self.chance.pick("潘海 周敏 林峰 陈立 吴珍 蔡明");
            self.put(at, when, "隐患自查", format!("检查人={who} 发现问题数={found}"));
            // No rule asks for these two.
            if month % 2 == 0 {
                let other = self.chance.pick("日常巡查 日常巡查 垃圾清运");
                self.put(at, when.saturating_sub(1), other, String::new());
            }
        }
        let drills: &[(u64, u64)] = if half_yearly { &[(40, 150), (215, 345)] } else { &[(100, 330)] };
        for &(low, high) in drills {
            let (when, people) = (self.chance.between(low, high), self.chance.between(8, 60));
            self.put(at, when, "消防演练", format!("参加人数={people}"));
        }
        self.once(at, (60, 330), "预案修订", String::new());
        self.once(at, (60, 330), "交叉检查", String::new());
        let parts = [("配电房", true), ("厨房", at.canteen), ("库房", true), ("机房", at.server_room)];
        for (part, there) in parts.into_iter().chain([("特种设施设备", at.special)]) {
            let (first, gap) = (self.chance.between(day(3, 5), day(5, 28)), self.chance.between(122, 150));
            if there {
                self.put(at, first, "设施检修", format!("部位={part}"));
                self.put(at, first + gap, "设施检修", format!("部位={part}"));
            }
        }
        for turn in 1..=self.chance.between(0, 3) {
            let (when, wait) = (self.chance.between(10, 320), self.chance.between(1, 12));
            let who = self.chance.pick("陈立 吴珍 蔡明 金秀 郑光");
            let what = self.chance.pick("更换插座 清理通道 更换灭火器 修复应急灯 规范用电");
            let fields = format!("隐患编号={number}-{turn} 等级=一般 整改责任人={who} 整改要求={what}");
            self.put(at, when, "发现隐患", fields);
            self.put(at, when + wait, "整改完成", format!("隐患编号={number}-{turn}"));
        }
        if at.canteen {
            self.canteen(at, &number);
        }
        for (warned, typhoon) in [(day(7, 23), "2403"), (day(10, 30), "2421")] {
            self.put(at, warned, "收到台风预警", format!("台风编号={typhoon}"));
            if at.hazard_site {
                self.put(at, warned + 1, "承受力评估", format!("台风编号={typhoon}"));
                self.put(at, warned + 1, "转移准备", format!("台风编号={typhoon}"));
            }
        }
    }

    fn canteen(&mut self, at: &Place, number: &str) {
        for month in 1..=12 {
            for (low, high) in [(1, 14), (15, 28)] {
                let when = day(month, self.chance.between(low, high));
                self.put(at, when, "厨房消毒", String::new());
            }
            let (when, grams) = (day(month, self.chance.between(1, 28)), self.chance.between(125, 160));
            let meal = self.chance.pick("早餐 午餐 晚餐");
            self.put(at, when, "供餐", format!("餐次={meal} 留样克数={grams} 留样小时=48"));
            if month % 3 == 1 {
                let when = day(month, self.chance.between(1, 28));
                let fields = format!("供货商=菜篮子配送 查验结果=合格 台账号={number}-{month}");
                self.put(at, when, "食品进货", fields);
            }
        }
        self.once(at, (10, 300), "食堂上岗", "从业人员=胡萍 健康证有效期=2025-02-28".to_owned());
    }

    fn station(&mut self, at: &Place) {
        for month in [6, 7, 8, 9] {
            let when = day(month, self.chance.between(3, 27));
            self.put(at, when, "街面巡查", String::new());
        }
        for (low, high) in [(1, 14), (17, 28)] {
            let when = day(12, self.chance.between(low, high));
            self.put(at, when, "街面巡查", String::new());
        }
    }

    fn funeral_home(&mut self, at: &Place) {
        for month in 1..=12 {
            let (when, ahead) = (day(month, self.chance.between(9, 28)), self.chance.between(1, 6));
            let plate = format!("浙C·A{}H", self.chance.between(101, 103));
            let driver = self.chance.pick("池勇 连伟 季平 苏强");
            self.put(at, when - ahead, "接运车检查", format!("车牌号={plate}"));
            let trip = format!("出行登记号={}-{month}", at.id);
            self.put(at, when, "遗体接运", format!("车牌号={plate} 驾驶员={driver} 安全提醒=是 {trip}"));
        }
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn line(id: &str, row: &Row) -> String {
    let field = |name| row.fields.split(' ').find_map(|f| f.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default();
    let cells = [id, &row.institution, &row.activity, &row.date]
        .into_iter()
        .chain(FIELDS.split(' ').map(field))
        .chain([row.remark.as_str()]);
    cells.map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

fn records() -> Result<String> {
    let mut sample = Sample { chance: Chance(SEED), rows: Vec::new() };
    for row in REGISTER.lines().skip(1) {
        let [id, _, _, _, opened, closed, _, canteen, server_room, special, site] = columns(row, ',')?;
        let place = Place {
            id,
            canteen: canteen == "是",
            server_room: server_room == "是",
            special: special != "0",
            hazard_site: site == "是",
            opened: day_of_date(opened).unwrap_or(0),
            closed: day_of_date(closed).unwrap_or(366),
        };
        sample.everyone(&place);
        match id.split('-').next() {
            Some("MZ") => sample.bureau(&place),
            Some("JZ") => sample.station(&place),
            Some("BY") => sample.funeral_home(&place),
            _ => {}
        }
        if !id.starts_with("MZ") {
            sample.institution(&place);
        }
    }
    sample.rows.sort_by_key(|row| row.day);
    for entry in LATE_ENTRIES.lines() {
        let [institution, activity, date, fields] = columns(entry, '|')?.map(str::to_owned);
        sample.rows.push(Row { day: 0, institution, activity, date, fields, remark: "年末补录".to_owned() });
    }
    let mut text = format!("记录编号,机构编号,活动,日期,{},备注\n", FIELDS.replace(' ', ","));
    for (number, row) in (1..).zip(&sample.rows) {
        text += &line(&format!("R-{number:05}"), row);
    }
    // Two ids that are there already: one row copied whole, one number given away twice.
    let first = |activity| (1..).zip(&sample.rows).find(|(_, row)| row.activity == activity);
    if let (Some((copied, row)), Some((reused, _))) = (first("厨房消毒"), first("隐患自查")) {
        text += &line(&format!("R-{copied:05}"), row);
        let fields = "检查人=潘海 发现问题数=0".to_owned();
        let (institution, activity, date) = ("YL-001".to_owned(), "隐患自查".to_owned(), "2024-04-29".to_owned());
        let other = Row { day: 0, institution, activity, date, fields, remark: String::new() };
        text += &line(&format!("R-{reused:05}"), &other);
    }
    Ok(text)
}

/// Writes the register and the records into a folder.
///
/// # Errors
/// The folder cannot be written to.
pub fn write(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("register.csv"), REGISTER)?;
    std::fs::write(folder.join("records.csv"), records()?)
}

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: cargo run --example wenzhou_sample -- FOLDER");
        return ExitCode::from(2);
    };
    match write(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::from(2)
        }
    }
}
