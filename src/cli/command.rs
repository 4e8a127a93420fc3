//! The commands and their flags, with help in both languages.

mod argument;
mod audit;
mod inspect;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command};

use self::argument::{format, of_command, out, page, paths};
use self::audit::audit;
use self::inspect::inspect;
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
            inspect(language),
            audit(language),
            test(language),
            explain(language),
            completions(language),
            man(language),
            help(language),
        ])
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
        .arg(paths(
            language,
            ("FILE|DIR", "文件|文件夹"),
            (
                "Rule files, or folders with *.gj files; else this folder",
                "规则文件，或含 *.gj 的文件夹；不写则为当前文件夹",
            ),
        ))
        .arg(format(language, "text|json", ("How problems are written", "问题的输出格式")))
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
        .arg(paths(
            language,
            ("FILE|DIR|-", "文件|文件夹|-"),
            (
                "Rule files, folders to search for *.gj files, or - for standard input; else this folder",
                "规则文件、要查找 *.gj 的文件夹，或以 - 表示标准输入；不写则为当前文件夹",
            ),
        ))
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
        .arg(paths(
            language,
            ("FILE|DIR", "文件|文件夹"),
            (
                "Rule files, or folders: the rules of its guiju.toml, else its *.gj files; else this folder",
                "规则文件，或文件夹：取其中 guiju.toml 所列的规则，没有则取 *.gj 文件；不写则为当前文件夹",
            ),
        ))
        .next_help_heading(say("Options", "选项"))
        .args([
            Arg::new("filter")
                .long("filter")
                .value_name(say("TEXT", "文字"))
                .help(say("Only tests with this in their title", "只运行标题含此文字的测试")),
            format(language, "text|json|junit", ("How the result is written", "结果的输出格式")),
            out(language),
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
