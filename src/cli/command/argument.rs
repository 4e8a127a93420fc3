//! What several commands have: help and language, the files they read, how and where they write.

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, Command};

use crate::text::Language;

/// What every command has: an about text, examples, `--help` and `--lang`.
pub(super) fn page(command: Command, language: Language, about: &str, examples: &str, usage: &str) -> Command {
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

/// The files and folders a command reads: their name in the usage line and what they are, each in both languages.
pub(super) fn paths(language: Language, name: (&'static str, &'static str), help: (&'static str, &'static str)) -> Arg {
    Arg::new("paths")
        .value_name(language.either(name.0, name.1))
        .num_args(0..)
        .value_parser(path())
        .help(language.either(help.0, help.1))
        .help_heading(language.either("Arguments", "参数"))
}

/// How a command writes what it finds: forms with `|` between them, the one without the flag first.
pub(super) fn format(language: Language, forms: &'static str, help: (&str, &str)) -> Arg {
    let default = forms.split('|').next().unwrap_or_default();
    let help = match language {
        Language::English => format!("{} [default: {default}]", help.0),
        Language::Chinese => format!("{}【默认：{default}】", help.1),
    };
    Arg::new("format")
        .long("format")
        .value_name(forms)
        .value_parser(PossibleValuesParser::new(forms.split('|')))
        .hide_possible_values(true)
        .help(help)
        .help_heading(language.either("Options", "选项"))
}

/// Where a command writes, if not to the screen.
pub(super) fn out(language: Language) -> Arg {
    Arg::new("out").long("out").value_name(language.either("FILE", "文件")).value_parser(path()).help(
        language.either("Write the result there, whole or not at all", "将结果写入此文件（要么完整写入，要么不写）"),
    )
}

/// The command that a page or help is asked of.
pub(super) fn of_command(language: Language) -> Arg {
    Arg::new("command")
        .value_name(language.either("COMMAND", "命令"))
        .value_parser(PossibleValuesParser::new([
            "check",
            "fmt",
            "inspect",
            "audit",
            "test",
            "explain",
            "completions",
            "man",
        ]))
        .hide_possible_values(true)
        .help(language.either(
            "check, fmt, inspect, audit, test, explain, completions or man",
            "check、fmt、inspect、audit、test、explain、completions 或 man",
        ))
        .help_heading(language.either("Arguments", "参数"))
}

/// A path, which need not be text.
pub(super) fn path() -> ValueParser {
    ValueParser::path_buf()
}
