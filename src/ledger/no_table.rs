//! Files that are no tables, by their first bytes: pictures and documents lie in folders beside them.

#[cfg(feature = "workbooks")]
use std::io::{self, Read, Seek, SeekFrom};

use crate::text::Wording;

/// What a file is that is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTable {
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A text document or a presentation.
    Document,
    /// A web page or XML, which spreadsheets open like a workbook.
    Page,
    /// An archive.
    Archive,
    /// A text whose first line names one column at most.
    Text,
}

impl NoTable {
    /// By the first bytes.
    pub(crate) fn of(start: &[u8]) -> Option<Self> {
        const KNOWN: &[(&[u8], NoTable)] = &[
            (b"%PDF", NoTable::Pdf),
            (b"\x89PNG", NoTable::Picture),
            (b"\xff\xd8\xff", NoTable::Picture),
            (b"GIF8", NoTable::Picture),
            (b"II*\0", NoTable::Picture),
            (b"MM\0*", NoTable::Picture),
            (b"{\\rtf", NoTable::Document),
            (b"Rar!\x1a", NoTable::Archive),
            (b"7z\xbc\xaf\x27\x1c", NoTable::Archive),
            (b"\xfd7zXZ", NoTable::Archive),
            (b"BZh", NoTable::Archive),
        ];
        let known = KNOWN.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, foreign)| *foreign);
        known.or_else(|| Self::is_page(start).then_some(Self::Page))
    }

    fn is_page(start: &[u8]) -> bool {
        const OPENINGS: [&[u8]; 7] = [b"<!doctype", b"<html", b"<head", b"<meta", b"<style", b"<table", b"<?xml"];
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
        OPENINGS
            .iter()
            .any(|opening| start.get(..opening.len()).is_some_and(|letters| letters.eq_ignore_ascii_case(opening)))
    }

    /// Whether a compound file is a document and no workbook, by the names of its parts; it is rewound.
    #[cfg(feature = "workbooks")]
    pub(crate) fn of_compound(source: &mut (impl Read + Seek)) -> io::Result<Option<Self>> {
        use memchr::memmem::Finder;
        // Names stand in the directory, which may lie anywhere; documents are small.
        const LOOKED_AT: u64 = 64 << 20;
        let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let (word, slides) = (wide("WordDocument"), wide("PowerPoint Document"));
        let (workbook, book) = (wide("Workbook\0"), wide("Book\0"));
        let finders = [&word, &slides, &workbook, &book].map(|name| Finder::new(name.as_slice()));
        let mut seen = [false; 4];
        let mut block = vec![0_u8; 1 << 20];
        // A name may lie across two blocks.
        let mut kept = 0;
        source.seek(SeekFrom::Start(0))?;
        let mut rest = source.by_ref().take(LOOKED_AT);
        loop {
            let read = rest.read(block.get_mut(kept..).unwrap_or_default())?;
            if read == 0 {
                break;
            }
            let end = kept + read;
            let text = block.get(..end).unwrap_or_default();
            for (seen, finder) in seen.iter_mut().zip(&finders) {
                *seen = *seen || finder.find(text).is_some();
            }
            kept = end.min(slides.len());
            block.copy_within(end - kept..end, 0);
        }
        source.seek(SeekFrom::Start(0))?;
        let [word, slides, workbook, book] = seen;
        Ok(((word || slides) && !workbook && !book).then_some(Self::Document))
    }

    /// What it is in both languages.
    pub(crate) fn words(self) -> Wording {
        let (en, zh) = match self {
            Self::Pdf => ("a PDF", "PDF 文件"),
            Self::Picture => ("a picture", "图片"),
            Self::Document => ("a text document or a presentation", "文档或演示文稿"),
            Self::Page => ("a web page or XML", "网页或 XML"),
            Self::Archive => ("an archive", "压缩包"),
            Self::Text => ("a text without columns", "不分列的文本"),
        };
        Wording::new(en, zh)
    }

    /// What to do with one that was named as a table.
    pub(crate) fn advice(self) -> Wording {
        let (en, zh) = match self {
            Self::Page => {
                ("open it in a spreadsheet and save it as XLSX or CSV", "请在表格软件中打开，另存为 XLSX 或 CSV")
            }
            Self::Archive => ("unpack it, and name the tables in it", "请先解压，再指明其中的表格"),
            _ => ("name the table that it was made from", "请指明其数据所在的表格"),
        };
        Wording::new(en, zh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_pictures_are_no_tables_and_headers_are() {
        for (start, foreign) in [
            ("%PDF-1.7", Some(NoTable::Pdf)),
            ("\u{feff}\r\n<HTML xmlns", Some(NoTable::Page)),
            ("{\\rtf1\\ansi", Some(NoTable::Document)),
            ("id,institution", None),
            ("<id>,institution", None),
            ("BZ,x", None),
        ] {
            assert_eq!(NoTable::of(start.as_bytes()), foreign, "{start}");
        }
    }
}
