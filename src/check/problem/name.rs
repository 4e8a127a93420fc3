//! Problems with names.

use super::{Tell, told};
use crate::diagnostic::{Diagnostic, Explain};
use crate::syntax::spelt_out;
use crate::text::{Span, Wording};

/// What a name names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A kind of subject.
    Category,
    /// A kind of record.
    Activity,
    /// A column of an activity.
    Field {
        /// The activity.
        activity: String,
    },
    /// A column of the register.
    Attribute,
    /// A value that the law leaves open.
    Parameter,
    /// A stretch of days or hours that comes again.
    Season,
    /// A rule, by its id.
    Rule,
}

impl What {
    fn code(&self) -> &'static str {
        match self {
            Self::Category => "unknown-category",
            Self::Activity => "unknown-activity",
            Self::Field { .. } => "unknown-field",
            Self::Attribute => "unknown-attribute",
            Self::Parameter => "unknown-parameter",
            Self::Season => "unknown-season",
            Self::Rule => "unknown-rule",
        }
    }

    fn wording(&self) -> Wording {
        match self {
            Self::Category => Wording::new("category", "类别"),
            Self::Activity => Wording::new("activity", "活动"),
            Self::Field { .. } => Wording::new("field", "字段"),
            Self::Attribute => Wording::new("attribute", "属性"),
            Self::Parameter => Wording::new("parameter", "参数"),
            Self::Season => Wording::new("season", "时段"),
            Self::Rule => Wording::new("rule", "规则"),
        }
    }
}

/// Why a name that is not known may have been meant otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// It is declared, in a file that this one does not use.
    DeclaredAt(Span),
    /// It is a column of the register: `its.N`.
    IsAttribute,
    /// It is a parameter: without `its.`.
    IsParameter,
    /// It may be a date of the register that is not declared.
    DeclareAttribute,
}

/// A problem with a name.
#[derive(Debug, Clone, PartialEq)]
pub enum NameProblem {
    /// Not declared, where names of its kind are.
    Unknown {
        /// What it would name.
        what: What,
        /// The name.
        name: String,
        /// Its place.
        span: Span,
        /// A declared name that looks like it.
        nearest: Option<String>,
        /// What else may have been meant.
        hint: Option<Hint>,
    },
    /// Declared twice in one file.
    Duplicate {
        /// What it names.
        what: What,
        /// The name.
        name: String,
        /// The first declaration.
        first: Span,
        /// The second.
        second: Span,
    },
    /// An alias of one thing that names another, too.
    AliasOfTwo {
        /// What it names.
        what: What,
        /// The alias.
        alias: String,
        /// Whose alias it is.
        owner: String,
        /// Who has it already.
        holder: String,
        /// Where that one is declared.
        first: Option<Span>,
        /// The alias.
        span: Span,
    },
    /// Both a field (or attribute) and a parameter.
    FieldOrParameter {
        /// A field or an attribute.
        what: What,
        /// The name.
        name: String,
        /// The use.
        span: Span,
        /// The declared field.
        field: Option<Span>,
        /// The parameter.
        parameter: Span,
    },
    /// Two files in reach declare a parameter or a season of this name.
    TwoInReach {
        /// A parameter or a season.
        what: What,
        /// The name.
        name: String,
        /// The use.
        span: Span,
        /// The declarations.
        declared: (Span, Span),
    },
    /// Both an activity and a date of the register.
    ActivityOrDate {
        /// The name.
        name: String,
        /// The use.
        span: Span,
        /// The activity, where it is declared.
        activity: Option<Span>,
        /// The attribute, where it is declared.
        attribute: Option<Span>,
    },
    /// A category is part of itself.
    CategoryCircle {
        /// The way round: each `is` the next, the last is the first.
        way: Vec<String>,
        /// The first one's name.
        span: Span,
    },
    /// A category is part of too many others.
    TooManyAbove {
        /// The category.
        name: String,
        /// The limit.
        limit: usize,
        /// Its name.
        span: Span,
    },
    /// `its.parent.opened`: of a parent only attributes are read.
    DateOfParent {
        /// The name.
        name: String,
        /// Its place.
        span: Span,
    },
    /// `trigger.date`, `certificate.date`, `until date`: a record's own time is no field.
    DateOfRecord {
        /// The name.
        name: String,
        /// Its place.
        span: Span,
    },
    /// A name that the register gives a meaning of its own.
    Reserved {
        /// The name.
        name: String,
        /// Its place.
        span: Span,
    },
}

