//! Mistakes in the arguments, in our words.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::CliError;
use crate::text::Wording;

/// Commands that are planned.
const PLANNED: [&str; 5] = ["plan", "inspect", "report", "lsp", "serve"];

/// The message for arguments that cannot be read.
pub(super) fn trouble(error: &clap::Error, usage: String) -> CliError {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("`, `"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    // `<CODE>` is how a manual writes it; a sentence does without the brackets.
    let argument = context(ContextKind::InvalidArg);
    let argument = argument.strip_prefix('<').and_then(|name| name.strip_suffix('>')).unwrap_or(&argument).to_owned();
    let name = argument.split([' ', '=']).next().unwrap_or_default().to_owned();
    let value = context(ContextKind::InvalidValue);
    let near = |kind| {
        let near = context(kind);
        if near.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("; did you mean `{near}`?"), format!("；是否想写 `{near}`？"))
        }
    };
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = context(ContextKind::InvalidSubcommand);
            if let Some(planned) = PLANNED.into_iter().find(|planned| *planned == word) {
                return CliError::NotSupported { what: planned, instead: None };
            }
            let (en, zh) = near(ContextKind::SuggestedSubcommand);
            Wording::new(format!("there is no command `{word}`{en}"), format!("没有命令 `{word}`{zh}"))
        }
        ErrorKind::UnknownArgument => {
            let (en, zh) = near(ContextKind::SuggestedArg);
            Wording::new(
                format!("nothing here is called `{argument}`{en}"),
                format!("这里没有 `{argument}` 这个选项或参数{zh}"),
            )
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            Wording::new(format!("`{argument}` lacks its value"), format!("`{argument}` 缺少值"))
        }
        ErrorKind::InvalidValue => {
            let allowed = context(ContextKind::ValidValue);
            Wording::new(
                format!("`{name}` does not take `{value}`, but one of `{allowed}`"),
                format!("`{name}` 不接受 `{value}`，可用的值有 `{allowed}`"),
            )
        }
        ErrorKind::ValueValidation => {
            Wording::new(format!("`{name}` does not take `{value}`"), format!("`{name}` 不接受 `{value}`"))
        }
        ErrorKind::ArgumentConflict if !matches!(context(ContextKind::PriorArg), prior if prior.is_empty() || prior.starts_with(&name)) =>
        {
            let prior = context(ContextKind::PriorArg);
            Wording::new(
                format!("`{argument}` and `{prior}` do not go together"),
                format!("`{argument}` 和 `{prior}` 不能同时用"),
            )
        }
        ErrorKind::ArgumentConflict => {
            Wording::new(format!("`{argument}` may stand only once"), format!("`{argument}` 只能出现一次"))
        }
        ErrorKind::MissingRequiredArgument => {
            Wording::new(format!("`{argument}` is missing"), format!("缺少 `{argument}`"))
        }
        ErrorKind::MissingSubcommand => Wording::new("no command is named", "没有写命令"),
        ErrorKind::InvalidUtf8 => Wording::new("an argument is not UTF-8 text", "有参数不是 UTF-8 文本"),
        _ => Wording::new(error.kind().to_string(), error.kind().to_string()),
    };
    CliError::Usage { message, usage }
}
