//! The commands and their flags, with help in both languages.

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, Command, value_parser};

use crate::text::Language;

/// The whole command line.
pub(super) fn command(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let about = say(
        "rules for what institutions owe over time, and verdicts with the records that prove them",
        "规矩：把机构在时间上应尽的义务写成规则，用记录逐条得出结论与证据",
    );
    let examples = say(
        "Examples:\n  guiju check rules/\n  guiju test rules/\n  guiju audit my-audit --lang en\n  guiju audit --rules drill.gj --register register.csv --records 2024.csv\n  guiju explain unknown-activity",
        "示例：\n  guiju check rules/\n  guiju test rules/\n  guiju audit my-audit --lang zh\n  guiju audit --rules drill.gj --register 名册.csv --records 2024.csv\n  guiju explain unknown-activity",
    );
    page(Command::new("guiju"), language, about, examples, say("guiju [OPTIONS] COMMAND", "guiju [选项] 命令"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(say("Commands", "命令"))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(say("Print the version", "显示版本号"))
                .help_heading(say("Options", "选项")),
        )
        .subcommands([
            check(language),
            fmt(language),
            audit(language),
            test(language),
            explain(language),
            completions(language),
            man(language),
            help(language),
        ])
}

/// What every command has: an about text, examples, `--help` and `--lang`.
fn page(command: Command, language: Language, about: &str, examples: &str, usage: &str) -> Command {
    let say = |en, zh| language.either(en, zh);
    let template = say(
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
        "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}",
    );
    let options = say("Options", "选项");
    command
        .about(about.to_owned())
        .override_usage(usage.to_owned())
        .help_template(template)
        .after_help(examples.to_owned())
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(say("Print this help", "显示本帮助"))
                .help_heading(options)
                .display_order(1001),
        )
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name("zh|en")
                .value_parser(PossibleValuesParser::new(["zh", "en"]))
                .hide_possible_values(true)
                .help(say(
                    "Language of help, messages and reports; else that of the locale",
                    "帮助、消息与报告的语言；不写则依系统区域设置",
                ))
                .help_heading(options)
                .display_order(1000),
        )
}

fn check(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let examples = say(
        "Examples:\n  guiju check drill.gj\n  guiju check rules/ --format json\n  guiju check rules/ --lint conflict --lint redundant\n  guiju explain conflict",
        "示例：\n  guiju check 演练.gj\n  guiju check rules/ --format json\n  guiju check rules/ --lint conflict --lint redundant\n  guiju explain conflict",
    );
    let about = say(
        "check rule files: what is wrong, and what is probably not meant",
        "检查规则文件：列出所有文件的错误，以及多半不合本意的写法",
    );
    let usage = say("guiju check [OPTIONS] [FILE|DIR]...", "guiju check [选项] [文件|文件夹]...");
    let command = Command::new("check")
        .arg(
            Arg::new("paths")
                .value_name(say("FILE|DIR", "文件|文件夹"))
                .num_args(0..)
                .value_parser(path())
                .help(say(
                    "Rule files, or folders with *.gj files; else this folder",
                    "规则文件，或含 *.gj 的文件夹；不写则为当前文件夹",
                ))
                .help_heading(say("Arguments", "参数")),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("text|json")
                .value_parser(PossibleValuesParser::new(["text", "json"]))
                .hide_possible_values(true)
                .help(say("How problems are written [default: text]", "问题的输出格式【默认：text】"))
                .help_heading(say("Options", "选项")),
        )
        .arg(
            Arg::new("lint")
                .long("lint")
                .value_name(say("CODE", "代码"))
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(crate::lint::codes()))
                .hide_possible_values(true)
                .help(say(
                    "Only this lint (may stand several times); else all of them",
                    "只作此项提示检查（可重复）；不写则全作",
                ))
                .help_heading(say("Options", "选项")),
        )
        .arg(
            Arg::new("no-lint")
                .long("no-lint")
                .action(ArgAction::SetTrue)
                .conflicts_with("lint")
                .help(say("Only what is wrong, without lints", "只查错误，不作提示检查"))
                .help_heading(say("Options", "选项")),
        );
    page(command, language, about, examples, usage)
}

