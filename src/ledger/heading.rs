//! Which header means which column (docs/architecture.md (Contracts)), in English and Chinese, in any order.

use super::error::{LedgerError, Needed};
use super::mapping::Plan;
use super::spelling::Spelling;
use crate::rulebook::{Field, Kind, RuleBook, normalise};

/// A column every table of its sort may have.
struct Standard {
    /// The headers that mean it, folded; the first is its name in messages.
    headers: &'static [&'static str],
}

const RECORD_ID: Standard = Standard { headers: &["id", "recordid", "记录编号", "记录id"] };
const INSTITUTION: Standard =
    Standard { headers: &["institution", "institutionid", "机构", "机构编号", "机构id"] };
const INSTITUTION_NAME: Standard = Standard { headers: &["institutionname", "机构名称"] };
const ACTIVITY: Standard = Standard { headers: &["activity", "活动", "事项"] };
const DATE: Standard = Standard { headers: &["date", "日期", "时间"] };

const ENTERED: Standard = Standard {
    headers: &[
        "entered",
        "entrydate",
        "entereddate",
        "enteredat",
        "createdat",
        "录入日期",
        "录入时间",
        "填报日期",
        "填报时间",
        "登记日期",
        "登记时间",
        "创建日期",
        "创建时间",
    ],
};

const ID: Standard = Standard { headers: &["id", "编号", "institutionid", "机构编号", "机构id"] };
const NAME: Standard = Standard { headers: &["name", "名称", "机构名称", "institutionname"] };
/// Other names of an institution, and names it had; there may be several such columns.
const ALIASES: Standard = Standard {
    headers: &["alias", "aliases", "othername", "othernames", "别名", "简称", "又名", "其他名称"],
};
const FORMER: Standard = Standard {
    headers: &["formername", "formernames", "oldname", "oldnames", "曾用名", "曾用名称", "原名", "原名称"],
};
const CATEGORY: Standard = Standard { headers: &["category", "类别", "机构类型"] };
const REGION: Standard = Standard { headers: &["region", "地区"] };
const OPENED: Standard = Standard { headers: &["opened", "成立日期", "opendate"] };
const CLOSED: Standard = Standard { headers: &["closed", "注销日期", "closedate"] };
const PARENT: Standard =
    Standard { headers: &["parent", "所属", "上级", "parentid", "所属机构", "上级机构"] };
// `有效期起` and `有效期止` are none of these: they are the dates of a licence as often as those of a row.
const FROM: Standard = Standard { headers: &["from", "validfrom", "自", "开始日期", "起始日期"] };
const TO: Standard = Standard { headers: &["to", "validto", "至", "结束日期", "终止日期"] };

const WAIVED: Standard = Standard {
    headers: &[
        "subject",
        "subjectid",
        "institution",
        "institutionid",
        "机构",
        "主体",
        "机构编号",
        "机构id",
        "主体编号",
    ],
};
const WAIVED_NAME: Standard = Standard { headers: &["institutionname", "subjectname", "机构名称", "主体名称"] };
const RULE: Standard = Standard { headers: &["rule", "规则", "ruleid", "规则编号"] };
const BECAUSE: Standard = Standard { headers: &["because", "理由", "reason", "原因"] };

/// What a table is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Register,
    Records,
    Waivers,
}

impl Sort {
    /// The columns that every such table may have.
    const fn standards(self) -> &'static [&'static Standard] {
        match self {
            Self::Register => &[&ID, &NAME, &CATEGORY, &REGION, &OPENED, &CLOSED, &PARENT, &FROM, &TO],
            Self::Records => &[&RECORD_ID, &INSTITUTION, &INSTITUTION_NAME, &ACTIVITY, &DATE],
            Self::Waivers => &[&WAIVED, &WAIVED_NAME, &RULE, &BECAUSE, &FROM, &TO],
        }
    }
}

/// Whether two names of columns mean the same in such a table.
pub(crate) fn same(sort: Sort, one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    let both =
        |standard: &&Standard| standard.headers.contains(&one.as_str()) && standard.headers.contains(&other.as_str());
    !one.is_empty() && (one == other || sort.standards().iter().any(both))
}