impl Explain for NameProblem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Unknown { what, name, span, nearest, hint } => unknown(what, name, *span, nearest, hint.as_ref()),
            Self::Duplicate { what, name, first, second } => {
                let kind = what.wording();
                told(
                    "duplicate-declaration",
                    *second,
                    format!("the {} `{name}` is declared twice", kind.en),
                    format!("{} `{name}` 声明了两次", kind.zh),
                )
                .label("declared again here", "又声明于此处")
                .related(*first, "first declared here", "先声明于此处")
                .help("remove one of the two", "删去其中一处")
            }
            Self::AliasOfTwo { what, alias, owner, holder, first, span } => {
                let kind = what.wording();
                let told = told(
                    "alias-of-two",
                    *span,
                    format!("`{alias}` would name two: the {0} `{holder}` and the {0} `{owner}`", kind.en),
                    format!("`{alias}` 会同时指两个{}：`{holder}` 和 `{owner}`", kind.zh),
                )
                .help(
                    "records could not be told apart: give the alias to one of them",
                    "记录将无法区分：这个别名只能给其中一个",
                );
                match first {
                    Some(first) => {
                        told.related(*first, format!("`{holder}` is declared here"), format!("`{holder}` 声明于此处"))
                    }
                    None => told,
                }
            }
            Self::FieldOrParameter { what, name, span, field, parameter } => {
                let kind = what.wording();
                let told = told(
                    "field-or-parameter",
                    *span,
                    format!("`{name}` is both a parameter and a name of the data ({})", kind.en),
                    format!("`{name}` 既是参数又是{}", kind.zh),
                )
                .related(*parameter, "the parameter", "参数")
                .help("rename the parameter", "给参数换个名称");
                match field {
                    Some(field) => told.related(*field, format!("the {}", kind.en), kind.zh),
                    None => told,
                }
            }
            Self::TwoInReach { what, name, span, declared } => {
                let kind = what.wording();
                told(
                    if *what == What::Season { "two-seasons" } else { "two-parameters" },
                    *span,
                    format!("two files in reach declare a {} `{name}`", kind.en),
                    format!("可见的文件里有两个{} `{name}`", kind.zh),
                )
                .related(declared.0, "one", "其一")
                .related(declared.1, "the other", "其二")
                .help("rename one of them", "给其中一个换个名称")
            }
            Self::ActivityOrDate { name, span, activity, attribute } => {
                let mut told = told(
                    "activity-or-date",
                    *span,
                    format!("`{name}` is both an activity and a date of the register"),
                    format!("`{name}` 既是活动又是名册里的日期"),
                )
                .help(
                    "rename one of them: a moment must be the one or the other",
                    "给其中一个换个名称：时点只能是其一",
                );
                if let Some(activity) = activity {
                    told = told.related(*activity, "the activity", "活动");
                }
                if let Some(attribute) = attribute {
                    told = told.related(*attribute, "the attribute", "属性");
                }
                told
            }
            Self::CategoryCircle { way, span } => {
                let (en, zh) = (way.join("` is `"), way.join("` 属于 `"));
                told(
                    "category-circle",
                    *span,
                    format!("a category is part of itself: `{en}`"),
                    format!("类别属于自身：`{zh}`"),
                )
                .help("remove one `is` of the circle", "去掉其中一处 `属于`")
            }
            Self::TooManyAbove { name, limit, span } => told(
                "too-many-categories-above",
                *span,
                format!("the category `{name}` is part of more than {limit} others"),
                format!("类别 `{name}` 所属的类别超过 {limit} 个"),
            )
            .help("flatten the tree of categories", "请减少类别的层级"),
            Self::DateOfParent { name, span } => told(
                "date-of-the-parent",
                *span,
                format!("the parent's `{name}` cannot be looked at, only its attributes"),
                format!("不能看上级的 `{name}`，只能看它的属性"),
            )
            .help(
                "give the register a column for it, such as `attribute parent_opened: date`",
                "请在名册里为它设一列，如 `属性 上级成立日: 日期`",
            ),
            Self::DateOfRecord { name, span } => told(
                "date-of-the-record",
                *span,
                format!("`{name}` is a record's own time, and no field of it"),
                format!("`{name}` 是记录自身的时间，不是字段"),
            )
            .help(
                "the activity alone means that time, as in `by certificate`; behind `trigger.` and `until` name a field",
                "只写活动即指这个时间，如 `于 发证 前`；`触发.` 和 `有效期至` 之后请写字段",
            ),
            Self::Reserved { name, span } => told(
                "reserved-attribute",
                *span,
                format!("`{name}` is a date that every register has, and needs no declaration"),
                format!("`{name}` 是每份名册都有的日期，不须声明"),
            )
            .help(
                "remove this line: `opened` and `closed` are always known",
                "删去这一行：`成立日期` 和 `注销日期` 总是可用的",
            ),
        }
    }
}

