//! A table with columns of one width, also under Chinese.

use unicode_width::UnicodeWidthStr;

/// Lines of cells; the first column stands left, columns of numbers stand right.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The lines, each with its line end and without spaces before it.
    pub(super) fn render(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let is_number = |column: usize| {
            self.rows.iter().skip(1).filter_map(|row| row.get(column)).all(|cell| cell.parse::<usize>().is_ok())
        };
        let right: Vec<bool> = (0..columns).map(is_number).collect();
        let mut out = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (at, (cell, (width, right))) in row.iter().zip(widths.iter().zip(&right)).enumerate() {
                let gap = " ".repeat(width.saturating_sub(cell.width()));
                let between = if at == 0 { "" } else { "  " };
                line.push_str(between);
                line.push_str(&if *right { format!("{gap}{cell}") } else { format!("{cell}{gap}") });
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}
