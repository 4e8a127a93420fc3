//! Words that tell what a column, a title or a mark is for.

use crate::rulebook::normalise;

/// A text as it is compared: normalised, without spaces.
pub(super) fn squeezed(text: &str) -> String {
    normalise(text).chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// A header as a mapping names it: normalised, on one line; Chinese without spaces.
pub(super) fn called(header: &str) -> String {
    let mut name = String::new();
    for word in normalise(header).split_whitespace() {
        let latin = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii());
        if latin(name.chars().last()) && latin(word.chars().next()) {
            name.push(' ');
        }
        name.push_str(word);
    }
    name
}

/// The day of the month that a header is: `1`, `01`, `1日`, `1号`.
pub(super) fn day_number(header: &str) -> Option<u32> {
    let header = squeezed(header);
    let digits = header.strip_suffix(['日', '号', '號']).unwrap_or(&header);
    let day: u32 = digits.parse().ok().filter(|_| digits.len() <= 2 && !digits.starts_with('+'))?;
    (1..=31).contains(&day).then_some(day)
}

/// What a cell that is yes or no means.
pub(super) fn truth(cell: &str) -> Option<bool> {
    const YES: [&str; 17] = [
        "是",
        "有",
        "合格",
        "已完成",
        "完成",
        "达标",
        "通过",
        "符合",
        "正常",
        "√",
        "✓",
        "true",
        "yes",
        "y",
        "pass",
        "passed",
        "on",
    ];
    const NO: [&str; 18] = [
        "否",
        "无",
        "没有",
        "不合格",
        "未完成",
        "不达标",
        "不通过",
        "未通过",
        "不符合",
        "异常",
        "×",
        "✗",
        "false",
        "no",
        "n",
        "fail",
        "failed",
        "off",
    ];
    let cell = squeezed(cell).to_lowercase();
    if YES.contains(&cell.as_str()) { Some(true) } else { NO.contains(&cell.as_str()).then_some(false) }
}

/// Whether guiju reads a yes or no by itself.
pub(super) fn is_known_truth(cell: &str) -> bool {
    matches!(squeezed(cell).to_lowercase().as_str(), "true" | "false" | "yes" | "no" | "是" | "否" | "1" | "0")
}

/// What says in a month sheet that it was not done.
pub(super) fn is_no_mark(cell: &str) -> bool {
    matches!(
        squeezed(cell).to_lowercase().as_str(),
        "×" | "x" | "✗" | "✘" | "/" | "\\" | "-" | "—" | "——" | "否" | "无" | "未" | "0"
    )
}

/// Whether a header names a day, whatever its cells say.
pub(super) fn says_date(header: &str) -> bool {
    let header = squeezed(header).to_lowercase();
    ["日期", "时间", "年月日", "date"].iter().any(|word| header.contains(word)) || header.ends_with("day")
}

/// Whether a date is of the list and not of what it is about.
pub(super) fn says_other_date(header: &str) -> bool {
    const OTHERS: [&str; 18] = [
        "填报",
        "录入",
        "登记日期",
        "登记时间",
        "创建",
        "打印",
        "出生",
        "有效",
        "到期",
        "更新",
        "entered",
        "created",
        "updated",
        "birth",
        "expir",
        "valid",
        "printed",
        "截止",
    ];
    let header = squeezed(header).to_lowercase();
    OTHERS.iter().any(|word| header.contains(word))
}

/// How surely a header names an institution, of a hundred.
pub(super) fn says_institution(header: &str) -> u32 {
    const SURE: [&str; 16] = [
        "机构",
        "机构编号",
        "机构id",
        "机构名称",
        "单位名称",
        "单位全称",
        "单位编号",
        "受检单位",
        "被检查单位",
        "养老机构",
        "institution",
        "institutionid",
        "institutionname",
        "facility",
        "facilityname",
        "institution_id",
    ];
    const LIKELY: [&str; 10] = [
        "单位",
        "机构",
        "企业",
        "名称",
        "养老院",
        "institution",
        "facility",
        "establishment",
        "operator",
        "organisation",
    ];
    let header: String = squeezed(header).to_lowercase();
    let plain: String = header.chars().filter(|letter| !matches!(letter, '_' | '-')).collect();
    if SURE.contains(&plain.as_str()) {
        60
    } else if LIKELY.iter().any(|word| plain.contains(word)) {
        40
    } else {
        0
    }
}

/// Whether a cell is written as institutions are: a name with its usual end, or a code.
pub(super) fn looks_institution(cell: &str) -> bool {
    const ENDS: [&str; 22] = [
        "院", "中心", "站", "公司", "公寓", "店", "学校", "园", "所", "厂", "家园", "之家", "局", "社", "酒店", "食堂",
        "驿站", "home", "centre", "center", "house", "ltd",
    ];
    let cell = squeezed(cell).to_lowercase();
    let ends = cell.chars().count() >= 3 && ENDS.iter().any(|end| cell.ends_with(end));
    let code = cell.is_ascii()
        && cell.len() >= 3
        && cell.bytes().any(|byte| byte.is_ascii_alphabetic())
        && cell.bytes().any(|byte| byte.is_ascii_digit());
    ends || code
}

/// Whether a header names the number of a record.
pub(super) fn says_id(header: &str) -> bool {
    let header = squeezed(header).to_lowercase();
    !header.contains("序号")
        && (["编号", "单号", "流水号", "编码"].iter().any(|word| header.contains(word))
            || header == "id"
            || header.ends_with("_id")
            || header.ends_with("no.")
            || header.ends_with("number"))
}

/// What a header says of its date besides that it is one: 发现 of 发现日期.
pub(super) fn date_stem(header: &str) -> String {
    let mut stem = squeezed(header).to_lowercase();
    for word in ["年月日", "日期", "时间", "完成", "_date", "date", "_at", "day", "time", "_"] {
        stem = stem.replace(word, "");
    }
    stem
}

/// What the name of a sheet or file says besides that it is a list: 演练 of 演练台账.
pub(super) fn list_stem(name: &str) -> String {
    let mut stem = squeezed(name).to_lowercase();
    for word in [
        "登记台账",
        "台账",
        "登记表",
        "登记",
        "记录表",
        "记录",
        "清单",
        "汇总表",
        "汇总",
        "明细表",
        "明细",
        "日常",
        "表",
        "records",
        "record",
    ] {
        stem = stem.replace(word, "");
    }
    stem.trim_matches(['_', '-', ' ']).to_owned()
}
