//! The report an auditor reads first: what was judged, a summary by rule and status, the breaches worst first, and
//! what became of every row. It fits 100 columns and is aligned under Chinese.

mod breach;
mod exempt;
pub(crate) mod page;
mod words;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, TableStyle};
use owo_colors::{OwoColorize, Style};
use unicode_width::UnicodeWidthStr;

use self::breach::Breaches;
use self::page::{Page, WIDTH, clean, grouped, truncated};
use self::words::{counted, pick};
use super::{ENGINE, Report, Role, Selection};
use crate::calendar::Time;
use crate::rulebook::Policy;
use crate::text::Language;
use crate::verdict::{Counts, Status};

/// How many rejected rows are named.
const REJECTS: usize = 10;

/// The report as text, with terminal styles in it. `report` must be closed.
#[must_use]
pub fn render(report: &Report<'_>, language: Language) -> String {
    let mut page = Page::default();
    let text = Text { report, language };
    text.head(&mut page);
    text.summary(&mut page);
    text.breaches(&mut page);
    exempt::write(&mut page, report, language);
    text.unknown(&mut page);
    text.without_duty(&mut page);
    text.data(&mut page);
    text.rows(&mut page);
    text.warnings(&mut page);
    page.into_text()
}

struct Text<'a> {
    report: &'a Report<'a>,
    language: Language,
}