/// What stands between the cells that are joined for a column of this name.
pub(crate) fn joint(sort: Sort, name: &str) -> &'static str {
    if same(sort, name, "id") {
        "-"
    } else if sort == Sort::Register && same(sort, name, "region") {
        "/"
    } else {
        " "
    }
}

/// A header as it is compared: normalised, lower case, without spaces, `_` and `-`.
pub(crate) fn fold(header: &str) -> String {
    normalise(header)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a table says of its rows: what its columns are called and how its dates are spelt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header<'h> {
    /// As the table calls them.
    pub(crate) names: &'h [String],
    pub(crate) dates: Spelling,
    /// What its mapping makes of them, where it has one.
    pub(crate) plan: Option<&'h Plan>,
}

impl<'h> Header<'h> {
    /// Of a table with or without a mapping.
    pub(crate) const fn new(names: &'h [String], dates: Spelling, plan: Option<&'h Plan>) -> Self {
        Self { names, dates, plan }
    }

    /// As guiju calls the columns.
    fn known(&self) -> &'h [String] {
        self.plan.map_or(self.names, |plan| &plan.names)
    }

    /// As messages call them.
    fn shown(&self) -> Vec<String> {
        self.plan.map_or(self.names, |plan| plan.shown()).to_vec()
    }
}

/// The header of a table, as columns are looked for in it.
pub(crate) struct Heading<'a> {
    file: &'a str,
    headers: &'a [String],
    shown: Vec<String>,
    folded: Vec<String>,
    /// Which of them the mapping names: they go before all others.
    mapped: &'a [bool],
    /// Whether a rule reads a field or attribute of exactly this name.
    read: Vec<bool>,
}

/// A column that a rule reads.
#[derive(Debug, Clone)]
pub(crate) struct Read<'b> {
    /// The index of its cells.
    pub(crate) column: usize,
    /// Its index among the fields of the activity, or among the attributes.
    pub(crate) field: usize,
    /// Its type.
    pub(crate) kind: &'b Kind,
}

/// Where the parts of a record stand.
#[derive(Debug)]
pub(crate) struct RecordLayout<'b> {
    /// As messages call the columns.
    pub(crate) headers: Vec<String>,
    /// The same for the other records that a row may be.
    pub(crate) others: Vec<Vec<String>>,
    /// How its dates are spelt.
    pub(crate) dates: Spelling,
    pub(crate) id: Option<usize>,
    pub(crate) institution: usize,
    /// Asked where the institution's own cell is empty.
    pub(crate) institution_name: Option<usize>,
    pub(crate) activity: usize,
    pub(crate) date: usize,
    /// When the row was entered: the first column that says so.
    pub(crate) entered: Option<usize>,
    /// The fields that rules read, one list an activity of the rule book.
    pub(crate) fields: Vec<Vec<Read<'b>>>,
}

/// Where the parts of a register row stand.
#[derive(Debug)]
pub(crate) struct RegisterLayout<'b> {
    pub(crate) headers: Vec<String>,
    /// How its dates are spelt.
    pub(crate) dates: Spelling,
    pub(crate) id: usize,
    pub(crate) name: Option<usize>,
    pub(crate) aliases: Vec<usize>,
    pub(crate) former: Vec<usize>,
    pub(crate) category: Option<usize>,
    pub(crate) region: Option<usize>,
    pub(crate) opened: Option<usize>,
    pub(crate) closed: Option<usize>,
    pub(crate) parent: Option<usize>,
    /// The first and last day a row holds.
    pub(crate) from: Option<usize>,
    pub(crate) to: Option<usize>,
    pub(crate) attributes: Vec<Read<'b>>,
}

