//! That nothing of the tree is left out of what is drawn: every variant of every enum, in every field that holds it;
//! every optional field with and without a value; every list empty, of one and of several; every flag up and down. What
//! there is to be drawn is read from the declarations of the tree itself, so that a new form fails here until it is
//! drawn; and every word of the grammar must be among the words drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::path::Path;

use guiju::syntax::parse;

use super::draw::Draw;
use super::holds::source;

const FILES: [&str; 8] = [
    "src/syntax/ast.rs",
    "src/syntax/ast/condition.rs",
    "src/syntax/ast/declaration.rs",
    "src/syntax/ast/rule.rs",
    "src/syntax/ast/trial.rs",
    "src/calendar/unit.rs",
    "src/calendar/duration.rs",
    "src/calendar/day.rs",
];

/// States that no text has.
const NEVER: [&str; 14] = [
    // A list that the grammar asks for has a member; one that `and` or `or` joins has two.
    "Activities.names=[]",
    "And.0=[]",
    "And.0=[1]",
    "ForEach.values=[]",
    "In.1=[]",
    "Named.0=[]",
    "Or.0=[]",
    "Or.0=[1]",
    "Choice.0=[]",
    "Dates.0=[]",
    "Tags.0=[]",
    "Test.lines=[]",
    "Who.kinds=[]",
    "File.statements=[]",
];

/// The declarations of the tree: the fields of a struct or of a variant with their types, the variants of an enum.
#[derive(Default)]
struct Declared {
    fields: BTreeMap<String, Vec<(String, String)>>,
    variants: BTreeMap<String, Vec<String>>,
}

impl Declared {
    fn read() -> Self {
        let mut declared = Self::default();
        for file in FILES {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            let (mut of, mut is_enum, mut variant) = (String::new(), false, String::new());
            for line in text.lines() {
                let words = line.trim_end().strip_suffix(" {").unwrap_or("");
                if let Some(name) = words.strip_prefix("pub struct ").or_else(|| words.strip_prefix("pub enum ")) {
                    (of, is_enum) = (name.to_owned(), words.starts_with("pub enum"));
                } else if line == "}" {
                    of.clear();
                } else if !of.is_empty() && is_enum {
                    declared.variant(&of, &mut variant, line);
                } else if !of.is_empty()
                    && let Some((name, kind)) = line.strip_prefix("    pub ").and_then(|line| line.split_once(": "))
                {
                    declared.field(&of, name, kind);
                }
            }
        }
        declared
    }

    fn field(&mut self, of: &str, name: &str, kind: &str) {
        let kind = kind.trim_end_matches(',').to_owned();
        self.fields.entry(of.to_owned()).or_default().push((name.to_owned(), kind));
    }

    fn variant(&mut self, of: &str, variant: &mut String, line: &str) {
        let Some(rest) = line.strip_prefix("    ") else { return };
        if let Some((name, kind)) = rest.strip_prefix("    ").and_then(|field| field.split_once(": ")) {
            if !name.starts_with('/') {
                self.field(&variant.clone(), name, kind);
            }
        } else if rest.starts_with(|first: char| first.is_ascii_uppercase()) {
            let name: String = rest.chars().take_while(|sign| sign.is_alphanumeric()).collect();
            *variant = name.clone();
            self.variants.entry(of.to_owned()).or_default().push(name.clone());
            if let Some(payload) = rest.strip_prefix(&format!("{name}(")) {
                let payload = payload.trim_end_matches(',').trim_end_matches(')');
                for (at, kind) in split(payload).into_iter().enumerate() {
                    self.field(&name, &at.to_string(), &kind);
                }
            }
        }
    }

    /// The states of everything.
    fn states(&self) -> BTreeSet<String> {
        let mut states = BTreeSet::new();
        for (of, fields) in &self.fields {
            for (name, kind) in fields {
                self.add(&format!("{of}.{name}"), kind, &mut states);
            }
        }
        states
    }

    fn add(&self, owner: &str, kind: &str, states: &mut BTreeSet<String>) {
        let within = |generic: &str| kind.strip_prefix(generic).and_then(|rest| rest.strip_suffix('>'));
        if let Some(inner) = within("Option<") {
            states.extend(["None", "Some"].map(|state| format!("{owner}={state}")));
            self.add(owner, inner, states);
        } else if let Some(inner) = within("Vec<") {
            states.extend(["[]", "[1]", "[n]"].map(|state| format!("{owner}={state}")));
            self.add(owner, inner, states);
        } else if let Some(inner) = within("Box<") {
            self.add(owner, inner, states);
        } else if let Some(inner) = kind.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            for part in split(inner) {
                self.add(owner, &part, states);
            }
        } else if kind == "bool" {
            states.extend(["true", "false"].map(|state| format!("{owner}={state}")));
        } else if let Some(variants) = self.variants.get(kind) {
            states.extend(variants.iter().map(|variant| format!("{owner}={variant}")));
        }
    }
}

