//! What of a file is damaged, in the words of people who did not write its reader.

use crate::text::Wording;

/// What of a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// What the parts of an archive are.
    Archive,
    /// What a workbook says of its sheets.
    Workbook,
    /// The cells of a sheet.
    Cells,
    /// This row of a sheet comes twice, or behind one that follows it.
    Order(u64),
    /// What a Parquet file says of its columns, which stands at its end.
    Footer,
    /// Values of a column.
    Column,
}

impl Damage {
    /// What is wrong, as a sentence goes on with it.
    pub(crate) fn wording(self) -> Wording {
        match self {
            Self::Archive => Wording::new("its list of parts cannot be read", "其各部分的目录无法读取"),
            Self::Workbook => Wording::new("what it says of its sheets cannot be read", "其工作表的目录无法读取"),
            Self::Cells => Wording::new("its cells cannot be read", "其单元格无法读取"),
            Self::Order(row) => {
                Wording::new(format!("row {row} comes twice or out of order"), format!("第 {row} 行重复出现或次序颠倒"))
            }
            Self::Footer => {
                Wording::new("its end, which says what its columns are, cannot be read", "其末尾的列目录无法读取")
            }
            Self::Column => Wording::new("values of a column cannot be read", "某列的内容无法读取"),
        }
    }
}