impl<'b> RecordLayout<'b> {
    /// Finds the columns of a record file.
    ///
    /// # Errors
    /// No institution, activity or date column, or two headers for one.
    pub(crate) fn new(book: &'b RuleBook, file: &str, header: Header<'_>) -> Result<Self, LedgerError> {
        let needed = book.activities.iter().filter(|activity| activity.needed);
        let heading = Heading::new(file, header, needed.flat_map(|activity| &activity.fields));
        let own = heading.standard(&INSTITUTION)?;
        let named = heading.standard(&INSTITUTION_NAME)?;
        let fields = book.activities.iter().map(|activity| {
            if activity.needed {
                heading.fields(&activity.fields, &[&DATE, &RECORD_ID, &INSTITUTION, &INSTITUTION_NAME])
            } else {
                Ok(Vec::new())
            }
        });
        Ok(Self {
            id: heading.standard(&RECORD_ID)?,
            institution: own.or(named).ok_or_else(|| heading.missing(Needed::Institution))?,
            institution_name: own.and(named),
            activity: heading.standard(&ACTIVITY)?.ok_or_else(|| heading.missing(Needed::Activity))?,
            date: heading.standard(&DATE)?.ok_or_else(|| heading.missing(Needed::Date))?,
            entered: heading.all(&ENTERED).first().copied(),
            fields: fields.collect::<Result<_, _>>()?,
            headers: header.shown(),
            others: header.plan.map(|plan| plan.others().to_vec()).unwrap_or_default(),
            dates: header.dates,
        })
    }

    /// As messages call a column, in one of the records of a row.
    pub(crate) fn shown(&self, column: usize, part: u32) -> &str {
        let other = (part as usize).checked_sub(2).and_then(|at| self.others.get(at));
        other.unwrap_or(&self.headers).get(column).map_or("", String::as_str)
    }
}

impl<'b> RegisterLayout<'b> {
    /// Finds the columns of a register.
    ///
    /// # Errors
    /// No id column, or two headers for one.
    pub(crate) fn new(book: &'b RuleBook, file: &str, header: Header<'_>) -> Result<Self, LedgerError> {
        let heading = Heading::new(file, header, book.attributes.iter());
        // A column that a rule reads under its own name is an attribute, and says nothing of the row's days.
        let validity = |standard: &Standard| {
            let found = heading.standard(standard)?;
            let says = |at: &usize| heading.read.get(*at) == Some(&false) || heading.is_mapped(*at);
            Ok::<_, LedgerError>(found.filter(says))
        };
        Ok(Self {
            id: heading.standard(&ID)?.ok_or_else(|| heading.missing(Needed::RegisterId))?,
            name: heading.standard(&NAME)?,
            aliases: heading.all(&ALIASES),
            former: heading.all(&FORMER),
            category: heading.standard(&CATEGORY)?,
            region: heading.standard(&REGION)?,
            opened: heading.standard(&OPENED)?,
            closed: heading.standard(&CLOSED)?,
            parent: heading.standard(&PARENT)?,
            from: validity(&FROM)?,
            to: validity(&TO)?,
            attributes: heading.fields(&book.attributes, Sort::Register.standards())?,
            headers: header.shown(),
            dates: header.dates,
        })
    }
}

/// Where the parts of a waiver stand.
#[derive(Debug)]
pub(crate) struct WaiverLayout {
    pub(crate) headers: Vec<String>,
    /// How its dates are spelt.
    pub(crate) dates: Spelling,
    pub(crate) subject: usize,
    /// Asked where the subject's own cell is empty.
    pub(crate) subject_name: Option<usize>,
    pub(crate) rule: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) because: Option<usize>,
}

impl WaiverLayout {
    /// Finds the columns of a table of waivers.
    ///
    /// # Errors
    /// No subject, rule, first or last day column, or two headers for one.
    pub(crate) fn new(file: &str, header: Header<'_>) -> Result<Self, LedgerError> {
        let heading = Heading::new(file, header, std::iter::empty());
        let own = heading.standard(&WAIVED)?;
        let named = heading.standard(&WAIVED_NAME)?;
        let needed = |standard, needed| heading.standard(standard)?.ok_or_else(|| heading.missing(needed));
        Ok(Self {
            subject: own.or(named).ok_or_else(|| heading.missing(Needed::WaivedSubject))?,
            subject_name: own.and(named),
            rule: needed(&RULE, Needed::WaivedRule)?,
            from: needed(&FROM, Needed::WaivedFrom)?,
            to: needed(&TO, Needed::WaivedTo)?,
            because: heading.standard(&BECAUSE)?,
            headers: header.shown(),
            dates: header.dates,
        })
    }
}