fn fmt(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let examples = say(
        "Without --lang each statement keeps the language of most of its keywords. Comments are kept; a file with\nproblems is left alone. Exit status: 2 a file has problems; 1 under --check a file would change; 0 else.\n\nExamples:\n  guiju fmt rules/\n  guiju fmt --check\n  guiju fmt drill.gj --lang zh\n  guiju fmt - < drill.gj",
        "不写 --lang 时，每条语句沿用其多数关键字的语言。注释保留；有误的文件不动。\n退出码：2 文件有误；1 在 --check 下有文件须重新排版；0 其他。\n\n示例：\n  guiju fmt rules/\n  guiju fmt --check\n  guiju fmt 演练.gj --lang en\n  guiju fmt - < 演练.gj",
    );
    let about = say(
        "lay rule files out in their one canonical form, or in the other language",
        "将规则文件排成统一格式，或译成另一种语言的关键字",
    );
    let usage = say("guiju fmt [OPTIONS] [FILE|DIR|-]...", "guiju fmt [选项] [文件|文件夹|-]...");
    let command = Command::new("fmt")
        .arg(
            Arg::new("paths")
                .value_name(say("FILE|DIR|-", "文件|文件夹|-"))
                .num_args(0..)
                .value_parser(path())
                .help(say(
                    "Rule files, folders to search for *.gj files, or - for standard input; else this folder",
                    "规则文件、要查找 *.gj 的文件夹，或以 - 表示标准输入；不写则为当前文件夹",
                ))
                .help_heading(say("Arguments", "参数")),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help(say("Change nothing, show what would change", "不改动文件，只显示须改动之处"))
                .help_heading(say("Options", "选项")),
        );
    page(command, language, about, examples, usage).mut_arg("lang", |lang| {
        lang.help(say(
            "Write the files in this language: keywords, and names that have an alias in it",
            "将文件写成该语言：关键字，以及有该语言别名的名称",
        ))
    })
}

fn audit(language: Language) -> Command {
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
            text("records", file, say("Tables of what happened (CSV)", "记录表（CSV）"))
                .num_args(1..)
                .action(ArgAction::Append)
                .value_parser(path()),
            text("register", file, say("The table of who there is (CSV)", "名册（CSV）")).value_parser(path()),
            text("waivers", file, say("The table of waivers (CSV)", "豁免表（CSV）")).value_parser(path()),
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
            text(
                "out",
                file,
                say("Write the result there, whole or not at all", "将结果写入此文件（要么完整写入，要么不写）"),
            )
            .value_parser(path()),
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
            text("map", file, "").hide(true).value_parser(path()),
        ]);
    page(command, language, about, after, usage)
}

fn test(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let about = say(
        "run the tests that stand in rule files, and tell what of each rule they touch",
        "运行规则文件中的测试，并说明各条规则被触及到哪些方面",
    );
    let usage = say("guiju test [OPTIONS] [FILE|DIR]...", "guiju test [选项] [文件|文件夹]...");
    let after = say(
        "Exit status: 2 the rules or the tests are wrong, or there is no test; 1 a test failed; 0 all passed.\n\nExamples:\n  guiju test drill.gj\n  guiju test my-audit --filter \"leap day\"\n  guiju test --format junit --out tests.xml",
        "退出码：2 规则或测试有误，或没有测试；1 有测试失败；0 全部通过。\n\n示例：\n  guiju test 演练.gj\n  guiju test my-audit --filter 闰日\n  guiju test --format junit --out tests.xml",
    );
    let command = Command::new("test")
        .arg(
            Arg::new("paths")
                .value_name(say("FILE|DIR", "文件|文件夹"))
                .num_args(0..)
                .value_parser(path())
                .help(say(
                    "Rule files, or folders: the rules of its guiju.toml, else its *.gj files; else this folder",
                    "规则文件，或文件夹：取其中 guiju.toml 所列的规则，没有则取 *.gj 文件；不写则为当前文件夹",
                ))
                .help_heading(say("Arguments", "参数")),
        )
        .next_help_heading(say("Options", "选项"))
        .args([
            Arg::new("filter")
                .long("filter")
                .value_name(say("TEXT", "文字"))
                .help(say("Only tests with this in their title", "只运行标题含此文字的测试")),
            Arg::new("format")
                .long("format")
                .value_name("text|json|junit")
                .value_parser(PossibleValuesParser::new(["text", "json", "junit"]))
                .hide_possible_values(true)
                .help(say("How the result is written [default: text]", "结果的输出格式【默认：text】")),
            Arg::new("out")
                .long("out")
                .value_name(say("FILE", "文件"))
                .value_parser(path())
                .help(say("Write the result there, whole or not at all", "将结果写入此文件（要么完整写入，要么不写）")),
            Arg::new("coverage").long("coverage").action(ArgAction::SetTrue).help(say(
                "Show the coverage of every rule, not only of those with gaps",
                "显示每条规则的覆盖情况，而不只是有缺口的",
            )),
        ]);
    page(command, language, about, after, usage)
}

