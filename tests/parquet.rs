//! Parquet says what rows in memory say, however it was written; what is damaged is an error.
#![cfg(feature = "parquet")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "ledger/book.rs"]
mod book;
#[path = "ledger/told.rs"]
#[allow(dead_code, reason = "shared with the other readers' tests")]
mod told;

use std::fmt::Write as _;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use proptest::sample::select;

use book::book;
use guiju::calendar::Day;
use guiju::ledger::{self, Asked, Builder, FileIntake, Input, Intake, Ledger, LedgerError, Tables};
use told::tell_ledger;

/// A table of texts; `None` is no value.
type Rows = Vec<Vec<Option<String>>>;

/// How a file is written.
#[derive(Debug, Clone)]
struct Written {
    version: WriterVersion,
    dictionary: bool,
    coding: Option<Encoding>,
    compression: Compression,
    page: usize,
    group: usize,
    required: bool,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            version: WriterVersion::PARQUET_1_0,
            dictionary: true,
            coding: None,
            compression: Compression::SNAPPY,
            page: 1024,
            group: 1 << 20,
            required: false,
        }
    }
}

/// A file of text columns.
fn written(headers: &[&str], rows: &Rows, how: &Written) -> Vec<u8> {
    let mut properties = WriterProperties::builder()
        .set_writer_version(how.version)
        .set_dictionary_enabled(how.dictionary)
        .set_compression(how.compression)
        .set_dictionary_page_size_limit(200)
        .set_write_batch_size(how.page)
        .set_data_page_row_count_limit(how.page);
    if let Some(coding) = how.coding {
        properties = properties.set_encoding(coding);
    }
    let kind = if how.required { "required" } else { "optional" };
    let columns: String = headers.iter().map(|header| format!("{kind} binary {header} (utf8);")).collect();
    let schema = Arc::new(parse_message_type(&format!("message table {{ {columns} }}")).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    for rows in rows.chunks(how.group) {
        let mut group = writer.next_row_group().unwrap();
        for at in 0..headers.len() {
            let cells: Vec<Option<&str>> = rows.iter().map(|row| row[at].as_deref()).collect();
            let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
            let there = cells.iter().map(|cell| if how.required { Some(cell.unwrap_or("")) } else { *cell });
            let values: Vec<ByteArray> = there.flatten().map(ByteArray::from).collect();
            let mut column = group.next_column().unwrap().unwrap();
            let levels = (!how.required).then_some(levels.as_slice());
            column.typed::<ByteArrayType>().write_batch(&values, levels, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

/// Everything that reading came to.
fn told(read: Result<(Ledger, Intake), LedgerError>) -> String {
    let (ledger, intake) = match read {
        Ok(read) => read,
        Err(error) => return error.wording().en,
    };
    let mut out = String::new();
    for file in intake.files() {
        let FileIntake { file: name, read, used, ignored, rejected, .. } = file;
        assert_eq!(*read, used + ignored.total() + rejected, "the counts add up");
        writeln!(out, "{name}: {read} {used} {ignored:?} {rejected} {:?}", file.ignored_activities).unwrap();
        let rejects = file.rejects.iter().map(|reject| reject.wording());
        let misfits = file.misfits.iter().map(|misfit| misfit.wording(name));
        rejects.chain(misfits).for_each(|wording| writeln!(out, "  {}", wording.en).unwrap());
    }
    intake.faults().iter().for_each(|fault| writeln!(out, "{}", fault.wording().en).unwrap());
    writeln!(out, "{:?}", intake.matched()).unwrap();
    intake.notes.iter().for_each(|note| writeln!(out, "{}", note.wording().en).unwrap());
    tell_ledger(&mut out, &book(), &ledger);
    out
}

const REGISTER: [&str; 4] = ["id", "name", "opened", "closed"];
const RECORDS: [&str; 10] = [
    "institution",
    "institution_name",
    "activity",
    "date",
    "id",
    "participants",
    "result",
    "ref_id",
    "reported",
    "closed_off",
];

fn some(cells: &[&str]) -> Vec<Option<String>> {
    cells.iter().map(|cell| (!cell.is_empty()).then(|| (*cell).to_owned())).collect()
}

fn cells(pool: &[&'static str]) -> impl Strategy<Value = Option<String>> + use<> {
    prop::option::weighted(0.9, select(pool.to_vec()).prop_map(str::to_owned))
}

/// A record, as strange as records are.
fn record() -> impl Strategy<Value = Vec<Option<String>>> {
    (
        cells(&["A1", "A1", "A2", "A2", "甲", "乙", "Ａ1", "A9", " ", "\u{fffd}"]),
        cells(&["甲", "乙", ""]),
        cells(&["fire_drill", "hazard_found", "hazard_found", "消防演练", "visitor_log", "fire_dril", "", "\u{fffd}"]),
        cells(&["2024-03-05", "2024-03-06", "2024/3/7 9:30", "2024-01-01", "2025-01-01", "2024-02-30", "", "3/5/24"]),
        prop_oneof![3 => Just(None), 1 => "[a-z]{1,2}".prop_map(Some)],
        cells(&["7", "1,234", "60张", ""]),
        cells(&["通过", "不通过", "有"]),
        cells(&["H1", "H2", "a\u{fffd}", "abcdefghijklmnopqrstuvwxyz"]),
        cells(&["2024-03-05", "2024-03-05 10:00", "x"]),
        cells(&["是", "no", "maybe"]),
    )
        .prop_map(|(a, b, c, d, e, f, g, h, i, j)| vec![a, b, c, d, e, f, g, h, i, j])
}

fn how() -> impl Strategy<Value = Written> {
    let codings = vec![None, None, Some(Encoding::DELTA_BYTE_ARRAY), Some(Encoding::DELTA_LENGTH_BYTE_ARRAY)];
    let compressions = vec![
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::GZIP(Default::default()),
        Compression::LZ4_RAW,
    ];
    (any::<bool>(), any::<bool>(), select(codings), select(compressions), 1..20_usize, 1..40_usize, any::<bool>())
        .prop_map(|(old, dictionary, coding, compression, page, group, required)| Written {
            version: if old { WriterVersion::PARQUET_1_0 } else { WriterVersion::PARQUET_2_0 },
            dictionary,
            coding,
            compression,
            page,
            group,
            required,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_says_what_rows_in_memory_say(
        rows in prop::collection::vec(record(), 0..60),
        register in any::<bool>(),
        limited in any::<bool>(),
        identified in any::<bool>(),
        how in how(),
    ) {
        // Records without ids of their own have less to tell.
        let kept = |at: &usize| identified || RECORDS[*at] != "id";
        let headers: Vec<&str> = (0..RECORDS.len()).filter(kept).map(|at| RECORDS[at]).collect();
        let of_row = |row: &Vec<Option<String>>| (0..row.len()).filter(kept).map(|at| row[at].clone()).collect();
        let rows: Rows = rows.iter().map(of_row).collect();
        let book = book();
        let day = |year| Day::from_ymd(year, 6, 30);
        let asked = if limited { Asked { from: day(2023), to: day(2024), as_of: None } } else { Asked::default() };
        let mut builder = Builder::new(&book, asked);
        let people: Rows =
            vec![some(&["A1", "甲", "2024-01-02", ""]), some(&["A2", "乙", "", "2024-03-05"]), some(&["A3", "乙", "", ""])];
        let blank = |cell: &Option<String>| cell.clone().unwrap_or_default();
        if register {
            for row in &people {
                let row: Vec<String> = row.iter().map(blank).collect();
                builder.subjects(&REGISTER, [row.iter().map(String::as_str).collect::<Vec<_>>()]);
            }
        }
        for row in &rows {
            let row: Vec<String> = row.iter().map(blank).collect();
            builder.records(&headers, [row.iter().map(String::as_str).collect::<Vec<_>>()]);
        }
        let input = |name, headers: &[&str], rows: &Rows| Input::bytes(name, written(headers, rows, &how));
        let tables = Tables {
            register: register.then(|| input("subjects", &REGISTER, &people)),
            records: if rows.is_empty() { vec![] } else { vec![input("records", &headers, &rows)] },
            ..Tables::default()
        };
        prop_assert_eq!(told(ledger::read_tables(&book, tables, asked, &mut |_| ())), told(builder.finish()));
    }
}

/// A file of columns of many types.
fn typed() -> Vec<u8> {
    let schema = "message table { required binary institution; required binary activity (enum); required int32 date \
                  (date); optional int64 reported (timestamp_millis); required int32 participants (decimal(9, 1)); \
                  required group tags (list) { repeated group list { required binary element; } } \
                  required group what { required boolean closed_off; } }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    write::<ByteArrayType>(&mut group, &texts(&["A1", "A2"]), None, None);
    write::<ByteArrayType>(&mut group, &texts(&["fire_drill", "hazard_found"]), None, None);
    write::<Int32Type>(&mut group, &[19_787, 19_788], None, None);
    write::<Int64Type>(&mut group, &[1_709_649_005_000], Some(&[0, 1]), None);
    write::<Int32Type>(&mut group, &[75, 80], None, None);
    write::<ByteArrayType>(&mut group, &texts(&["a", "b", "c"]), Some(&[1, 1, 1]), Some(&[0, 1, 0]));
    write::<BoolType>(&mut group, &[true, false], None, None);
    group.close().unwrap();
    writer.into_inner().unwrap()
}

fn texts(texts: &[&str]) -> Vec<ByteArray> {
    texts.iter().map(|text| ByteArray::from(*text)).collect()
}

fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    defined: Option<&[i16]>,
    repeated: Option<&[i16]>,
) {
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<T>().write_batch(values, defined, repeated).unwrap();
    column.close().unwrap();
}

fn read(bytes: Vec<u8>) -> String {
    told(ledger::read(&book(), None, vec![Input::bytes("log.parquet", bytes)], Asked::default(), &mut |_| ()))
}

#[test]
fn columns_of_every_type_say_what_cells_would() {
    insta::assert_snapshot!(read(typed()), @r"
    log.parquet: 2 2 Ignored { not_needed: 0, after_as_of: 0, outside_coverage: 0, undecided: 0, skipped: 0, no_record: 0, repeated: 0 } 0 {}
    Matched([0, 0, 0, 0, 0, 0, 0])
    no record file has a column for `result` of `fire_drill`: it is missing everywhere
    no record file has a column for `ref_id` of `hazard_found`: it is missing everywhere
    no record file has a column for `start` of `hazard_found`: it is missing everywhere
    no record file has a column for `closed_off` of `hazard_found`: it is missing everywhere
    there is no register: the subjects are those with records, and silent institutions are invisible
    coverage 2024-03-05 … 2024-03-06, as of 2024-03-06
    A1 (every) - … -
      2024-03-05 fire_drill log.parquet:1, participants 7.5, result -
    A2 (every) - … -
      2024-03-06 hazard_found log.parquet:2, ref_id -, reported 2024-03-05 22:30:05, start -, closed_off -
    ");
}

#[test]
fn a_file_without_a_column_that_is_needed_says_which_it_has() {
    let rows = vec![some(&["A1", "fire_drill", "2024-03-05"])];
    insta::assert_snapshot!(read(written(&["institution", "what", "date"], &rows, &Written::default())), @"`log.parquet` has no column for the activity: call it `activity`, `活动`, or `事项`; its headers are `institution`, `what`, `date`");
}

#[test]
fn a_file_that_is_cut_short_is_an_error_wherever_it_is_cut() {
    let whole = typed();
    for length in 4..whole.len() {
        let told = read(whole[..length].to_vec());
        assert!(told.starts_with("`log.parquet` is damaged or cut short"), "{length}: {told}");
    }
}

#[test]
fn a_file_whose_middle_is_missing_is_an_error() {
    let row = |at: usize| vec![Some(format!("A{at}")), Some("fire_drill".to_owned()), Some("2024-03-05".to_owned())];
    let whole = written(&["institution", "activity", "date"], &(0..500).map(row).collect(), &Written::default());
    let mut cut = whole[..400].to_vec();
    cut.extend(&whole[800..]);
    let told = read(cut);
    assert!(told.starts_with("`log.parquet` is damaged or cut short"), "{told}");
}

#[test]
fn a_value_that_is_too_long_is_an_error() {
    let long = "x".repeat(guiju::ledger::CELL_LIMIT + 1);
    let rows = vec![some(&["A1", "fire_drill", "2024-03-05", &long])];
    for dictionary in [true, false] {
        let how = Written { dictionary, ..Written::default() };
        insta::allow_duplicates! {
            insta::assert_snapshot!(read(written(&["institution", "activity", "date", "result"], &rows, &how)), @"`log.parquet`, row 1: a cell says more than 1 MiB: shorten it");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_never_more_than_an_error(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        how in how(),
        wide in any::<bool>(),
    ) {
        let rows = (0..30).map(|at| some(&["A1", "fire_drill", if at % 2 == 0 { "2024-03-05" } else { "" }])).collect();
        let mut bytes = if wide { typed() } else { written(&["institution", "activity", "date"], &rows, &how) };
        let at = at.index(bytes.len());
        bytes[at] = byte;
        read(bytes);
    }
}
