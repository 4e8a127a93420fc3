//! What can stand somewhere, in the trade's words.

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
        Some(Place::Activity) => ("name one activity, such as `fire_drill`", "请写一个活动，例如 `消防演练`"),
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
            "`issuer`, `document`, `source`, `effective`, `region` or `timezone`",
            "`发文机关`、`文号`、`出处`、`施行`、`地区` 或 `时区`",
        ),
        Some(Place::FieldLine | Place::Aliases | Place::Parents) => {
            ("nothing else can stand in this statement", "这条语句里不能再写别的")
        }
        Some(Place::WindowEnd) => ("for example `from 03-01 to 05-31`", "例如 `03-01至05-31`、`03-31前`"),
        Some(Place::Excepted) => {
            ("for example `民政服务机构（养老机构 除外）`", "例如 `民政服务机构（养老机构 除外）`")
        }
        Some(Place::Equals) => ("for example `parameter prompt_days = 15`", "例如 `参数 及时天数 = 15`"),
        Some(Place::ClosingBracket) => ("close the bracket", "请补上右括号"),
        Some(Place::End) => ("a new statement starts in the first column", "新的语句从行首开始"),
    };
    Wording::new(en, zh)
}
