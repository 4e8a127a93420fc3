//! What can stand somewhere, in the trade's words.

use super::Message;
use crate::syntax::problem::Place;
use crate::text::Wording;

const fn name(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Who => ("whom the rule binds", "约束的主体"),
        Place::When => ("a schedule", "时间"),
        Place::Quantity => ("a quantity", "次数"),
        Place::Activity => ("an activity", "活动"),
        Place::Name => ("a name", "名称"),
        Place::Condition => ("a condition or a value", "条件或值"),
        Place::Operator => ("a comparison", "比较"),
        Place::Moment => ("a moment", "时点"),
        Place::Duration => ("a duration", "期限"),
        Place::Unit => ("a unit of the calendar", "日历单位"),
        Place::DayInPeriod => ("a day inside the period", "周期内的某日"),
        Place::Date => ("a date", "日期"),
        Place::Number => ("a number", "数"),
        Place::Text => ("text in quotes", "引号中的文本"),
        Place::Value => ("a value", "值"),
        Place::Type => ("`:` and a type", "`：` 与类型"),
        Place::Within => ("`within`", "期限（内）"),
        Place::Severity => ("a severity", "严重程度"),
        Place::Tail => ("what narrows the activity (`where`, `matching` …)", "对活动的限定（`其中`、`对应` …）"),
        Place::Modifier => ("a modifier on a line of its own", "另起一行的修饰语"),
        Place::PolicyLine => ("a line of the policy", "政策的一行"),
        Place::FieldLine => ("a `field` line", "`字段` 行"),
        Place::Aliases => ("`also` and other names", "`又名` 与别名"),
        Place::Parents => ("`is` and a category", "`属于` 与类别"),
        Place::WindowEnd => ("`to` and the last day", "`至` 与最后一日，或 `前`"),
        Place::Excepted => ("another category or `除外`", "其他类别或 `除外`"),
        Place::Equals => ("`=` and a value", "`=` 与值"),
        Place::Clock => ("a time of day", "时刻"),
        Place::Extent => ("dates or hours", "日期或时刻"),
        Place::Whose => ("`region` or `parent`", "`地区` 或 `上级`"),
        Place::Level => ("a level of groups", "分组的级别"),
        Place::TestLine => ("a line of the test", "测试的一行"),
        Place::Cell => ("a column and its value", "列名与值"),
        Place::Status => ("a status", "结论"),
        Place::Label => ("`in` and the label of a period", "`于` 与周期的名称"),
        Place::Extension => ("for how long, or until when", "顺延多久，或到何时"),
        Place::Percent => ("`%`", "`%`"),
        Place::ShareOf => ("`of` and a category", "`以上的` 与类别"),
        Place::ScopeEnd => ("what ends the scope", "范围的结束"),
        Place::Season => ("the name of a season", "时段的名称"),
        Place::RangeTo => ("`to` and the end", "`至` 与结束"),
        Place::RuleId => ("the id of a rule", "规则编号"),
        Place::LastDay => ("`to` and the last day", "`至` 与最后一日"),
        Place::ExemptFrom => ("`from` and the id of a rule", "`于` 与规则编号"),
        Place::ClosingBracket => ("`)`", "`）`"),
        Place::End => ("the end of the statement", "语句结束"),
    }
}

/// "a moment, a duration or a date".
pub(super) fn list(places: &[Place]) -> Wording {
    let names: Vec<_> = places.iter().map(|place| name(*place)).collect();
    let english: Vec<_> = names.iter().map(|(en, _)| *en).collect();
    let chinese: Vec<_> = names.iter().map(|(_, zh)| *zh).collect();
    let en = match english.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => english.concat(),
    };
    Wording::new(en, chinese.join("、"))
}

