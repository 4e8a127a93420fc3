//! The declarations of all files of a run, before any rule is read (docs/language.md section 2).

use rustc_hash::{FxHashMap, FxHashSet};

use super::kinds::{Kinds, Origin, Slot};
use super::names::{Namespace, Reach};
use super::problem::{KindProblem, NameProblem, What};
use super::sentence::MOST_TOLD;
use super::{Checker, ParsedFile};
use crate::rulebook::{Kind, Parameter, Season, Value, normalise};
use crate::syntax::ast::{self, Statement};
use crate::text::{FileId, Span};

/// Every name of a run.
#[derive(Default)]
pub(super) struct Names {
    /// By file: what it sees.
    pub reach: Vec<Reach>,
    /// By file: of what kinds there are declarations in reach.
    pub strict: Vec<Strict>,
    pub categories: Namespace,
    /// By category: those it is directly part of.
    pub parents: Vec<Vec<usize>>,
    pub activities: Namespace,
    /// By activity.
    pub fields: Vec<Fields>,
    pub attributes: Namespace,
    pub attribute_slots: Vec<Slot>,
    pub parameters: Vec<PlacedParameter>,
    pub parameters_by_name: FxHashMap<String, Vec<usize>>,
    pub seasons: Vec<PlacedSeason>,
    pub seasons_by_name: FxHashMap<String, Vec<usize>>,
    pub kinds: Kinds,
    /// Names that rules use as an activity, or as an attribute: they tell what an undeclared moment is.
    pub used_activities: FxHashSet<String>,
    pub used_attributes: FxHashSet<String>,
    /// Names behind `by` and `every … from`.
    pub used_dates: FxHashSet<String>,
    /// How often rules name what declares itself.
    pub uses: FxHashMap<Slot, u32>,
}

/// Of what kinds there are declarations, so that an undeclared name is an error.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Strict {
    pub categories: bool,
    pub activities: bool,
    pub attributes: bool,
}

/// The fields of one activity.
#[derive(Default)]
pub(super) struct Fields {
    pub names: Namespace,
    pub slots: Vec<Slot>,
    /// The files whose declaration of the activity has `field` lines.
    pub listed_in: Vec<FileId>,
}

/// A parameter and its places.
pub(super) struct PlacedParameter {
    pub parameter: Parameter,
    pub name: Span,
    pub value: Span,
}

/// A season and its place.
pub(super) struct PlacedSeason {
    pub season: Season,
    pub name: Span,
    /// The most days of one occurrence.
    pub longest: u32,
}

impl Checker {
    /// Reads the declarations of all files.
    pub(super) fn declare(&mut self, files: &[ParsedFile]) {
        self.names.reach = files.iter().map(|file| reach(files, file)).collect();
        let own: Vec<Strict> = files.iter().map(declares).collect();
        self.names.strict = self.names.reach.iter().map(|reach| within(files, &own, reach)).collect();
        for file in files {
            for statement in &file.tree.statements {
                self.declare_names(file, statement);
            }
        }
        for file in files {
            for statement in &file.tree.statements {
                self.declare_aliases(file, statement);
            }
        }
        self.names.parents.resize_with(self.names.categories.things.len(), Vec::new);
        for file in files {
            for statement in &file.tree.statements {
                if let Statement::Category(category) = statement {
                    self.declare_parents(file, category);
                }
            }
        }
        self.check_categories();
        for file in files {
            for statement in &file.tree.statements {
                if let Statement::Season(season) = statement {
                    self.declare_season(file, season);
                }
            }
        }
    }

    fn declare_names(&mut self, file: &ParsedFile, statement: &Statement) {
        match statement {
            Statement::Category(category) => {
                let declared = self.names.categories.declare(&What::Category, &category.name);
                self.keep(declared);
            }
            Statement::Activity(activity) => {
                let declared = self.names.activities.declare(&What::Activity, &activity.name);
                if let Some(index) = self.keep(declared) {
                    self.names.fields.resize_with(self.names.activities.things.len(), Fields::default);
                    self.declare_fields(file, index, activity);
                }
            }
            Statement::Attribute(attribute) => self.declare_attribute(attribute),
            Statement::Parameter(parameter) => self.declare_parameter(file, parameter),
            Statement::Policy(_)
            | Statement::Season(_)
            | Statement::Use(_)
            | Statement::Rule(_)
            | Statement::Exempt(_)
            | Statement::Test(_) => {}
        }
    }

