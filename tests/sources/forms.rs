//! The forms that a table may be kept in, made of the same rows.

use std::io::{Cursor, Read, Write};

use serde_json::{Map, Value};

/// Records: one whose activity no rule names, one without a date that can be read.
pub const CSV: &str = "\
id,institution,activity,date,参加人数,备注
R1,A1,消防演练,2024-03-05,12,\"第一次, \"\"全员\"\"\"
R2,鹿城一院,消防演练,2024/9/6 9:30,10,
R3,A2,消防演练,2024年3月7日,9.5,人少
R4,A2,访客登记,2024-03-08,,
R5,A2,消防演练,soon,30,
R6,A2,消防演练,2024-11-30,1000,
";

/// The rows of a table, as objects.
pub fn objects(csv: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
    let mut rows = reader.records().map(Result::unwrap);
    let header = rows.next().unwrap();
    let value = |cell: &str| match cell {
        "" => Value::Null,
        _ if cell.parse::<u32>().is_ok_and(|number| number.to_string() == cell) => serde_json::from_str(cell).unwrap(),
        _ => Value::String(cell.to_owned()),
    };
    let object = |row: csv::StringRecord| {
        let cells = header.iter().zip(row.iter());
        // In the order of the header.
        let members: Vec<String> =
            cells.map(|(name, cell)| format!("{}:{}", Value::String(name.to_owned()), value(cell))).collect();
        format!("{{{}}}", members.join(","))
    };
    rows.map(object).collect()
}

pub fn ndjson(csv: &str) -> Vec<u8> {
    objects(csv).iter().map(|object| format!("{object}\n")).collect::<String>().into_bytes()
}

/// A list, laid out over lines as editors do.
pub fn array(csv: &str) -> Vec<u8> {
    format!("[\n  {}\n]\n", objects(csv).join(",\n  ").replace("\":", "\" :\n    ")).into_bytes()
}

/// What an interface answers: the list lies in an object.
pub fn wrapped(csv: &str) -> Vec<u8> {
    let page = Map::from_iter([("size".to_owned(), Value::from(100)), ("tags".to_owned(), Value::from(vec!["x"]))]);
    let page = Value::Object(page);
    format!("\u{feff}{{\"code\":0,\"data\":[{}],\"page\":{page}}}", objects(csv).join(",")).into_bytes()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(bytes, flate2::Compression::default()).read_to_end(&mut packed).unwrap();
    packed
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    // With a sum at the end, as the command line tool writes it.
    let mut encoder = ::zstd::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
