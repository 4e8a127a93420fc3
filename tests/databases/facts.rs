//! The facts that every sort of database must tell alike, and an audit of them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_guiju");

const RULES: &str = "\
类别 养老机构
活动 消防演练
  字段 人数：数
  字段 合格：是非
活动 巡查

规则 演练
  养老机构 每6个月 消防演练 其中 人数 >= 12.5 且 合格 = 是
规则 巡查
  养老机构 每月 巡查
";

const REGISTER: &str = "\
编号,名称,类别,成立日期
A1,幸福养老院,养老机构,2020-01-01
A2,夕阳红养老院,养老机构,2024-01-01
";

/// As they stand in plain tables. The instant of D2 is the evening of the day before in Greenwich.
const RECORDS: &str = "\
记录编号,机构编号,活动,日期,人数,合格,备注
D1,A1,消防演练,2024-03-05,12.50,true,上半年
D2,A1,消防演练,2024-08-06 04:30,40,true,\"tab\there\"
D3,A2,消防演练,2024-03-05,12.49,true,
D4,A2,消防演练,2024-07-01,30,false,没过
D5,A2,消防演练,2024-11-02,30,,没写
P1,A1,巡查,2024-01-31,,,
P2,A1,巡查,2024-02-01,,,\"a\\b\"
P3,A2,巡查,2024-02-29 23:59:59,,,
X1,A9,巡查,2024-02-29,,,没有这家
";

/// Writes rules, register and a guiju.toml whose records are said by `records`.
pub fn folder(records: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("rules.gj", RULES);
    write("register.csv", REGISTER);
    write("records.csv", RECORDS);
    let days = "from = \"2024-01-01\"\nto = \"2024-12-31\"";
    write("guiju.toml", &format!("rules = \"rules.gj\"\nregister = \"register.csv\"\n{days}\n{records}\n"));
    folder
}

/// Audits a folder with further arguments and environment variables.
pub fn audit(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut program = Command::new(PROGRAM);
    program.args(["audit", "."]).args(arguments).current_dir(folder);
    program.envs(variables.iter().copied()).output().unwrap()
}

/// What an audit said on standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The verdicts on the facts in plain tables.
pub fn plain() -> String {
    let folder = folder("records = \"records.csv\"");
    let output = audit(folder.path(), &["--format", "ndjson"], &[]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}