    /// The index of what was declared; else the problem is kept.
    fn keep<T>(&mut self, declared: Result<T, NameProblem>) -> Option<T> {
        declared.map_err(|problem| self.problem(problem)).ok()
    }

    fn declare_fields(&mut self, file: &ParsedFile, index: usize, activity: &ast::Activity) {
        let what = What::Field { activity: activity.name.text.clone() };
        for field in &activity.fields {
            let Some(fields) = self.names.fields.get_mut(index) else { return };
            let declared = fields.names.declare(&what, &field.name);
            fields.listed_in.push(file.source.id);
            if let Some(at) = self.keep(declared) {
                let slot = self.field_slot(index, at);
                self.declare_kind(slot, field);
            }
        }
    }

    fn declare_attribute(&mut self, attribute: &ast::Field) {
        if let Some(word) = std::iter::once(&attribute.name)
            .chain(&attribute.aliases)
            .find(|word| super::moment::register_date(&normalise(&word.text)).is_some())
        {
            let (name, span) = (word.text.clone(), word.span);
            self.problem(NameProblem::Reserved { name, span });
            return;
        }
        let declared = self.names.attributes.declare(&What::Attribute, &attribute.name);
        if let Some(index) = self.keep(declared) {
            let slot = self.attribute_slot(index);
            self.declare_kind(slot, attribute);
        }
    }

    fn declare_kind(&mut self, slot: Slot, field: &ast::Field) {
        let kind = kind(&field.kind);
        let span = field.name.span;
        let known = self.names.kinds.kind(slot).cloned();
        match (known, self.names.kinds.origin(slot)) {
            (Some(known), Some(origin)) if !same(&known, &kind) => {
                let name = field.name.text.clone();
                self.problem(KindProblem::ConflictingDeclarations {
                    name,
                    first: (known, origin.span),
                    second: (kind, span),
                });
            }
            (Some(_), _) => {}
            (None, _) => self.names.kinds.settle(slot, kind, Origin { span, declared: true }),
        }
    }

    fn declare_parameter(&mut self, file: &ParsedFile, parameter: &ast::Parameter) {
        let name = parameter.name.text.clone();
        let same_name = self.names.parameters_by_name.get(&name).map_or(&[][..], Vec::as_slice);
        let places = same_name.iter().filter_map(|index| self.names.parameters.get(*index)).map(|other| other.name);
        if let Some(first) = places.into_iter().find(|place| place.file == file.source.id) {
            let second = parameter.name.span;
            self.problem(NameProblem::Duplicate { what: What::Parameter, name, first, second });
            return;
        }
        let value = value(&parameter.value);
        let index = self.names.parameters.len();
        self.names.parameters.push(PlacedParameter {
            parameter: Parameter {
                name: name.clone(),
                value: value.clone(),
                stated: value,
                why: parameter.why.as_ref().map(|why| why.text.clone()),
                path: file.source.path.clone(),
            },
            name: parameter.name.span,
            value: parameter.value_span,
        });
        self.names.parameters_by_name.entry(name).or_default().push(index);
    }

    fn declare_aliases(&mut self, file: &ParsedFile, statement: &Statement) {
        let id = file.source.id;
        match statement {
            Statement::Category(category) => {
                let wrong = also(&mut self.names.categories, &What::Category, &category.name, &category.aliases, id);
                wrong.into_iter().for_each(|problem| self.problem(problem));
            }
            Statement::Activity(activity) => {
                let names = &mut self.names.activities;
                let wrong = also(names, &What::Activity, &activity.name, &activity.aliases, id);
                wrong.into_iter().for_each(|problem| self.problem(problem));
                let Some(index) = declared_here(&self.names.activities, &activity.name, id) else { return };
                let what = What::Field { activity: activity.name.text.clone() };
                for field in &activity.fields {
                    let Some(fields) = self.names.fields.get_mut(index) else { return };
                    let wrong = also(&mut fields.names, &what, &field.name, &field.aliases, id);
                    wrong.into_iter().for_each(|problem| self.problem(problem));
                }
            }
            Statement::Attribute(attribute) => {
                let names = &mut self.names.attributes;
                let wrong = also(names, &What::Attribute, &attribute.name, &attribute.aliases, id);
                wrong.into_iter().for_each(|problem| self.problem(problem));
            }
            Statement::Policy(_)
            | Statement::Parameter(_)
            | Statement::Season(_)
            | Statement::Use(_)
            | Statement::Rule(_)
            | Statement::Exempt(_)
            | Statement::Test(_) => {}
        }
    }

