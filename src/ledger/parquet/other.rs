//! Columns in rarer codings (differences, split bytes): the library decodes their values, here they become bytes.

use bytes::Bytes;
use parquet::column::page::PageReader;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::schema::types::ColumnDescPtr;

use super::column::{Rows, broken, called};
use crate::ledger::columns::NOTHING;
use crate::ledger::table::Stop;

/// A value as it would stand in a plain page.
trait Plain {
    fn plain(&self) -> Bytes;
}

impl Plain for bool {
    fn plain(&self) -> Bytes {
        Bytes::from_static(if *self { &[1] } else { &[0] })
    }
}

macro_rules! little_endian {
    ($($number:ty)*) => {
        $(impl Plain for $number {
            fn plain(&self) -> Bytes {
                Bytes::copy_from_slice(&self.to_le_bytes())
            }
        })*
    };
}

little_endian!(i32 i64 f32 f64);

impl Plain for Int96 {
    fn plain(&self) -> Bytes {
        self.data().iter().flat_map(|part| part.to_le_bytes()).collect()
    }
}

impl Plain for ByteArray {
    fn plain(&self) -> Bytes {
        Bytes::copy_from_slice(self.data())
    }
}

impl Plain for FixedLenByteArray {
    fn plain(&self) -> Bytes {
        Bytes::copy_from_slice(self.data())
    }
}

/// Gives the number of each row's value; `own` takes every value.
///
/// # Errors
/// They cannot be decoded, or `own` takes none.
pub(super) fn read(
    descriptor: ColumnDescPtr,
    pages: Box<dyn PageReader>,
    rows: Rows,
    own: impl FnMut(Bytes) -> Result<u32, Stop>,
) -> Result<Vec<u32>, Stop> {
    let defined = descriptor.max_def_level();
    match get_column_reader(descriptor, pages) {
        ColumnReader::BoolColumnReader(reader) => values(reader, defined, rows, own),
        ColumnReader::Int32ColumnReader(reader) => values(reader, defined, rows, own),
        ColumnReader::Int64ColumnReader(reader) => values(reader, defined, rows, own),
        ColumnReader::Int96ColumnReader(reader) => values(reader, defined, rows, own),
        ColumnReader::FloatColumnReader(reader) => values(reader, defined, rows, own),
        ColumnReader::DoubleColumnReader(reader) => values(reader, defined, rows, own),
        ColumnReader::ByteArrayColumnReader(reader) => values(reader, defined, rows, own),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => values(reader, defined, rows, own),
    }
}

fn values<T: DataType<T: Plain>>(
    mut reader: ColumnReaderImpl<T>,
    defined: i16,
    rows: Rows,
    mut own: impl FnMut(Bytes) -> Result<u32, Stop>,
) -> Result<Vec<u32>, Stop> {
    if called(|| reader.skip_records(rows.from))? < rows.from {
        return Err(broken());
    }
    let mut numbers = Vec::with_capacity(rows.count);
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    while numbers.len() < rows.count {
        levels.clear();
        values.clear();
        let left = rows.count - numbers.len();
        let (read, _, _) = called(|| reader.read_records(left, Some(&mut levels), None, &mut values))?;
        if read == 0 {
            return Err(broken());
        }
        let mut values = values.iter();
        if defined == 0 {
            for value in values {
                numbers.push(own(value.plain())?);
            }
        } else {
            for level in &levels {
                let value = if *level == defined { values.next() } else { None };
                numbers.push(match value {
                    Some(value) => own(value.plain())?,
                    None => NOTHING,
                });
            }
        }
    }
    Ok(numbers)
}
