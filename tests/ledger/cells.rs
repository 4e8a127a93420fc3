//! Cells that are likely to matter.

/// Without a quote, a separator of CSV or the end of a line, but for the comma of a number.
pub const PLAIN: [&str; 20] = [
    "",
    " ",
    "fire_drill",
    "消防演练",
    "visitor_log",
    "hazard_found",
    "甲",
    "乙",
    "A1",
    "2024-03-05",
    "2024/3/6 9:30",
    "2024-02-30",
    "60张",
    "1,234",
    "-3.50",
    "通过",
    "是",
    "\u{fffd}",
    "\u{3000}",
    "a\0",
];
