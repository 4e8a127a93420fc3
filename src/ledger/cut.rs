//! Where a stretch of CSV may be cut: at the end of a row, which is a line end outside quotes.

use memchr::{memchr, memrchr};

/// What was found in a stretch that begins with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Where the last whole row ends; 0 if there is none.
    pub(crate) end: usize,
    /// Where a quoted cell begins that is still open at the end.
    pub(crate) open: Option<usize>,
}

/// Looks for the last row end. Quotes open a cell only at its beginning, as the `csv` crate has it.
pub(crate) fn last_row_end(text: &[u8], delimiter: u8) -> Cut {
    let mut end = 0;
    let mut outside = 0;
    let mut from = 0;
    while let Some(quote) = find(text, b'"', from) {
        if !begins_cell(text, quote, delimiter) {
            from = quote + 1;
            continue;
        }
        end = row_end(text, outside, quote).unwrap_or(end);
        match closing(text, quote) {
            Some(close) => {
                outside = close;
                from = close;
            }
            None => return Cut { end, open: Some(quote) },
        }
    }
    Cut { end: row_end(text, outside, text.len()).unwrap_or(end), open: None }
}

fn find(text: &[u8], byte: u8, from: usize) -> Option<usize> {
    Some(from + memchr(byte, text.get(from..)?)?)
}

fn begins_cell(text: &[u8], quote: usize, delimiter: u8) -> bool {
    let before = quote.checked_sub(1).and_then(|at| text.get(at));
    before.is_none_or(|byte| *byte == delimiter || *byte == b'\n' || *byte == b'\r')
}

/// The byte behind the quote that closes the cell; a quote that ends the text may be half of a pair, so it closes nothing.
fn closing(text: &[u8], open: usize) -> Option<usize> {
    let mut from = open + 1;
    loop {
        let quote = find(text, b'"', from)?;
        match text.get(quote + 1) {
            Some(b'"') => from = quote + 2,
            Some(_) => return Some(quote + 1),
            None => return None,
        }
    }
}

/// The byte behind the last line end of an unquoted stretch.
fn row_end(text: &[u8], from: usize, to: usize) -> Option<usize> {
    let stretch = text.get(from..to)?;
    if let Some(at) = memrchr(b'\n', stretch) {
        return Some(from + at + 1);
    }
    // Line ends of old: a lone CR. The last byte may be half of CR LF.
    let lone = stretch.get(..stretch.len().checked_sub(1)?)?;
    memrchr(b'\r', lone).map(|at| from + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str) -> usize {
        last_row_end(text.as_bytes(), b',').end
    }

    #[test]
    fn rows_are_cut_at_line_ends_outside_quotes_only() {
        assert_eq!(end("a,b\nc,d\ne"), 8);
        assert_eq!(end("a,\"b\nc\",d\ne"), 10);
        assert_eq!(end("a,\"b\nc"), 0);
        assert_eq!(end("x\na,\"b\nc"), 2);
        assert_eq!(end("a,5\" pipe\nc\n"), 12);
        assert_eq!(end("a,\"x\"\"\ny\"\nc"), 10);
        assert_eq!(end("a\rb\rc\r"), 4);
    }
}
