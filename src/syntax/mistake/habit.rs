//! Habits of legal texts and other languages: 严禁, 每个月, 应当 开展, `// comment`. A habit is told only where the
//! statement can be read once every one of them is mended, so that the advice never leads astray.

use std::ops::Range;

use pest::Parser;

use super::synonym;
use crate::calendar::Day;
use crate::syntax::fold::Inside;
use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::lower::{Lowering, calendar_unit};
use crate::syntax::problem::Problem;

/// More habits than these in one statement are not looked for.
const MOST: usize = 32;

/// What is mended, what stands there then, and what is told.
struct Habit {
    place: Range<usize>,
    mended: String,
    problem: Problem,
}

/// The habits that are all that is wrong with a statement, and comments of other languages in any case.
pub(super) fn in_statement(lowering: &Lowering<'_>, text: &str) -> Vec<Problem> {
    let (words, comments) = words(lowering, text);
    let sole_comment = comments.first().is_some_and(|comment| comment.place.start == 0);
    let mut habits = comments;
    if !sole_comment {
        let comments = habits.len();
        habits.extend((0..words.len()).filter_map(|at| habit(lowering, text, &words, at)).take(MOST));
        habits.sort_by_key(|habit| habit.place.start);
        if habits.len() > comments && !readable_once_mended(text, &habits) {
            habits.retain(|habit| matches!(habit.problem, Problem::Sign { .. }));
        }
    }
    habits.into_iter().map(|habit| habit.problem).collect()
}

fn readable_once_mended(text: &str, habits: &[Habit]) -> bool {
    let (mut mended, mut copied) = (String::with_capacity(text.len()), 0);
    for habit in habits {
        mended.push_str(text.get(copied..habit.place.start).unwrap_or(""));
        mended.push_str(&habit.mended);
        copied = habit.place.end;
    }
    mended.push_str(text.get(copied..).unwrap_or(""));
    Grammar::parse(Rule::statement, &mended).is_ok()
}

/// The words between gaps, outside quotes and comments, and the comments of other languages.
fn words(lowering: &Lowering<'_>, text: &str) -> (Vec<Range<usize>>, Vec<Habit>) {
    let (mut words, mut comments) = (Vec::new(), Vec::new());
    let mut inside = Inside::Code;
    let (mut start, mut skipped_to) = (None, 0);
    for (at, character) in text.char_indices() {
        if at < skipped_to {
            continue;
        }
        let code = inside == Inside::Code;
        inside = inside.next(character);
        let in_word = code && inside == Inside::Code && !character.is_whitespace();
        let rest = text.get(at..).unwrap_or("");
        let opens_comment = rest.starts_with("//") || (start.is_none() && is_dashes(rest));
        if in_word && opens_comment && comments.len() < MOST {
            words.extend(start.take().map(|start| start..at));
            skipped_to = at + rest.find('\n').unwrap_or(rest.len());
            let sign = if rest.starts_with("//") { "//" } else { "--" };
            let span = lowering.span_between(at, at + sign.len());
            let problem = Problem::Sign { span, typed: sign.to_owned(), right: "#" };
            comments.push(Habit { place: at..skipped_to, mended: String::new(), problem });
        } else if in_word {
            start = start.or(Some(at));
        } else {
            words.extend(start.take().map(|start| start..at));
        }
    }
    words.extend(start.map(|start| start..text.len()));
    (words, comments)
}

/// `--3` is a number with two signs.
fn is_dashes(rest: &str) -> bool {
    rest.strip_prefix("--").is_some_and(|behind| !behind.starts_with(|digit: char| digit.is_ascii_digit()))
}

