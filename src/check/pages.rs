//! The page of each code of this stage: what it means, a wrong example, the right one.

use crate::diagnostic::pages::Pages;
use crate::text::Language;

/// Every code of this stage that no other stage has, and its page.
static PAGES: Pages<70> = Pages([
    ("missing-file", include_str!("pages/missing-file.md")),
    ("unreadable-file", include_str!("pages/unreadable-file.md")),
    ("not-a-rule-file", include_str!("pages/not-a-rule-file.md")),
    ("second-policy", include_str!("pages/second-policy.md")),
    ("no-such-timezone", include_str!("pages/no-such-timezone.md")),
    ("backwards-effective", include_str!("pages/backwards-effective.md")),
    ("never-in-force", include_str!("pages/never-in-force.md")),
    ("duplicate-rule", include_str!("pages/duplicate-rule.md")),
    ("unknown-category", include_str!("pages/unknown-category.md")),
    ("unknown-activity", include_str!("pages/unknown-activity.md")),
    ("unknown-field", include_str!("pages/unknown-field.md")),
    ("unknown-attribute", include_str!("pages/unknown-attribute.md")),
    ("unknown-parameter", include_str!("pages/unknown-parameter.md")),
    ("duplicate-declaration", include_str!("pages/duplicate-declaration.md")),
    ("alias-of-two", include_str!("pages/alias-of-two.md")),
    ("field-or-parameter", include_str!("pages/field-or-parameter.md")),
    ("two-parameters", include_str!("pages/two-parameters.md")),
    ("activity-or-date", include_str!("pages/activity-or-date.md")),
    ("category-circle", include_str!("pages/category-circle.md")),
    ("too-many-categories-above", include_str!("pages/too-many-categories-above.md")),
    ("reserved-attribute", include_str!("pages/reserved-attribute.md")),
    ("conflicting-declarations", include_str!("pages/conflicting-declarations.md")),
    ("conflicting-uses", include_str!("pages/conflicting-uses.md")),
    ("type-mismatch", include_str!("pages/type-mismatch.md")),
    ("not-a-choice", include_str!("pages/not-a-choice.md")),
    ("no-order", include_str!("pages/no-order.md")),
    ("wrong-type", include_str!("pages/wrong-type.md")),
    ("days-against-duration", include_str!("pages/days-against-duration.md")),
    ("misplaced-duration", include_str!("pages/misplaced-duration.md")),
    ("date-plus-number", include_str!("pages/date-plus-number.md")),
    ("not-a-condition", include_str!("pages/not-a-condition.md")),
    ("no-record-here", include_str!("pages/no-record-here.md")),
    ("unknown-type", include_str!("pages/unknown-type.md")),
    ("perhaps-a-text", include_str!("pages/perhaps-a-text.md")),
    ("matching-differs", include_str!("pages/matching-differs.md")),
    ("quantity-not-taken", include_str!("pages/quantity-not-taken.md")),
    ("not-a-whole-number", include_str!("pages/not-a-whole-number.md")),
    ("no-such-duration", include_str!("pages/no-such-duration.md")),
    ("parameter-not-whole", include_str!("pages/parameter-not-whole.md")),
    ("backwards-range", include_str!("pages/backwards-range.md")),
    ("partial-periods-without-each", include_str!("pages/partial-periods-without-each.md")),
    ("whenever-without-require", include_str!("pages/whenever-without-require.md")),
    ("require-without-whenever", include_str!("pages/require-without-whenever.md")),
    ("matching-without-trigger", include_str!("pages/matching-without-trigger.md")),
    ("condition-on-a-date", include_str!("pages/condition-on-a-date.md")),
    ("no-such-day", include_str!("pages/no-such-day.md")),
    ("clock-duration-not-taken", include_str!("pages/clock-duration-not-taken.md")),
    ("date-as-activity", include_str!("pages/date-as-activity.md")),
    ("in-any-without-at-most", include_str!("pages/in-any-without-at-most.md")),
    ("always-without-until", include_str!("pages/always-without-until.md")),
    ("until-without-always", include_str!("pages/until-without-always.md")),
    ("apart-without-count", include_str!("pages/apart-without-count.md")),
    ("per-without-population", include_str!("pages/per-without-population.md")),
    ("repeated-value", include_str!("pages/repeated-value.md")),
    ("parameter-negative", include_str!("pages/parameter-negative.md")),
    ("trigger-without-moment", include_str!("pages/trigger-without-moment.md")),
    ("period-without-each", include_str!("pages/period-without-each.md")),
    ("grace-without-due", include_str!("pages/grace-without-due.md")),
    ("next-working-day-without-due", include_str!("pages/next-working-day-without-due.md")),
    ("extended-without-due", include_str!("pages/extended-without-due.md")),
    ("season-overlap", include_str!("pages/season-overlap.md")),
    ("no-such-holidays", include_str!("pages/no-such-holidays.md")),
    ("overrides-circle", include_str!("pages/overrides-circle.md")),
    ("too-many-overriding-rules", include_str!("pages/too-many-overriding-rules.md")),
    ("unknown-season", include_str!("pages/unknown-season.md")),
    ("unknown-rule", include_str!("pages/unknown-rule.md")),
    ("two-seasons", include_str!("pages/two-seasons.md")),
    ("fields-differ", include_str!("pages/fields-differ.md")),
    ("too-many-activities", include_str!("pages/too-many-activities.md")),
    ("date-of-the-record", include_str!("pages/date-of-the-record.md")),
]);

/// Every code of this stage that has a page here.
pub fn codes() -> impl Iterator<Item = &'static str> {
    PAGES.codes()
}

/// The page that `guiju explain CODE` prints, as Markdown; `None` for a code of another stage.
#[must_use]
pub fn page(code: &str, language: Language) -> Option<&'static str> {
    PAGES.page(code, language)
}
