//! The grammar of `grammar/guiju.pest`, compiled.

use pest_derive::Parser;

/// Parses one folded statement; see `grammar/guiju.pest`.
#[derive(Parser)]
#[grammar = "../grammar/guiju.pest"]
pub(super) struct Grammar;