impl Text<'_> {
    fn say<'b>(&self, en: &'b str, zh: &'b str) -> &'b str {
        self.language.either(en, zh)
    }

    fn head(&self, page: &mut Page) {
        let language = self.language;
        let report = self.report;
        page.paragraph(0, self.say("Audit report", "审计报告"), Style::new().bold());
        let hang = 12;
        // A label stands once before all that it labels.
        let mut label = "";
        let mut fact = |en, zh, text: &str| {
            let next = language.either(en, zh);
            page.entry(0, hang, if label == next { "" } else { next }, text, Style::new());
            label = next;
        };
        for policy in &report.book.policies {
            fact("policy", "政策", &self.policy(policy));
        }
        fact("as of", "截至", &report.as_of.to_string());
        match report.ledger.coverage() {
            Some(days) => fact(
                "coverage",
                "记录覆盖",
                &words::stretch(language, Some(Time::on(days.from)), Some(Time::on(days.to))),
            ),
            None => fact("coverage", "记录覆盖", self.say("no day", "无")),
        }
        for file in &report.provenance.rule_files {
            let hash = fingerprint(Some(&file.sha256));
            fact("rules", "规则文件", &format!("{}{hash}", file.path));
        }
        for input in &report.provenance.inputs {
            let rows = counted(language, input.table_rows.unwrap_or(input.rows), ("row", "rows"), "行");
            let database =
                if input.database { self.say(" · database, its rows", " · 数据库，各行") } else { "" };
            let line = format!("{} · {rows}{database}{}", input.path, fingerprint(input.sha256.as_ref()));
            match input.role {
                Role::Register => fact("register", "名册", &line),
                Role::Records => fact("records", "记录", &line),
                Role::Waivers => fact("waivers", "豁免", &line),
                Role::Decisions => fact("decisions", "认定", &line),
            }
        }
        for parameter in &report.book.parameters {
            let mut line = format!("{} = {}", parameter.name, words::value(language, &parameter.value));
            if parameter.value != parameter.stated {
                let stated = words::value(language, &parameter.stated);
                line += &pick(
                    language,
                    format!(" (set for this audit; the rules state {stated})"),
                    format!("（本次审计设定；规则原定 {stated}）"),
                );
            }
            if let Some(why) = &parameter.why {
                line += " · ";
                line += why;
            }
            fact("parameter", "参数", &line);
        }
        if let Some(shown) = self.shown() {
            fact("shown", "显示范围", &shown);
        }
        fact("engine", "引擎", &format!("guiju {ENGINE}"));
    }

    fn policy(&self, policy: &Policy) -> String {
        let mut line = policy.title.clone();
        if let Some(document) = &policy.document {
            line += &pick(self.language, format!(" ({document})"), format!("（{document}）"));
        }
        for word in [&policy.issuer, &policy.source].into_iter().flatten() {
            line += " · ";
            line += word;
        }
        line
    }

    /// The filters in words; a report that leaves something out says so.
    fn shown(&self) -> Option<String> {
        let selection = self.report.selection;
        let comma = self.say(", ", "、");
        let mut parts = Vec::new();
        if !selection.statuses.is_empty() {
            let names: Vec<_> = selection.statuses.iter().map(|status| words::status(self.language, *status)).collect();
            parts.push(format!("{}{}", self.say("status ", "结论为 "), names.join(comma)));
        }
        if !selection.rules.is_empty() {
            let names: Vec<_> = self.report.rules().map(|(_, rule)| rule.id.as_str()).collect();
            parts.push(format!("{}{}", self.say("rule ", "规则 "), names.join(comma)));
        }
        if !selection.subjects.is_empty() {
            let subjects = self.report.ledger.subjects();
            let named = selection.subjects.iter().filter_map(|subject| subjects.get(subject.0 as usize));
            let names: Vec<_> = named.map(|subject| subject.id.as_str()).collect();
            parts.push(format!("{}{}", self.say("subject ", "主体 "), names.join(comma)));
        }
        (!parts.is_empty()).then(|| parts.join(self.say("; ", "；")))
    }

    fn summary(&self, page: &mut Page) {
        page.heading(self.say("Summary", "汇总"));
        let total = self.report.total();
        let rare = |status| !matches!(status, Status::Remedied | Status::Exempt) || total.of(status) > 0;
        let statuses: Vec<Status> = Status::ALL.into_iter().filter(|status| rare(*status)).collect();
        let rows: Vec<Row> = self
            .report
            .rules()
            .map(|(number, rule)| {
                let description = &rule.description;
                let text = |text: &Option<String>| text.as_deref().unwrap_or("").to_owned();
                Row {
                    id: rule.id.clone(),
                    title: text(&description.title),
                    cite: text(&description.cite),
                    counts: self.report.counts(number),
                }
            })
            .collect();
        let all =
            Row { id: self.say("all", "合计").to_owned(), title: String::new(), cite: String::new(), counts: total };
        for (at, line) in self.table(&statuses, &rows, &all).into_iter().enumerate() {
            let last = at == rows.len() + 1;
            let style = if at == 0 {
                Style::new().dimmed()
            } else if last {
                Style::new().bold()
            } else {
                Style::new()
            };
            page.line(0, &line.style(style).to_string());
        }
    }

    /// The lines of the summary: a header, a line a rule, the totals.
    fn table(&self, statuses: &[Status], rows: &[Row], all: &Row) -> Vec<String> {
        let names: Vec<&str> = statuses.iter().map(|status| words::status(self.language, *status)).collect();
        let digits = |status: &Status| grouped(all.counts.of(*status)).width();
        let numbers: usize =
            statuses.iter().zip(&names).map(|(status, name)| digits(status).max(name.width()) + 2).sum();
        let widest = |text: fn(&Row) -> &String| rows.iter().map(|row| clean(text(row)).width()).max().unwrap_or(0);
        let (ids, titles, cites) = (widest(|row| &row.id), widest(|row| &row.title), widest(|row| &row.cite));
        // Clauses are short and titles say most: ids, which may be whole sentences, take what is left.
        let room = WIDTH.saturating_sub(numbers);
        let cites = cites.min(14);
        let room = room.saturating_sub(if cites > 0 { cites + 2 } else { 0 });
        let titles =
            titles.min(if ids + titles + 2 > room { (room / 2).max(room.saturating_sub(ids + 2)) } else { titles });
        let ids = ids.min(room.saturating_sub(if titles > 0 { titles + 2 } else { 0 }));
        let mut table = Table::new();
        table.load_style(TableStyle::new()).set_content_arrangement(ContentArrangement::Disabled);
        let header = (self.say("rule", "规则"), self.say("title", "名称"), self.say("clause", "条款"));
        let mut add = |id: &str, title: &str, cite: &str, numbers: Vec<String>| {
            let mut cells = vec![Cell::new(truncated(id, ids.max(4)))];
            if titles > 0 {
                cells.push(Cell::new(truncated(title, titles.max(5))));
            }
            if cites > 0 {
                cells.push(Cell::new(truncated(cite, cites.max(6))));
            }
            cells.extend(numbers.into_iter().map(|number| Cell::new(number).set_alignment(CellAlignment::Right)));
            table.add_row(cells);
        };
        add(header.0, header.1, header.2, names.iter().map(|name| (*name).to_owned()).collect());
        for row in rows.iter().chain([all]) {
            let numbers = statuses.iter().map(|status| grouped(row.counts.of(*status))).collect();
            add(&row.id, &row.title, &row.cite, numbers);
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        table.lines().map(|line| line.trim_end().to_owned()).collect()
    }

    fn breaches(&self, page: &mut Page) {
        let language = self.language;
        let tally = &self.report.tally;
        if tally.breaches == 0 {
            page.heading(self.say("Breaches", "违规与逾期"));
            let none = match self.report.selection == &Selection::default() {
                true => self.say("nothing is violated or late", "没有违规或逾期"),
                false => self.say("nothing shown is violated or late", "所示范围内没有违规或逾期"),
            };
            page.paragraph(0, none, Style::new().green());
        } else {
            let number = grouped(tally.breaches);
            page.heading(&pick(
                language,
                format!("Breaches, worst first: {number}"),
                format!("违规与逾期（由重到轻）：{number}"),
            ));
        }
        let breaches = Breaches { report: self.report, language };
        for (at, verdict) in self.report.worst.iter().enumerate() {
            breaches.write(page, at + 1, verdict);
        }
        let listed = u64::try_from(self.report.worst.len()).unwrap_or(u64::MAX);
        if let Some(more) = tally.breaches.checked_sub(listed).filter(|more| *more > 0) {
            let more = grouped(more);
            page.blank();
            page.paragraph(0, &pick(language, format!("… and {more} more"), format!("……另有 {more} 项")), Style::new());
        }
        let others = tally.shown - tally.breaches;
        if others > 0 && !self.report.selection.statuses.is_empty() {
            page.blank();
            let en = counted(language, others, ("verdict that is", "verdicts that are"), "");
            let en = format!("{en} no breach: csv, ndjson and json list them");
            let zh = format!("另有 {} 项结论不是违规：csv、ndjson、json 格式会列出", grouped(others));
            page.paragraph(0, &pick(language, en, zh), Style::new());
        }
        let hidden = tally.all.breaches() - tally.breaches;
        if hidden > 0 {
            page.blank();
            let en = counted(language, hidden, ("breach is", "breaches are"), "");
            let en = format!("{en} outside what is shown");
            let hidden = grouped(hidden);
            page.paragraph(
                0,
                &pick(language, en, format!("另有 {hidden} 项违规或逾期不在显示范围内")),
                Style::new().yellow(),
            );
        }
    }

    fn unknown(&self, page: &mut Page) {
        let mut reasons: Vec<(String, u64)> = Vec::new();
        for ((_, reason), verdicts) in &self.report.tally.unknown {
            let reason = words::reason(self.language, *reason, self.report.book);
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, count)) => *count += verdicts,
                None => reasons.push((reason, *verdicts)),
            }
        }
        if reasons.is_empty() {
            return;
        }
        reasons.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        page.heading(self.say("Unknown, and why", "无法判定的原因"));
        self.numbers(page, reasons);
    }

    /// Institutions that no rule asks anything of: a misspelt category or region is found here.
    fn without_duty(&self, page: &mut Page) {
        let (count, first) = self.report.without_duty();
        if count == 0 {
            return;
        }
        let (language, number) = (self.language, grouped(count));
        page.heading(&pick(
            language,
            format!("Institutions without any duty under these rules: {number}"),
            format!("在这些规则下没有任何义务的机构：{number}"),
        ));
        for id in &first {
            let Some(subject) = self.report.ledger.subjects().get(id.0 as usize) else { continue };
            let mut line = subject.id.clone();
            if let Some(name) = &subject.name {
                line += " ";
                line += name;
            }
            if let Some((category, named)) = self.report.category(*id) {
                line += &pick(language, format!(" · category {category}"), format!(" · 类别 {category}"));
                line += if named { "" } else { self.say(", which no rule names", "（规则未提及）") };
            }
            if let Some(region) = self.report.ledger.last_row(*id).and_then(|row| row.region.as_ref()) {
                line += &pick(language, format!(" · region {region}"), format!(" · 地区 {region}"));
            }
            page.entry(0, 2, "-", &line, Style::new());
        }
        let listed = u64::try_from(first.len()).unwrap_or(u64::MAX);
        if let Some(more) = count.checked_sub(listed).filter(|more| *more > 0) {
            let more = grouped(more);
            page.paragraph(2, &pick(language, format!("… and {more} more"), format!("……另有 {more} 家")), Style::new());
        }
    }

    fn data(&self, page: &mut Page) {
        let faults = &self.report.provenance.data;
        if !faults.is_empty() {
            page.heading(self.say("Data", "数据疑点"));
        }
        for fault in faults {
            page.entry(0, 2, "-", fault.wording().in_language(self.language), Style::new());
        }
    }

    fn rows(&self, page: &mut Page) {
        let provenance = self.report.provenance;
        page.heading(self.say("Rows", "数据行"));
        let rows = provenance.rows();
        let [read, used, ignored, rejected] = [rows.read, rows.used, rows.ignored, rows.rejected].map(grouped);
        let en = format!("{read} read = {used} used + {ignored} ignored + {rejected} rejected");
        let zh = format!("读入 {read} = 采用 {used} + 忽略 {ignored} + 拒收 {rejected}");
        page.paragraph(0, &pick(self.language, en, zh), Style::new());
        if provenance.matched.beyond_ids() {
            let found = provenance.matched.wording();
            let (en, zh) = (format!("institutions found {}", found.en), format!("机构认定：{}", found.zh));
            page.paragraph(0, &pick(self.language, en, zh), Style::new());
        }
        for records in &provenance.records {
            page.paragraph(2, records.in_language(self.language), Style::new());
        }
        if !provenance.ignored.is_empty() {
            page.paragraph(0, self.say("ignored", "忽略"), Style::new().dimmed());
            self.numbers(
                page,
                provenance
                    .ignored
                    .iter()
                    .map(|kind| (kind.wording.in_language(self.language).to_owned(), kind.rows))
                    .collect(),
            );
        }
        if !provenance.rejects.is_empty() {
            page.paragraph(0, self.say("rejected", "拒收"), Style::new().dimmed());
        }
        for reject in provenance.rejects.iter().take(REJECTS) {
            page.paragraph(2, reject.wording().in_language(self.language), Style::new());
        }
        let named = u64::try_from(provenance.rejects.len().min(REJECTS)).unwrap_or(0);
        if let Some(more) = provenance.rejected.checked_sub(named).filter(|more| *more > 0) {
            let more = grouped(more);
            page.paragraph(
                2,
                &pick(self.language, format!("… and {more} more"), format!("……另有 {more} 行")),
                Style::new(),
            );
        }
        if provenance.unmatched > 0 {
            let (cells, (names, them)) =
                (provenance.unmatched, if provenance.unmatched == 1 { ("name", "it") } else { ("names", "them") });
            let en = format!(
                "{cells} institution {names} could not be matched: `--resolve FILE` lists {them} for a person to decide"
            );
            let zh = format!("有 {cells} 个机构名称未能对上：可用 `--resolve 文件` 列出，由人认定");
            page.paragraph(2, &pick(self.language, en, zh), Style::new());
        }
    }

    fn warnings(&self, page: &mut Page) {
        let warnings = &self.report.provenance.warnings;
        if !warnings.is_empty() {
            page.heading(self.say("Warnings", "提醒"));
            for warning in warnings {
                page.entry(0, 2, "-", warning.in_language(self.language), Style::new());
            }
        }
    }

    /// Lines of a number and what it counts.
    fn numbers(&self, page: &mut Page, counted: Vec<(String, u64)>) {
        let width = counted.iter().map(|(_, number)| grouped(*number).len()).max().unwrap_or(0);
        for (text, number) in counted {
            page.entry(2, width + 2, &format!("{:>width$}", grouped(number)), &text, Style::new());
        }
    }
}

/// A line of the summary.
struct Row {
    id: String,
    title: String,
    cite: String,
    counts: Counts,
}

/// The beginning of a fingerprint: enough to tell files apart by eye; the JSON report has all of it.
fn fingerprint(sha256: Option<&String>) -> String {
    match sha256 {
        Some(hash) => format!(" · sha256 {}", hash.get(..12).unwrap_or(hash)),
        None => String::new(),
    }
}