/// Types with commas between, outside brackets.
fn split(types: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for sign in types.chars() {
        match sign {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            _ => {}
        }
        if sign == ',' && depth == 0 {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(sign);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Reads what `Debug` shows of a tree, and counts the states of its fields.
struct Shown<'t, 'c> {
    signs: Peekable<std::str::Chars<'t>>,
    seen: &'c mut BTreeMap<String, u64>,
}

impl Shown<'_, '_> {
    fn see(&mut self, owner: &str, state: &str) {
        *self.seen.entry(format!("{owner}={state}")).or_default() += 1;
    }

    fn skip(&mut self) {
        while self.signs.next_if(|sign| sign.is_whitespace() || *sign == ',').is_some() {}
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(sign) = self.signs.next_if(|sign| sign.is_alphanumeric() || "_-.".contains(*sign)) {
            word.push(sign);
        }
        word
    }

    fn value(&mut self, owner: &str) {
        self.skip();
        match self.signs.peek() {
            Some('"') => {
                self.signs.next();
                while let Some(sign) = self.signs.next() {
                    match sign {
                        '\\' => drop(self.signs.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            Some('[') => {
                let number = self.list(owner, ']');
                self.see(owner, ["[]", "[1]", "[n]"][number.min(2)]);
            }
            Some('(') => drop(self.list(owner, ')')),
            _ => {
                let word = self.word();
                assert!(!word.is_empty(), "at {:?}", self.signs.clone().take(40).collect::<String>());
                self.see(owner, &word);
                let space = self.signs.next_if_eq(&' ').is_some();
                match self.signs.peek() {
                    Some('{') if space => self.fields(&word),
                    Some('(') if word == "Some" => drop(self.list(owner, ')')),
                    Some('(') => self.payload(&word),
                    _ => {}
                }
            }
        }
    }

    fn list(&mut self, owner: &str, close: char) -> usize {
        self.signs.next();
        let mut number = 0;
        loop {
            self.skip();
            if self.signs.next_if_eq(&close).is_some() {
                return number;
            }
            self.value(owner);
            number += 1;
        }
    }

    fn payload(&mut self, name: &str) {
        self.signs.next();
        for at in 0.. {
            self.skip();
            if self.signs.next_if_eq(&')').is_some() {
                return;
            }
            self.value(&format!("{name}.{at}"));
        }
    }

    fn fields(&mut self, name: &str) {
        self.signs.next();
        loop {
            self.skip();
            if self.signs.next_if_eq(&'}').is_some() {
                return;
            }
            let field = self.word();
            assert_eq!(self.signs.next(), Some(':'), "behind {name}.{field}");
            self.value(&format!("{name}.{field}"));
        }
    }
}

/// The words between quotes in the grammar that are part of the language, not of its mistakes.
fn words_of_the_grammar() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar/guiju.pest");
    let grammar = std::fs::read_to_string(path).unwrap();
    let grammar = grammar.split("// Reserved everywhere").next().unwrap();
    let lines = grammar.lines().filter(|line| !line.starts_with("//") && !line.starts_with("mistake_"));
    let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
    let words = quoted.filter(|word| word.chars().all(|sign| sign.is_alphanumeric() || sign == '-') && *word != "-");
    words.map(str::to_owned).collect()
}

#[test]
fn every_form_of_the_tree_and_every_word_of_the_grammar_is_drawn() {
    let (mut seen, mut words) = (BTreeMap::new(), BTreeSet::new());
    let wanted = words_of_the_grammar();
    let cases = 4_000;
    let mut wrong: Vec<String> = Vec::new();
    for number in 0..cases {
        let text = Draw::new(number).file();
        words.extend(wanted.iter().filter(|word| text.contains(word.as_str())).cloned());
        let parsed = parse(&source(&text));
        if !parsed.problems.is_empty() {
            wrong.push(format!("drawn case {number}: {:?}\n{text}", parsed.problems));
            continue;
        }
        let shown = format!("{:?}", parsed.file.without_places());
        Shown { signs: shown.chars().peekable(), seen: &mut seen }.value("file");
    }
    assert!(
        wrong.is_empty(),
        "{} files are no rule files:\n{}",
        wrong.len(),
        wrong.iter().take(3).cloned().collect::<String>()
    );
    let states = Declared::read().states();
    let never = |state: &&String| NEVER.contains(&state.as_str());
    let missing: Vec<&String> =
        states.iter().filter(|state| !never(state) && !seen.contains_key(state.as_str())).collect();
    let rarest = states.iter().filter_map(|state| Some((*seen.get(state)?, state))).min();
    println!(
        "{} of {} states drawn in {cases} files; the rarest: {rarest:?}",
        states.len() - missing.len(),
        states.len()
    );
    println!("{} of {} words of the grammar drawn", words.len(), wanted.len());
    assert!(missing.is_empty(), "never drawn: {missing:#?}");
    let impossible: Vec<&&str> = NEVER.iter().filter(|state| seen.contains_key(**state)).collect();
    assert!(impossible.is_empty(), "drawn after all: {impossible:?}");
    let unwritten: Vec<&String> = wanted.difference(&words).collect();
    assert!(unwritten.is_empty(), "words of the grammar that are never drawn: {unwritten:?}");
    let unknown: Vec<&&str> = NEVER.iter().filter(|state| !states.contains(**state)).collect();
    assert!(unknown.is_empty(), "no states at all: {unknown:?}");
    assert!(states.len() > 250 && wanted.len() > 200, "{} states, {} words", states.len(), wanted.len());
}