fn explain(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let examples =
        say("Examples:\n  guiju explain unknown-activity", "示例：\n  guiju explain unknown-activity --lang zh");
    let about = say("explain the code of a message", "解释一条消息的代码");
    let command = Command::new("explain")
        .arg(
            Arg::new("code")
                .value_name(say("CODE", "代码"))
                .required(true)
                .help(say("The code that a message shows in brackets", "消息中方括号内的代码"))
                .help_heading(say("Arguments", "参数")),
        )
        .arg(Arg::new("subject").hide(true));
    page(command, language, about, examples, say("guiju explain CODE", "guiju explain 代码"))
}

fn completions(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let examples = say(
        "Examples:\n  guiju completions bash > ~/.local/share/bash-completion/completions/guiju",
        "示例：\n  guiju completions bash > ~/.local/share/bash-completion/completions/guiju",
    );
    let about = say("print a completion script for a shell", "输出命令行补全脚本");
    let command = Command::new("completions").arg(
        Arg::new("shell")
            .value_name(say("SHELL", "外壳"))
            .required(true)
            .value_parser(PossibleValuesParser::new(["bash", "elvish", "fish", "powershell", "zsh"]))
            .hide_possible_values(true)
            .help("bash, elvish, fish, powershell, zsh")
            .help_heading(say("Arguments", "参数")),
    );
    page(command, language, about, examples, say("guiju completions SHELL", "guiju completions 外壳"))
}

fn man(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let examples = say(
        "Examples:\n  guiju man > guiju.1\n  guiju man audit > guiju-audit.1",
        "示例：\n  guiju man > guiju.1\n  guiju man audit > guiju-audit.1",
    );
    let about = say("print the manual page", "输出手册页（man）");
    let command = Command::new("man").arg(of_command(language));
    page(command, language, about, examples, say("guiju man [COMMAND]", "guiju man [命令]"))
}

fn help(language: Language) -> Command {
    let say = |en, zh| language.either(en, zh);
    let about = say("print the help of a command", "显示某个命令的帮助");
    let command = Command::new("help").arg(of_command(language));
    page(command, language, about, "", say("guiju help [COMMAND]", "guiju help [命令]"))
}

fn of_command(language: Language) -> Arg {
    Arg::new("command")
        .value_name(language.either("COMMAND", "命令"))
        .value_parser(PossibleValuesParser::new(["check", "fmt", "audit", "test", "explain", "completions", "man"]))
        .hide_possible_values(true)
        .help(language.either(
            "check, fmt, audit, test, explain, completions or man",
            "check、fmt、audit、test、explain、completions 或 man",
        ))
        .help_heading(language.either("Arguments", "参数"))
}

fn path() -> ValueParser {
    ValueParser::path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_commands() {
        for language in [Language::English, Language::Chinese] {
            command(language).debug_assert();
        }
    }
}