impl<'a> Heading<'a> {
    fn new<'b>(file: &'a str, header: Header<'a>, fields: impl Iterator<Item = &'b Field>) -> Self {
        let read: Vec<&Field> = fields.filter(|field| field.needed).collect();
        let headers = header.known();
        Self {
            file,
            headers,
            shown: header.shown(),
            mapped: header.plan.map_or(&[], |plan| &plan.mapped),
            folded: headers.iter().map(|header| fold(header)).collect(),
            read: headers.iter().map(|header| read.iter().any(|field| names(field, &normalise(header)))).collect(),
        }
    }

    /// The columns of a standard that may stand several times.
    fn all(&self, standard: &Standard) -> Vec<usize> {
        let means = |at: &usize| self.folded.get(*at).is_some_and(|folded| standard.headers.contains(&folded.as_str()));
        (0..self.folded.len()).filter(means).collect()
    }

    /// The column of a standard. Where several headers mean it, those that a rule reads under their own name step back.
    fn standard(&self, standard: &Standard) -> Result<Option<usize>, LedgerError> {
        let mut found: Vec<usize> = (0..self.folded.len())
            .filter(|at| self.folded.get(*at).is_some_and(|folded| standard.headers.contains(&folded.as_str())))
            .collect();
        self.prefer_mapped(&mut found);
        if found.len() > 1 {
            found.retain(|at| self.read.get(*at) == Some(&false));
        }
        let meaning = standard.headers.first().copied().unwrap_or_default();
        self.only(&found, meaning)
    }

    /// The columns of the fields that rules read. A field named like a standard column takes that column.
    fn fields<'b>(&self, fields: &'b [Field], standards: &[&'static Standard]) -> Result<Vec<Read<'b>>, LedgerError> {
        let mut columns = Vec::new();
        for (index, field) in fields.iter().enumerate().filter(|(_, field)| field.needed) {
            let folds: Vec<String> =
                std::iter::once(&field.name).chain(&field.aliases).map(|name| fold(name)).collect();
            let mut found: Vec<usize> = Vec::new();
            found.extend(
                (0..self.headers.len())
                    .filter(|at| self.header(*at).is_some_and(|header| names(field, &normalise(header)))),
            );
            if found.is_empty() {
                found.extend(
                    (0..self.folded.len())
                        .filter(|at| self.folded.get(*at).is_some_and(|folded| folds.contains(folded))),
                );
            }
            if found.is_empty() {
                let alike = |standard: &&&Standard| folds.iter().any(|fold| standard.headers.contains(&fold.as_str()));
                if let Some(standard) = standards.iter().find(alike) {
                    found.extend(self.standard(standard)?);
                }
            }
            self.prefer_mapped(&mut found);
            if let Some(column) = self.only(&found, &field.name)? {
                columns.push(Read { column, field: index, kind: &field.kind });
            }
        }
        Ok(columns)
    }

    /// Where the mapping names one of several columns, it is that one.
    fn prefer_mapped(&self, found: &mut Vec<usize>) {
        if found.iter().any(|at| self.is_mapped(*at)) {
            found.retain(|at| self.is_mapped(*at));
        }
    }

    fn is_mapped(&self, at: usize) -> bool {
        self.mapped.get(at) == Some(&true)
    }

    fn only(&self, found: &[usize], meaning: &str) -> Result<Option<usize>, LedgerError> {
        match found {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            [first, second, ..] => Err(LedgerError::TwoColumns {
                file: self.file.to_owned(),
                first: self.shown.get(*first).cloned().unwrap_or_default(),
                second: self.shown.get(*second).cloned().unwrap_or_default(),
                meaning: meaning.to_owned(),
            }),
        }
    }

    fn header(&self, at: usize) -> Option<&str> {
        self.headers.get(at).map(String::as_str)
    }

    fn missing(&self, column: Needed) -> LedgerError {
        LedgerError::NoColumn {
            file: self.file.to_owned(),
            column,
            seen: self.headers.iter().filter(|header| !header.is_empty()).cloned().collect(),
        }
    }
}

/// Whether a normalised header is a field's name or alias.
fn names(field: &Field, header: &str) -> bool {
    !header.is_empty()
        && (normalise(&field.name) == header || field.aliases.iter().any(|alias| normalise(alias) == header))
}