/// What to write there: an example of the first place.
pub(super) fn help(places: &[Place]) -> Wording {
    let (en, zh) = match places.first() {
        None => ("see the examples of the language", "请参看语言的例子"),
        Some(Place::Who) => ("name a category, such as `养老机构`", "请写类别，例如 `养老机构`"),
        Some(Place::When) => {
            ("for example `every 6 months`, `each year`, `by 2024-12-31`", "例如 `每6个月`、`每年`、`于2024-12-31前`")
        }
        Some(Place::Quantity) => ("for example `at least 2`, `2 to 4`", "例如 `至少2次`、`2至4次`"),
        Some(Place::Activity) => ("name an activity, such as `fire_drill`", "请写活动，例如 `消防演练`"),
        Some(Place::Name) => (
            "a name starts with a letter or an ideograph; others stand in backticks",
            "名称以字母或汉字开头；其他名称放进反引号",
        ),
        Some(Place::Condition) => {
            ("for example `beds >= 50`, `result = \"ok\"`", "例如 `床位数 >= 50`、`结果 = \"合格\"`")
        }
        Some(Place::Operator) => {
            ("compare it: `= != < <= > >=`, `in (…)`, `present`", "请作比较：`= != < <= > >=`、`属于 (…)`、`有`")
        }
        Some(Place::Moment) => ("a date, `opened`, `closed`, or an activity", "日期、`成立日期`、`注销日期` 或活动"),
        Some(Place::Duration) => ("a number and a unit: `6 months`, `15 days`", "数与单位：`6个月`、`15日`"),
        Some(Place::Unit) => (
            "`day`, `week`, `xun`, `half-month`, `month`, `two-months`, `quarter`, `half-year` or `year`",
            "`日`、`周`、`旬`、`半月`、`月`、`双月`、`季度`、`半年` 或 `年`",
        ),
        Some(Place::DayInPeriod) => ("`03-31` in a year, `day 15` elsewhere", "每年内写 `03-31`，其他写 `第15日`"),
        Some(Place::Date) => ("a date is written `2024-02-28`", "日期写作 `2024-02-28` 或 `2024年2月28日`"),
        Some(Place::Number) => ("for example `2`, `its.beds`, or a parameter", "例如 `2`、`主体.床位数` 或参数"),
        Some(Place::Text) => ("put the words in quotes: \"…\"", "请把文字放进引号：“…”"),
        Some(Place::Value) => {
            ("a number, text in quotes, a date, `true` or `false`", "数、引号中的文本、日期、`是` 或 `否`")
        }
        Some(Place::Type) => (
            "`number`, `text`, `date`, `time`, `bool` or `choice of \"a\", \"b\"`",
            "`数`、`文本`、`日期`、`时刻`、`是非` 或 `选项 \"甲\"、\"乙\"`",
        ),
        Some(Place::Within) => ("for example `within 15 days`", "例如 `后15日内`"),
        Some(Place::Severity) => ("`low`, `medium`, `high` or `critical`", "`低`、`中`、`高` 或 `特高`"),
        Some(Place::Tail | Place::Modifier) => (
            "`where`, `require` and `matching` follow the activity; `cite`, `severity` … stand on indented lines",
            "`其中`、`须`、`对应` 写在活动之后；`依据`、`严重程度` 等另起缩进行",
        ),
        Some(Place::PolicyLine) => (
            "`issuer`, `document`, `source`, `effective`, `region`, `timezone` or `holidays`",
            "`发文机关`、`文号`、`出处`、`施行`、`地区`、`时区` 或 `假日`",
        ),
        Some(Place::FieldLine | Place::Aliases | Place::Parents) => {
            ("nothing else can stand in this statement", "这条语句里不能再写别的")
        }
        Some(Place::WindowEnd) => ("for example `from 03-01 to 05-31`", "例如 `03-01至05-31`、`03-31前`"),
        Some(Place::Excepted) => {
            ("for example `民政服务机构（养老机构 除外）`", "例如 `民政服务机构（养老机构 除外）`")
        }
        Some(Place::Equals) => ("for example `parameter prompt_days = 15`", "例如 `参数 及时天数 = 15`"),
        Some(Place::Clock) => ("for example `22:00`, `its.opening`", "例如 `22:00`、`主体.营业开始`"),
        Some(Place::Extent) => (
            "for example `06-01 to 09-30`, `2024-06-01 to 2024-09-30`, `22:00 to 06:00`",
            "例如 `6月1日至9月30日`、`2024-06-01 至 2024-09-30`、`22:00 至 06:00`",
        ),
        Some(Place::Whose) => ("`of region` or `of parent`", "`（属 地区）` 或 `（属 上级）`"),
        Some(Place::Level) => {
            ("`province`, `city`, `county`, `town` or `parent`", "`省`、`市`、`县`、`乡镇` 或 `上级`")
        }
        Some(Place::TestLine) => {
            ("a line opens with `given`, `as of` or `expect`", "测试的行以 `已知`、`截至` 或 `期望` 开头")
        }
        Some(Place::Cell) => (
            "for example `opened 2020-01-01`, `fire_drill on 2024-03-01`",
            "例如 `成立日期 2020-01-01`、`消防演练 于 2024-03-01`",
        ),
        Some(Place::Status) => (
            "`met`, `late`, `remedied`, `violated`, `pending`, `unknown`, `exempt` or `no`",
            "`合规`、`逾期完成`、`已补救`、`违规`、`待履行`、`无法判定`、`豁免` 或 `无`",
        ),
        Some(Place::Label) => ("for example `in 2024-H1`, `in 2024-03`", "例如 `于 2024-H1`、`于 2024-03`"),
        Some(Place::Extension) => (
            "for example `extended by suspension for 10 days`, `extended between suspension and resumption`",
            "例如 `因 停工 顺延10日`、`因 停工 至 复工 期间 顺延`",
        ),
        Some(Place::Percent | Place::ShareOf) => {
            ("for example `at least 96% of 养老机构`, `all of 养老机构`", "例如 `96%以上的 养老机构`、`所有 养老机构`")
        }
        Some(Place::ScopeEnd) => ("for example `between suspension and resumption`", "例如 `自 停业 至 复业`"),
        Some(Place::Season) => ("for example `during 汛期`", "例如 `在 汛期`"),
        Some(Place::RangeTo) => (
            "for example `06-01 to 09-30`, `2024-06-01 to 2024-09-30`, `22:00 to 06:00`",
            "例如 `6月1日至9月30日`、`2024-06-01 至 2024-09-30`、`22:00 至 06:00`",
        ),
        Some(Place::RuleId) => (
            "for example `expect \"甲\" met drill-half-year in 2024-H1`",
            "例如 `期望 \"甲\" 合规 drill-half-year 于 2024-H1`",
        ),
        Some(Place::LastDay) => ("for example `2024-01-01 to 2024-03-31`", "例如 `自 2024-01-01 至 2024-03-31`"),
        Some(Place::ExemptFrom) => (
            "for example `exempt \"甲\" from drill-half-year 2024-01-01 to 2024-03-31`",
            "例如 `豁免 \"甲\" 于 drill-half-year 自 2024-01-01 至 2024-03-31`",
        ),
        Some(Place::ClosingBracket) => ("close the bracket", "请补上右括号"),
        Some(Place::End) => ("a new statement starts in the first column", "新的语句从行首开始"),
    };
    Wording::new(en, zh)
}

