//! Tables that say who there is.

use super::super::column::Look;
use super::super::places::{called, squeezed};
use super::super::wording::Open;
use super::{Drafting, Purpose};
use crate::rulebook::normalise;

/// What guiju calls a column of a register, and what tables call it.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("category", &["类别", "类型", "机构类型", "category", "type", "facilitytype", "licensetype"]),
    ("opened", &["成立日期", "开办日期", "成立时间", "开业日期", "设立日期", "opened", "opendate"]),
    ("closed", &["注销日期", "关闭日期", "停业日期", "closed", "closedate"]),
    ("parent", &["所属", "上级", "所属机构", "上级机构", "parent"]),
    ("alias", &["别名", "简称", "又名", "alias"]),
];
const REGIONS: [&str; 14] = [
    "地区",
    "省",
    "市",
    "区",
    "县",
    "区县",
    "乡镇",
    "街道",
    "所在乡镇",
    "所在街道",
    "村(社区)",
    "社区",
    "region",
    "district",
];

impl Drafting<'_> {
    fn header_like(&self, names: &[&str]) -> Option<usize> {
        self.nameable().find(|(_, column)| names.contains(&plain(&column.name).as_str())).map(|(at, _)| at)
    }

    fn unique(&self, ends: &[&str]) -> Option<usize> {
        let found = self.nameable().find(|(_, column)| {
            let header = plain(&column.name);
            let all = !column.more && column.distinct as u64 == column.filled && column.blank == 0;
            all && !header.contains("序号") && ends.iter().any(|end| header.ends_with(end))
        });
        found.map(|(at, _)| at)
    }

    /// Whether the table says who there is: every row somebody else, and more than when something happened.
    pub(super) fn is_register(&self) -> bool {
        let id = self.unique(&["编号", "编码", "代码", "id", "code"]);
        let name = self.unique(&["名称", "全称", "name"]);
        let more =
            COLUMNS.iter().any(|(_, names)| self.header_like(names).is_some()) || self.header_like(&REGIONS).is_some();
        id.is_some() && name.is_some() && more && self.table.days.is_empty()
    }

    /// Its columns.
    pub(super) fn register(&mut self) {
        self.draft.purpose = Purpose::Register;
        self.draft.whole = true;
        let id = self.unique(&["编号", "编码", "代码", "id", "code"]);
        let name = self.unique(&["名称", "全称", "name"]);
        for (called, at) in [("id", id), ("name", name)] {
            if let Some(at) = at {
                self.place(called, &[at]);
            }
        }
        for (called, names) in COLUMNS {
            if let Some(at) = self.header_like(names) {
                self.place(called, &[at]);
            }
        }
        let regions: Vec<usize> = self
            .nameable()
            .filter(|(_, column)| REGIONS.contains(&plain(&column.name).as_str()) && column.look != Look::Date)
            .map(|(at, _)| at)
            .collect();
        if !regions.is_empty() {
            self.place("region", &regions);
        }
        self.draft.categories = self.has("category");
        self.categories();
        let attributes = self.book.map(|book| book.attributes.as_slice()).unwrap_or_default();
        for field in attributes.iter().filter(|field| field.needed) {
            let names: Vec<String> =
                std::iter::once(&field.name).chain(&field.aliases).map(|name| plain(name)).collect();
            let found = self.nameable().find(|(_, column)| names.contains(&plain(&column.name))).map(|(at, _)| at);
            match found {
                Some(at) => {
                    self.place(&field.name, &[at]);
                    self.draft.attributes.push(field.name.clone());
                }
                None => self.open(&Open::NoAttribute { name: field.name.clone() }),
            }
        }
    }

    /// Whether the rules know what it calls the sorts of institutions.
    fn categories(&mut self) {
        let Some(book) = self.book else { return };
        let Some((category, names)) = COLUMNS.first() else { return };
        let Some(at) = self.header_like(names).filter(|_| self.has(category)) else {
            return self.open(&Open::NoCategory);
        };
        let known = |cell: &str| {
            let cell = normalise(cell);
            book.categories
                .iter()
                .any(|category| category.name == *cell || category.aliases.iter().any(|alias| *alias == *cell))
        };
        let strange: Vec<String> =
            self.column(at).values.iter().map(|(cell, _)| cell.clone()).filter(|cell| !known(cell)).collect();
        if !strange.is_empty() {
            let names = book.categories.iter().map(|category| category.name.clone()).collect();
            let column = called(&self.column(at).name);
            self.open(&Open::StrangeCategories { column, cells: strange, names });
        }
    }
}

fn plain(header: &str) -> String {
    squeezed(header).to_lowercase().chars().filter(|letter| !matches!(letter, '_' | '-')).collect()
}
