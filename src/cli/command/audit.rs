//! What an audit can be told: what is judged, and what is shown of it.

use clap::{Arg, ArgAction, Command, value_parser};

use super::argument::{out, page, path};
use crate::text::Language;

/// `guiju audit` and its flags.
pub(super) fn audit(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let about = say("judge what the records say of every duty", "用记录逐条判定各主体的义务");
    let usage = say(
        "guiju audit [DIR] [OPTIONS]\n       guiju audit --rules FILE... --records FILE... [--register FILE] [OPTIONS]",
        "guiju audit [文件夹] [选项]\n      guiju audit --rules 文件... --records 文件... [--register 文件] [选项]",
    );
    let after = say(
        "Exit status: 2 the rules, the command or the files are wrong; 3 rows were rejected under --strict;\n1 something is violated or late, shown or not; 0 nothing is broken.\n\nExamples:\n  guiju audit my-audit\n  guiju audit my-audit --status violated,late --format csv --out breaches.csv\n  guiju audit --rules drill.gj --records 2024.csv --from 2024-01-01 --to 2024-12-31",
        "退出码：2 规则、命令或文件有误；3 在 --strict 下有行被拒收；1 有违规或逾期（无论是否显示）；\n0 没有违规。\n\n示例：\n  guiju audit my-audit\n  guiju audit my-audit --status violated,late --format csv --out 违规.csv\n  guiju audit --rules 演练.gj --records 2024.csv --from 2024-01-01 --to 2024-12-31",
    );
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let date = say("DATE", "日期");
    let file = say("FILE", "文件");
    let command = Command::new("audit")
        .arg(
            Arg::new("dir")
                .value_name(say("DIR", "文件夹"))
                .value_parser(path())
                .help(say(
                    "A folder with a guiju.toml; flags go before what it says",
                    "含 guiju.toml 的文件夹；命令行选项优先于其中的设置",
                ))
                .help_heading(say("Arguments", "参数")),
        )
        .next_help_heading(say("What is judged", "判定什么"))
        .args([
            text("rules", file, say("Rule files, or folders with *.gj files", "规则文件，或含 *.gj 的文件夹"))
                .num_args(1..)
                .action(ArgAction::Append)
                .value_parser(path()),
            text(
                "records",
                file,
                say(
                    "Tables of what happened: files, folders, or patterns such as '2024/*.xlsx'",
                    "记录表：文件、文件夹，或 '2024/*.xlsx' 之类的通配",
                ),
            )
            .num_args(1..)
            .action(ArgAction::Append)
            .value_parser(path()),
            text("register", file, say("The table of who there is", "名册")).value_parser(path()),
            text("waivers", file, say("The table of waivers", "豁免表")).value_parser(path()),
            text(
                "map",
                file,
                say(
                    "How the tables of these flags are read (TOML): [register], [[records]] and [waivers] as in a guiju.toml; `file` says which of the record files a section is for",
                    "以上表格的读法（TOML）：小节 [register]、[[records]]、[waivers]，写法同 guiju.toml；用 `file` 指明小节用于哪个记录文件",
                ),
            )
            .value_parser(path()),
            text(
                "resolve",
                file,
                say(
                    "The list of institution names to decide: read, and written anew (CSV)",
                    "待认定机构名称表：先读入，再更新（CSV）",
                ),
            )
            .value_parser(path()),
            text(
                "as-of",
                date,
                say(
                    "The judged day; else --to, else the last date in the records",
                    "判定截至日；不写则为 --to，再不然为记录中的最后日期",
                ),
            ),
            text(
                "from",
                date,
                say("First day the records cover; else their first date", "记录覆盖的首日；不写则为记录中的最早日期"),
            ),
            text(
                "to",
                date,
                say("Last day the records cover; else the judged day", "记录覆盖的末日；不写则为判定截至日"),
            ),
            text(
                "set",
                say("NAME=VALUE", "参数=值"),
                say("Another value for a parameter of the rules", "为规则中的参数设定另一个值"),
            )
            .action(ArgAction::Append),
        ])
        .next_help_heading(say("What is shown", "显示什么"))
        .args([
            text(
                "format",
                "text|json|ndjson|csv",
                say("How verdicts are written [default: text]", "结论的输出格式【默认：text】"),
            ),
            text(
                "status",
                say("STATUS,…", "结论,…"),
                say(
                    "Only these: met, late, remedied, violated, pending, unknown, exempt",
                    "只显示这些结论：合规、逾期完成、已补救、违规、待履行、无法判定、豁免",
                ),
            )
            .action(ArgAction::Append)
            .value_delimiter(','),
            text("rule", "ID", say("Only this rule (may stand several times)", "只显示此规则（可重复）"))
                .action(ArgAction::Append),
            text("subject", "ID", say("Only this subject (may stand several times)", "只显示此主体（可重复）"))
                .action(ArgAction::Append),
            text(
                "limit",
                "N",
                say("How many breaches the text lists [default: 1000]", "文本报告最多列出多少项违规【默认：1000】"),
            )
            .value_parser(value_parser!(usize)),
            out(language),
            text("rejects", file, say("Write the rejected rows there (CSV)", "将被拒收的行写入此文件（CSV）"))
                .value_parser(path()),
        ])
        .next_help_heading(say("Options", "选项"))
        .args([
            Arg::new("strict")
                .long("strict")
                .action(ArgAction::SetTrue)
                .help(say("Exit with 3 if any row was rejected", "有行被拒收时退出码为 3")),
            text("threads", "N", say("How many threads; else one a core", "线程数；不写则每核一个"))
                .value_parser(value_parser!(u16).range(1..)),
        ]);
    page(command, language, about, after, usage)
}