/// A word of the language where it means nothing: where it belongs.
pub(super) fn out_of_place(word: &str) -> Message {
    let (en, zh) = match word {
        "during" | "在" | "between" => (
            "a scope stands between the subject and the schedule: `养老机构 during 汛期 each month drain_check`",
            "范围写在主体与时间之间：`养老机构 在 汛期 每月 排水检查`",
        ),
        "of" | "属" => (
            "it stands behind a category, or behind an activity in a moment: `从业人员 of 养老机构`, `warning of region`",
            "它写在类别之后，或时点中的活动之后：`从业人员（属 养老机构）`、`预警（属 地区）`",
        ),
        "per" | "按" => (
            "it ends the sentence of a population: `all of 养老机构 each year fire_drill per county`",
            "它写在群体规则的句末：`所有 养老机构 每年 消防演练 按 县`",
        ),
        "until" | "有效期至" => (
            "it stands behind the activity of `always`: `always certificate until valid_until`",
            "它写在 `始终` 的活动之后：`始终 健康证 有效期至 有效期止`",
        ),
        "always" | "始终" => {
            ("it stands behind the subject, in the place of the schedule", "它写在主体之后、时间的位置")
        }
        "apart" => ("it closes `at least 5 months apart` behind the activity", "间隔写在活动之后：`间隔至少5个月`"),
        "total" | "合计" => (
            "a total stands before the activity: `total of amount at least 100 donation`",
            "合计写在活动之前：`金额 合计 至少 100 捐赠`",
        ),
        "different" | "不同" => (
            "it stands behind the number of a quantity: `at least 2 different topic training`",
            "它写在数之后：`至少2个 不同 主题 培训`",
        ),
        "trigger" | "触发" => ("a dot and a field follow it: `trigger.person`", "它后面写点与字段：`触发.人员`"),
        "period" | "本期" => ("`.from` or `.to` follows it: `period.from`", "它后面写 `.起` 或 `.止`：`本期.起`"),
        "all" | "所有" => (
            "a population opens its sentence: `all of 养老机构 each year fire_drill`",
            "群体写在句首：`所有 养老机构 每年 消防演练`",
        ),
        "当日" => ("it stands behind its moment: `M 当日 A`", "它写在时点之后：`入住 当日 体检`"),
        "分" => (
            "it stands behind the activity: `A 分 F（\"a\"、\"b\"）`",
            "它写在活动之后：`巡查 分 班次（\"早\"、\"晚\"）`",
        ),
        "曾" | "ever" => (
            "`before M ever` and `before M within 3 days` exclude each other: write one of the two",
            "`M 前 曾` 与 `M 前3日内` 只能写一种",
        ),
        "within" => (
            "it belongs to the schedule: `after hazard_found within 15 days`, `every 1 year from opened within 3 months`",
            "期限写在时间里：`发现隐患 后15日内`、`每1年 自 成立日期 起3个月内`",
        ),
        "in" => (
            "whose a subject is: `elevator of 养老机构`; in a season: `during 汛期`; in any such stretch: `in any 30 days`",
            "主体的上级：`电梯（属 养老机构）`；时段：`在 汛期`；任意一段：`任意30日`",
        ),
        "every" | "each" | "never" | "whenever" => (
            "the schedule stands between the subject and the activity: `养老机构 each year fire_drill`",
            "时间写在主体与活动之间：`养老机构 每年 消防演练`",
        ),
        _ if word.starts_with(['每', '不', '凡']) || word.starts_with("任意") => (
            "the schedule stands between the subject and the activity: `养老机构 each year fire_drill`",
            "时间写在主体与活动之间：`养老机构 每年 消防演练`",
        ),
        _ if word.starts_with(['后', '前']) => {
            ("its moment stands before it: `发现隐患 后15日内 整改完成`", "它前面写时点：`发现隐患 后15日内 整改完成`")
        }
        _ if word.starts_with(['至', '恰']) || word.starts_with("at ") || word.starts_with("exactly") => (
            "a quantity stands between the schedule and the activity: `each year at least 2 fire_drill`",
            "次数写在时间与活动之间：`每年 至少2次 消防演练`",
        ),
        _ => ("take it away, or put a name in backticks", "请去掉它；名称请放进反引号"),
    };
    Message::new(
        "word-out-of-place",
        super::say(format!("`{word}` cannot stand here"), format!("`{word}` 不能写在这里")),
        super::say(en, zh),
    )
}
