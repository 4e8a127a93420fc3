//! Small workbooks of one sheet, written by hand.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;

/// An archive of parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The same archive with other words in the names of its parts and in what the parts say.
pub fn renamed(whole: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut parts = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
    let parts: Vec<(String, Vec<u8>)> = (0..parts.len())
        .map(|at| {
            let mut part = parts.by_index(at).unwrap();
            let mut said = String::new();
            part.read_to_string(&mut said).unwrap();
            (part.name().unwrap().replace(from, to), said.replace(from, to).into_bytes())
        })
        .collect();
    archive(&parts.iter().map(|(name, said)| (name.as_str(), said.as_slice())).collect::<Vec<_>>())
}

fn relations(to: &str, sort: &str) -> String {
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{sort}" Target="{to}"/></Relationships>"#
    )
}

/// An XLSX with these rows.
pub fn xlsx(rows: &str) -> Vec<u8> {
    merged_xlsx(rows, &[])
}

/// An XLSX with these rows and merged cells.
pub fn merged_xlsx(rows: &str, merged: &[&str]) -> Vec<u8> {
    let merged: String = merged.iter().map(|place| format!(r#"<mergeCell ref="{place}"/>"#)).collect();
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"#
    );
    let workbook = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    archive(&[
        ("_rels/.rels", relations("xl/workbook.xml", "officeDocument").as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations("worksheets/sheet1.xml", "worksheet").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// An ODS with these rows.
pub fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let sort = b"application/vnd.oasis.opendocument.spreadsheet";
    let manifest = br#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    archive(&[("mimetype", sort), ("content.xml", content.as_bytes()), ("META-INF/manifest.xml", manifest)])
}

/// A row of an ODS.
pub fn ods_row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}

/// An XLSB with these cells: row, column, text; rows and columns count from 0.
pub fn xlsb(cells: &[(u32, u32, &str)]) -> Vec<u8> {
    let mut sheet = [record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])].concat();
    let mut last = None;
    for (row, column, text) in cells {
        if last.replace(row) != Some(row) {
            sheet.extend(record(0x00, &row.to_le_bytes()));
        }
        sheet.extend(record(0x06, &[&column.to_le_bytes(), [0; 4].as_slice(), &wide(text)].concat()));
    }
    sheet.extend(record(0x92, &[]));
    let bundle = [[0; 8].as_slice(), &wide("rId1"), &wide("S")].concat();
    let workbook = [record(0x9c, &bundle), record(0x90, &[]), record(0x84, &[])].concat();
    archive(&[
        ("_rels/.rels", relations("xl/workbook.bin", "officeDocument").as_bytes()),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", relations("worksheets/sheet1.bin", "worksheet").as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

fn record(sort: u8, bytes: &[u8]) -> Vec<u8> {
    let mut record = if sort < 0x80 { vec![sort] } else { vec![sort, 1] };
    assert!(bytes.len() < 1 << 14);
    record.extend([(bytes.len() & 0x7f) as u8 | 0x80, (bytes.len() >> 7) as u8]);
    record.extend(bytes);
    record
}

/// A text with its length.
fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap().to_le_bytes();
    length.into_iter().chain(units.iter().flat_map(|unit| unit.to_le_bytes())).collect()
}
