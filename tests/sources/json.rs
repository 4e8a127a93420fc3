//! JSON says what CSV says, however it is laid out and read.

use proptest::prelude::*;
use proptest::sample::select;

use guiju::ledger::{self, Asked, Cell, Input, Intake, Ledger};
use guiju::rulebook::{ActivityId, FieldId};

use super::book::book;
use super::cells::PLAIN;
use super::forms::objects;
use super::told::told;

fn config() -> ProptestConfig {
    let cases = std::env::var("GUIJU_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn read(text: impl Into<Vec<u8>>) -> (Ledger, Intake) {
    let input = Input::bytes("t.json", text);
    ledger::read(&book(), None, vec![input], Asked::default(), &mut |_| ()).unwrap()
}

/// What is told but for the first words, which name the separator.
fn rest(told: &str) -> String {
    told.split_once("): ").map_or(told, |(_, rest)| rest).to_owned()
}

fn cell() -> impl Strategy<Value = String> {
    let others = ["7", "a \"b\"", "line\nend", "\\", "}", "{\"a\":1}", "[", "true", "null"];
    let known = select([PLAIN.as_slice(), &others].concat());
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => "[^\r]{0,12}"]
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let headers =
        vec!["institution", "activity", "date", "id", "participants", "结果", "隐患编号", "reported", "备注", "地区"];
    let width = headers.len();
    let header = Just(headers).prop_shuffle().prop_map(|headers| headers.into_iter().map(str::to_owned).collect());
    let row = prop::collection::vec(cell(), width..=width);
    (header, prop::collection::vec(row, 1..30))
        .prop_map(|(header, rows): (Vec<String>, Vec<Vec<String>>)| std::iter::once(header).chain(rows).collect())
}

fn written(table: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    table.iter().for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn lines_and_lists_say_what_the_same_rows_say_as_csv(table in table(), block in 1_usize..3000) {
        let csv = written(&table);
        let objects = objects(&csv);
        let plain = told("t", csv, 1 << 20);
        // A blank line stands where CSV has its header, so that rows have the same numbers.
        let lines = format!("\n{}\n", objects.join("\n"));
        prop_assert_eq!(rest(&told("t", lines.clone(), block)), rest(&plain));
        prop_assert_eq!(rest(&told("t", lines.replace('\n', "\r\n"), block)), rest(&plain));
        // In a list the first object is the first row.
        let list = format!("[ {{}},\n{}]", objects.join(" ,"));
        prop_assert_eq!(rest(&told("t", list.clone(), block)), rest(&plain));
        let sequence = format!("{{\n}}{}", objects.concat());
        prop_assert_eq!(rest(&told("t", sequence, block)), rest(&plain));
        let wrapped = format!("{{\"n\":[1],\"data\":{list},\"more\":{{\"x\":[{{}}]}}}}");
        prop_assert_eq!(rest(&told("t", wrapped, block)), rest(&plain));
        let wide: Vec<u8> = format!("\u{feff}{list}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        prop_assert_eq!(rest(&told("t", wide, block)), rest(&plain));
    }

    #[test]
    fn random_json_brings_no_panic_and_reads_the_same_in_blocks_of_any_size(
        text in r#"[\[{]["{}]?(["{}\[\],:\\\n ]|"(institution|activity|date|甲)"|fire_drill|2024-03-05|1e3|null){0,40}"#,
        block in 1_usize..50,
    ) {
        prop_assert_eq!(told("t", text.clone(), block), told("t", text, 1 << 20));
    }
}

/// More than is looked at for the columns, with a name that only the last rows have.
fn long(separator: &str) -> String {
    let row = |at: usize| {
        let late = if at < 59_000 { "null".to_owned() } else { format!("\"late {at}\"") };
        let extra =
            if at.is_multiple_of(2) || at > 59_990 { format!(",\"后来{}\":{late}", at % 25) } else { String::new() };
        let day = at % 30;
        format!(
            "{{\"id\":\"R{at}\",\"institution\":\"机构{}\",\"activity\":\"消防演练\",\"date\":\"2024-03-{day:02}\",\"participants\":{at}{extra}}}",
            at % 17
        )
    };
    (0..60_000).map(row).collect::<Vec<_>>().join(separator)
}

#[test]
fn neither_the_size_of_blocks_nor_threads_change_what_is_read_of_long_files() {
    let lines = long("\n");
    assert!(lines.len() > 5 << 20);
    let list = format!("[{}]", long(","));
    let on = |text: &str, block: usize, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| told("t", text, block))
    };
    let whole = on(&lines, 1 << 20, 1);
    assert!(whole.contains("read 60000 = used 58000 + ignored 0"), "{}", &whole[..200]);
    for (block, threads) in [(1 << 20, 2), (70_000, 3), (1_000_003, 1)] {
        assert!(on(&lines, block, threads) == whole, "{block}");
        assert!(on(&list, block, threads) == whole, "a list, {block}");
    }
}

#[test]
fn what_comes_under_a_name_that_the_first_rows_do_not_have_is_counted_and_told() {
    let rows = long("\n").lines().count();
    let filler = long("\n");
    let (_, intake) = read(format!("{filler}\n{{\"institution\":\"甲\",\"spät\":7,\"leer\":\"\"}}\n"));
    let told: Vec<String> = intake.records[0].misfits.iter().map(|misfit| misfit.wording("t.json").en).collect();
    assert_eq!(
        told,
        [format!(
            "`t.json`, column `spät`: 1 cell is not in a column that the first rows name and counts as missing: row {} `7`",
            rows + 1
        )]
    );
}

#[test]
fn objects_in_rows_are_columns_with_a_point_and_numbers_are_exact() {
    let (ledger, intake) = read(
        "{\"who\":{\"name\":\"x\"},\"机构\":\"甲\",\"活动\":\"消防演练\",\"日期\":\"2024-03-05\",\"参加人数\":0.1000000000000000055511}\n\
         {\"机构\":\"甲\",\"活动\":\"消防演练\",\"日期\":\"2024-03-06\",\"参加人数\":1.5e3}\n\
         {\"机构\":\"甲\",\"活动\":\"消防演练\",\"日期\":\"2024-03-07\",\"参加人数\":[7]}\n",
    );
    let number = |at: u32| match ledger.field(ActivityId(0), ledger::RecordId(at), FieldId(0)) {
        Some(Cell::Number(number)) => number.to_string(),
        cell => format!("{cell:?}"),
    };
    assert_eq!([0, 1, 2].map(number), ["0.1000000000000000055511", "1500", "None"]);
    assert_eq!(
        intake.records[0].misfits[0].wording("t").en,
        "`t`, column `参加人数`: 1 cell is not a number and counts as missing: row 3 `[7]`"
    );
    let missing = ledger::read(
        &book(),
        None,
        vec![Input::bytes("t.json", "[{\"a\":{\"institution\":1,\"b\":{\"c\":2}},\"d\":null}]")],
        Asked::default(),
        &mut |_| (),
    );
    assert!(missing.unwrap_err().to_string().ends_with("its headers are `a.institution`, `a.b.c`, `d`"));
}