fn unknown(what: &What, name: &str, span: Span, nearest: &Option<String>, hint: Option<&Hint>) -> Diagnostic {
    let kind = what.wording();
    let (en, zh) = match what {
        What::Field { activity } => {
            (format!("`{activity}` has no field `{name}`"), format!("活动 `{activity}` 没有字段 `{name}`"))
        }
        What::Attribute => (format!("the register has no attribute `{name}`"), format!("名册没有属性 `{name}`")),
        What::Category | What::Activity | What::Parameter | What::Season | What::Rule => {
            (format!("there is no {} `{name}`", kind.en), format!("没有{} `{name}`", kind.zh))
        }
    };
    let told = told(what.code(), span, en, zh);
    if let (What::Parameter, None, Some(number)) = (what, hint, spelt_out(name)) {
        return told
            .help(format!("a number is written in digits: `{number}`"), format!("数用数字写：`{number}`"))
            .suggest(Some(number.to_string()));
    }
    match (hint, nearest) {
        (Some(Hint::DeclaredAt(place)), _) => told
            .related(*place, "declared in a file that this one does not use", "声明在本文件没有引用的文件里")
            .help("take it from there with `use`", "用 `引用` 取来"),
        (Some(Hint::IsAttribute), _) => told
            .help(
                format!("the register's `{name}` is written `its.{name}`"),
                format!("名册的 `{name}` 写作 `主体.{name}`"),
            )
            .suggest(Some(format!("its.{name}"))),
        (Some(Hint::IsParameter), _) => told
            .help(
                format!("the parameter `{name}` is written without `its.`"),
                format!("参数 `{name}` 前面不写 `主体.`"),
            )
            .suggest(Some(name.to_owned())),
        (_, Some(nearest)) => told
            .help(format!("did you mean `{nearest}`?"), format!("是不是想写 `{nearest}`？"))
            .suggest(Some(nearest.clone())),
        (Some(Hint::DeclareAttribute), None) => told.help(
            format!("declare `activity {name}`, or `attribute {name}: date` if it is a column of the register"),
            format!("声明 `活动 {name}`；若它是名册的一列，声明 `属性 {name}: 日期`"),
        ),
        (None, None) => match what {
            What::Category => told.help(format!("declare it: `category {name}`"), format!("请先声明：`类别 {name}`")),
            What::Activity => told.help(format!("declare it: `activity {name}`"), format!("请先声明：`活动 {name}`")),
            What::Field { activity } => told.help(
                format!("declare it under `activity {activity}`, as `field {name}: text`; a text stands in quotes"),
                format!("在 `活动 {activity}` 下声明，如 `字段 {name}: 文本`；若本是文本，请加引号"),
            ),
            What::Attribute => {
                told.help(format!("declare it: `attribute {name}: number`"), format!("请先声明：`属性 {name}: 数`"))
            }
            What::Parameter => {
                told.help(format!("declare it: `parameter {name} = 1`"), format!("请先声明：`参数 {name} = 1`"))
            }
            What::Season => told.help(
                format!("declare it: `season {name} 05-01 to 09-30`, of hours `season {name} 22:00 to 06:00`"),
                format!("请先声明：`时段 {name} 05-01 至 09-30`，按钟点写 `时段 {name} 22:00 至 06:00`"),
            ),
            What::Rule => told.help(
                "it must be the id of a rule in the files named, and `use` brings no rules; a rule without an id is named by its sentence in backticks",
                "须是所给文件中某条规则的编号（`引用` 不带来规则）；没有编号的规则，编号是反引号里的句子",
            ),
        },
    }
}