/// The habit that the word is, if any; a statement never begins with one.
fn habit(lowering: &Lowering<'_>, text: &str, words: &[Range<usize>], at: usize) -> Option<Habit> {
    let before =
        |back: usize| at.checked_sub(back).and_then(|at| words.get(at)).and_then(|word| text.get(word.clone()));
    let (place, previous) = (words.get(at)?.clone(), before(1)?);
    let word = text.get(place.clone())?;
    let span = lowering.span_between(place.start, place.end);
    let typed = || word.to_owned();
    match word {
        "应当" | "应" | "须" | "必须" | "应该" | "需" | "需要" | "要" | "开展" | "组织" | "组织开展" | "进行"
        | "实施" | "举行" | "shall" | "must" | "should" | "do" | "hold" | "conduct" | "perform" | "times"
            // 凡 进餐 须: the condition is missing, and 须 is not too much.
            if at + 1 < words.len() || !matches!(word, "须" | "应当") =>
        {
            let problem = Problem::NeedlessWord { span, word: typed() };
            return Some(Habit { place, mended: String::new(), problem });
        }
        _ => {}
    }
    if let Some((place, right)) = synonym::of(text, words, at) {
        let typed = text.get(place.clone())?.to_owned();
        let span = lowering.span_between(place.start, place.end);
        return Some(Habit { place, mended: right.clone(), problem: Problem::SaidOtherwise { span, typed, right } });
    }
    if let Some(parent) = words.get(at + 1).filter(|_| word == "属于") {
        let (place, parent) = (words.get(at - 1)?.start..parent.end, text.get(parent.clone())?);
        let span = lowering.span_between(place.start, place.end);
        let right = format!("{previous}（属 {parent}）");
        let mended = format!("{previous}(属 {parent})");
        return Some(Habit { place, mended, problem: Problem::OfBrackets { span, right } });
    }
    if let Some(ban) = ["严禁", "禁止", "不准", "不许"].iter().find(|ban| word.starts_with(**ban)) {
        let place = place.start..place.start + ban.len();
        let span = lowering.span_between(place.start, place.end);
        let problem = Problem::UnknownSchedule { span, typed: (*ban).to_owned(), similar: "不得" };
        return Some(Habit { place, mended: "不得 ".to_owned(), problem });
    }
    if let Some(unit) = word.strip_prefix("每个") {
        let calendar = calendar_unit(unit)?;
        let problem = Problem::EveryMeasure { span, typed: typed(), unit: calendar };
        return Some(Habit { place, mended: format!("每{unit}"), problem });
    }
    let yearly = previous == "每年" || (previous == "by" && before(2) == Some("year") && before(3) == Some("each"));
    let (by, rest) = word.strip_prefix('于').map_or(("", word), |rest| ("于", rest));
    let (date, ahead) = match rest.strip_suffix('前') {
        Some(date) => (date.strip_suffix('之').unwrap_or(date), "前"),
        None => (rest, ""),
    };
    let day = day(date)?;
    if yearly {
        let right = format!("{:02}-{:02}{ahead}", day.month(), day.day_of_month());
        let problem = Problem::YearInEachYear { span, right: right.clone() };
        return Some(Habit { place, mended: right, problem });
    }
    let next = words.get(at + 1).and_then(|word| text.get(word.clone()));
    let deadline = !ahead.is_empty() || matches!(next, Some("前" | "之前"));
    if !by.is_empty() || !deadline || matches!(previous, "于" | "自" | "至" | "从") {
        return None;
    }
    let right = format!("于{word}");
    let problem = Problem::DeadlineWithoutBy { span, right: right.clone() };
    Some(Habit { place, mended: right, problem })
}

/// The day that a whole word is.
fn day(word: &str) -> Option<Day> {
    Grammar::parse(Rule::date, word).ok().filter(|date| date.as_str() == word)?;
    let mut numbers = word.split(['-', '年', '月', '日']).map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    Day::from_ymd(i32::try_from(year).ok()?, month, day)
}

/// A word for a year's or a month's end where a moment stands, 于 2024年底 前, and the day it means if that is sure.
pub(super) fn vague_date(lowering: &Lowering<'_>, text: &str, place: Range<usize>) -> Option<Problem> {
    let typed = text.get(place.clone())?;
    let previous = text.get(..place.start)?.trim_end();
    let by = if typed.starts_with('于') { "于" } else { "" };
    let date = typed.trim_start_matches('于');
    let (date, ahead) = date.strip_suffix('前').map_or((date, ""), |date| (date.trim_end_matches('之'), "前"));
    let asked = ["于", "自", "至", "by", "after", "before", "from", "to"].iter().any(|word| previous.ends_with(word))
        || !ahead.is_empty()
        || text.get(place.end..)?.trim_start().starts_with(['前', '后', '之']);
    let (year, rest) = date.split_once('年')?;
    if !asked || year.len() != 4 || year.parse::<u32>().is_err() {
        return None;
    }
    let by = if !ahead.is_empty() && !previous.ends_with('于') { "于" } else { by };
    let sure = matches!(rest, "底" | "末" | "年底" | "年末");
    Some(Problem::VagueDate {
        span: lowering.span_between(place.start, place.end),
        typed: typed.to_owned(),
        year: year.to_owned(),
        right: sure.then(|| format!("{by}{year}年12月31日{ahead}")),
    })
}