    fn declare_parents(&mut self, file: &ParsedFile, category: &ast::Category) {
        let Some(child) = declared_here(&self.names.categories, &category.name, file.source.id) else { return };
        let told = self.problems.len();
        let mut seen: FxHashSet<usize> = self.names.parents.get(child).into_iter().flatten().copied().collect();
        for parent in &category.parents {
            if let Some(index) = self.category(file, parent)
                && seen.insert(index)
                && let Some(parents) = self.names.parents.get_mut(child)
            {
                parents.push(index);
            }
        }
        self.problems.truncate(told + MOST_TOLD);
    }
}

/// The thing that this very statement declares; nothing for the second declaration in one file.
fn declared_here(names: &Namespace, word: &ast::Word, file: FileId) -> Option<usize> {
    let index = names.get(&word.text)?;
    let here = names.things.get(index)?.places.iter().any(|place| place.file == file && *place == word.span);
    here.then_some(index)
}

/// Adds the aliases of a name that this file declares; those that cannot be added are problems.
fn also(names: &mut Namespace, what: &What, name: &ast::Word, aliases: &[ast::Word], file: FileId) -> Vec<NameProblem> {
    let Some(index) = declared_here(names, name, file) else { return Vec::new() };
    aliases.iter().filter_map(|alias| names.alias(what, index, alias).err()).collect()
}

fn reach(files: &[ParsedFile], file: &ParsedFile) -> Reach {
    let mut reach = Reach::default();
    let mut open = vec![file.source.id];
    while let Some(id) = open.pop() {
        let Some(next) = files.get(id.0 as usize).filter(|_| reach.add(id)) else { continue };
        reach.incomplete |= next.incomplete;
        open.extend(&next.uses);
    }
    reach
}

/// What a file itself declares.
fn declares(file: &ParsedFile) -> Strict {
    let mut strict = Strict::default();
    for statement in &file.tree.statements {
        match statement {
            Statement::Category(_) => strict.categories = true,
            Statement::Activity(_) => strict.activities = true,
            Statement::Attribute(_) => strict.attributes = true,
            Statement::Policy(_)
            | Statement::Parameter(_)
            | Statement::Season(_)
            | Statement::Use(_)
            | Statement::Rule(_)
            | Statement::Exempt(_)
            | Statement::Test(_) => {}
        }
    }
    strict
}

fn within(files: &[ParsedFile], own: &[Strict], reach: &Reach) -> Strict {
    let mut strict = Strict::default();
    for (_, own) in files.iter().zip(own).filter(|(file, _)| reach.holds(file.source.id)) {
        strict.categories |= own.categories;
        strict.activities |= own.activities;
        strict.attributes |= own.attributes;
    }
    strict
}

/// Whether two declared types are one; the order of choices says nothing.
fn same(one: &Kind, other: &Kind) -> bool {
    match (one, other) {
        (Kind::Choice(some), Kind::Choice(others)) => {
            let (mut some, mut others) = (some.clone(), others.clone());
            some.sort_unstable();
            others.sort_unstable();
            some == others
        }
        _ => one == other,
    }
}

fn kind(kind: &ast::Kind) -> Kind {
    match kind {
        ast::Kind::Number => Kind::Number,
        ast::Kind::Text => Kind::Text,
        ast::Kind::Date => Kind::Date,
        ast::Kind::Time => Kind::Time,
        ast::Kind::Bool => Kind::Bool,
        ast::Kind::Choice(choices) => {
            let mut seen = FxHashSet::default();
            let texts = choices.iter().map(|choice| normalise(&choice.text).into_owned());
            Kind::Choice(texts.filter(|text| seen.insert(text.clone())).collect())
        }
    }
}

pub(super) fn value(literal: &ast::Literal) -> Value {
    match literal {
        ast::Literal::Number(number) => Value::Number(*number),
        ast::Literal::Text(text) => Value::Text(normalise(text).into_owned()),
        ast::Literal::Date(day) => Value::Date(*day),
        ast::Literal::Bool(truth) => Value::Bool(*truth),
    }
}
