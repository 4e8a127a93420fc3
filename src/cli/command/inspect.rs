//! What `guiju inspect` can be told.

use clap::{Arg, ArgAction, Command};

use super::argument::{format, page, path, paths};
use crate::text::Language;

/// `guiju inspect` and its flags.
pub(super) fn inspect(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let about = say(
        "look at an export: what it is, and how guiju.toml may map it",
        "查看导出的表格：是什么样，guiju.toml 可以怎样写",
    );
    let usage = say("guiju inspect FILE... [OPTIONS]", "guiju inspect 文件... [选项]");
    let after = say(
        "Nothing is changed, but under --write. Exit status: 2 a file cannot be read; 0 else, whatever could be placed.\n\nExamples:\n  guiju inspect 2024.xlsx\n  guiju inspect ledgers/ --rules rules.gj --register register.csv\n  guiju inspect ledgers/ --rules rules.gj --register register.csv --write",
        "除 --write 外不改动任何文件。退出码：2 文件无法读取；0 其他，无论对上多少。\n\n示例：\n  guiju inspect 2024.xlsx\n  guiju inspect 台账/ --rules 规则.gj --register 名册.csv\n  guiju inspect 台账/ --rules 规则.gj --register 名册.csv --write",
    );
    let file = say("FILE", "文件");
    let command = Command::new("inspect")
        .arg(
            paths(
                language,
                ("FILE", "文件"),
                (
                    "Tables of any sort: files, folders, or patterns such as '2024/*.xlsx'",
                    "各种表格：文件、文件夹，或 '2024/*.xlsx' 之类的通配",
                ),
            )
            .num_args(1..)
            .required(true),
        )
        .next_help_heading(say("Options", "选项"))
        .args([
            Arg::new("rules")
                .long("rules")
                .value_name(file)
                .num_args(1..)
                .action(ArgAction::Append)
                .value_parser(path())
                .help(say(
                    "Rule files: which activities and fields to look for, and what can be decided",
                    "规则文件：据此寻找活动与字段，并说明哪些规则可以判定",
                )),
            Arg::new("register")
                .long("register")
                .value_name(file)
                .value_parser(path())
                .help(say("The table of who there is, to match institutions with", "名册，用以核对机构")),
            Arg::new("write")
                .long("write")
                .value_name(file)
                .num_args(0..=1)
                .default_missing_value("-")
                .value_parser(path())
                .help(say(
                    "Write the proposal: a new guiju.toml beside the files, or behind what this file says",
                    "写出建议：在表格旁新建 guiju.toml，或续写在指定文件之后",
                )),
            format(language, "text|json", ("How it is written", "输出格式")),
        ]);
    page(command, language, about, after, usage)
}
