//! A case's register and records as CSV files, its options as arguments, and all of it for a reader
//! (docs/architecture.md (Contracts)).

use super::model::{Case, Day, Record, Row, Waiver};
use super::text::rule_text;
use chrono::{Datelike, Timelike};

pub fn register_csv(case: &Case) -> Option<String> {
    let register = case.register.as_ref()?;
    let chinese = case.spelling % 2 == 1;
    let mut header = vec![pick(chinese, "id", "编号"), pick(chinese, "name", "名称")];
    header.extend(register.has_categories.then(|| pick(chinese, "category", "类别")));
    header.extend(register.has_regions.then(|| pick(chinese, "region", "地区")));
    header.extend(register.has_parents.then(|| pick(chinese, "parent", "所属")));
    header.extend([pick(chinese, "opened", "成立日期"), pick(chinese, "closed", "注销日期")]);
    header.extend(register.has_validity.then(|| ["from", "to"].map(str::to_owned)).into_iter().flatten());
    header.extend(case.attributes.iter().map(|attribute| attribute.name.clone()));
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let cells = |row: &Row| {
        let mut cells = vec![row.id.clone(), row.name.clone()];
        cells.extend(register.has_categories.then(|| row.category.clone()));
        cells.extend(register.has_regions.then(|| row.region.clone()));
        cells.extend(register.has_parents.then(|| row.parent.clone()));
        cells.extend([day(row.opened), day(row.closed)]);
        cells.extend(register.has_validity.then(|| [day(row.valid_from), day(row.valid_to)]).into_iter().flatten());
        cells.extend(row.cells.iter().cloned());
        cells
    };
    Some(table(header, register.rows.iter().map(cells).collect()))
}

pub fn records_csv(case: &Case) -> String {
    let chinese = case.spelling / 2 % 2 == 1;
    let mut header = vec![
        pick(chinese, "id", "记录编号"),
        pick(chinese, "institution", "机构编号"),
        pick(chinese, "activity", "活动"),
        pick(chinese, "date", "日期"),
    ];
    header.extend(case.fields.iter().map(|field| field.name.clone()));
    let cells = |record: &Record| {
        let mut cells = vec![record.id.clone(), record.subject.clone(), record.activity.clone()];
        cells.push(time(case, record));
        cells.extend(record.cells.iter().cloned());
        cells
    };
    table(header, case.records.iter().map(cells).collect())
}

/// The waivers table (docs/language.md section 2), where the case has one.
pub fn waivers_csv(case: &Case) -> Option<String> {
    let chinese = case.spelling / 16 % 2 == 1;
    let columns = [("subject", "主体"), ("rule", "规则"), ("from", "自"), ("to", "至"), ("because", "理由")];
    let header = columns.map(|(english, other)| pick(chinese, english, other)).to_vec();
    let cells = |waiver: &Waiver| {
        let (from, to) = (waiver.from.to_string(), waiver.to.to_string());
        vec![waiver.subject.clone(), waiver.rule.clone(), from, to, "改建".to_owned()]
    };
    let rows: Vec<Vec<String>> = case.waivers.iter().filter(|waiver| waiver.in_table).map(cells).collect();
    (!rows.is_empty()).then(|| table(header, rows))
}

/// The arguments of `guiju audit` that this case gives.
pub fn options(case: &Case) -> Vec<String> {
    let given = [("--from", case.coverage_from), ("--to", case.coverage_to), ("--as-of", case.as_of)];
    given.iter().filter_map(|(name, day)| Some([(*name).to_owned(), (*day)?.to_string()])).flatten().collect()
}

/// A case for a reader: the options, the rule file in English, and the tables.
pub fn describe(case: &Case) -> String {
    let rules = rule_text(case, 0);
    let register = register_csv(case).unwrap_or_else(|| "none\n".to_owned());
    let records = records_csv(case);
    let options = options(case).join(" ");
    let waivers = waivers_csv(case).map(|table| format!("--- waivers\n{table}")).unwrap_or_default();
    format!("options: {options}\n--- rules\n{rules}--- register\n{register}--- records\n{records}{waivers}")
}

impl std::fmt::Debug for Case {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "\n{}", describe(self))
    }
}

fn pick(chinese: bool, english: &str, other: &str) -> String {
    if chinese { other } else { english }.to_owned()
}

/// The forms of a date the readers take, each with an optional time.
fn time(case: &Case, record: &Record) -> String {
    let day = record.at.day;
    let written = match case.spelling / 4 % 4 {
        0 => format!("{}/{}/{}", day.year(), day.month(), day.day()),
        1 => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        _ => day.to_string(),
    };
    record.at.clock.map_or(written.clone(), |clock| {
        let short = if clock.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        format!("{written} {}", clock.format(short))
    })
}

fn table(header: Vec<String>, rows: Vec<Vec<String>>) -> String {
    let lines = [header].into_iter().chain(rows).map(|cells| {
        let quoted: Vec<String> = cells.iter().map(|cell| quote(cell)).collect();
        quoted.join(",") + "\n"
    });
    lines.collect()
}

fn quote(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
