//! What was found out as JSON (docs/records.md).

use serde_json::{Value, json};

use super::toml::Drafted;
use super::{Inspection, Looked};
use crate::ledger::{ColumnProfile, Form, How, NameMatch, Note};
use crate::text::Wording;

/// How many of the values of a column are told.
const VALUES: usize = 10;

pub(super) fn render(inspection: &Inspection, drafted: &Drafted) -> String {
    let files = inspection.files.iter().map(|file| {
        json!({
            "file": file.source.name,
            "tables": file.tables.iter().map(table).collect::<Vec<_>>(),
            "hidden": file.profile.hidden,
            "empty": file.profile.empty,
        })
    });
    let decided = inspection.decided.iter().map(|decided| {
        json!({
            "rule": decided.rule,
            "decidable": decided.why.is_empty(),
            "why": decided.why.iter().map(both).collect::<Vec<_>>(),
        })
    });
    let register =
        inspection.register.as_ref().map(|register| json!({ "file": register.name, "institutions": register.count }));
    let value = json!({
        "files": files.collect::<Vec<_>>(),
        "left_out": inspection.left.iter().map(Note::wording).map(|said| both(&said)).collect::<Vec<_>>(),
        "register": register,
        "rules": decided.collect::<Vec<_>>(),
        "toml": drafted.text(),
    });
    format!("{value:#}\n")
}

fn both(said: &Wording) -> Value {
    json!({ "en": said.en, "zh": said.zh })
}

fn table(looked: &Looked) -> Value {
    let Looked { table, draft, matched } = looked;
    let form = match table.form {
        Form::Text => "text",
        Form::Sheet => "sheet",
        Form::Named => "named",
    };
    let date = draft.date.and_then(|at| table.columns.get(at));
    let months = date.and_then(|column| column.dates.as_ref()).map(|dates| dates.months()).unwrap_or_default();
    let months = months
        .into_iter()
        .map(|((year, month), rows)| json!({ "month": format!("{year:04}-{month:02}"), "rows": rows }));
    let totals =
        table.totals.iter().map(|total| json!({ "column": total.column, "cell": total.cell, "rows": total.rows }));
    let placed = draft.placed.iter().map(|placed| json!({ "name": placed.name, "from": both(&placed.from) }));
    json!({
        "table": table.file,
        "form": form,
        "encoding": Some(&table.encoding).filter(|encoding| !encoding.is_empty()),
        "delimiter": table.delimiter,
        "header": table.header,
        "names_columns": !table.headless,
        "above": table.above,
        "rows": table.rows,
        "blank": table.blank,
        "totals": totals.collect::<Vec<_>>(),
        "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
        "days": table.days.iter().map(|day| &day.name).collect::<Vec<_>>(),
        "date": date.map(|column| &column.name),
        "months": months.collect::<Vec<_>>(),
        "institutions": matched.as_ref().map(names),
        "taken_for": draft.purpose.keyword(),
        "complete": draft.whole,
        "placed": placed.collect::<Vec<_>>(),
        "open": draft.open.iter().map(both).collect::<Vec<_>>(),
        "unused": draft.unused,
    })
}

fn column(column: &ColumnProfile) -> Value {
    let values = column.values.iter().take(VALUES).map(|(cell, rows)| json!({ "value": cell, "rows": rows }));
    let dates = column.dates.as_ref().map(|dates| {
        let spellings = dates
            .forms
            .iter()
            .map(|(form, (example, count))| json!({ "spelling": form.keyword(), "example": example, "cells": count }));
        json!({
            "first": dates.bounds().map(|(first, _)| first.to_string()),
            "last": dates.bounds().map(|(_, last)| last.to_string()),
            "cells": dates.count,
            "with_time": dates.timed,
            "spellings": spellings.collect::<Vec<_>>(),
            "either_order": dates.either_order,
            "either_years": dates.either_years,
            "either_epoch": dates.either_epoch,
        })
    });
    json!({
        "name": column.name,
        "part": column.part.as_ref().map(|(of, split, part)| json!({ "column": of, "split": split, "part": part })),
        "looks_like": column.look.keyword(),
        "filled": column.filled,
        "blank": column.blank,
        "distinct": column.distinct,
        "more": column.more,
        "values": values.collect::<Vec<_>>(),
        "examples": column.examples,
        "min": column.numbers.map(|(low, _)| low.to_string()),
        "max": column.numbers.map(|(_, high)| high.to_string()),
        "dates": dates,
    })
}

fn names(matched: &NameMatch) -> Value {
    let found: serde_json::Map<String, Value> =
        How::ALL.into_iter().map(|how| (how.keyword().to_owned(), matched.found.of(how).into())).collect();
    let strangers =
        matched.strangers.iter().map(|(cell, rows, near)| json!({ "cell": cell, "rows": rows, "nearest": near }));
    json!({
        "found": found,
        "several": matched.several,
        "nobody": matched.nobody,
        "strangers": strangers.collect::<Vec<_>>(),
        "more": matched.more,
    })
}
