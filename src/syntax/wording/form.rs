//! The names of the forms that are not supported yet, as a rule file writes them.

use crate::syntax::problem::Form;

/// English and Chinese.
pub(super) const fn names(form: Form) -> (&'static str, &'static str) {
    match form {
        Form::Season => ("`season`", "`时段`"),
        Form::Holidays => ("`holidays`", "`假日`"),
        Form::Exempt => ("`exempt`", "`豁免`"),
        Form::Test => ("`test`", "`测试`"),
        Form::Share => ("`at least N% of`", "`N%以上的`"),
        Form::AllOf => ("`all of`", "`所有`"),
        Form::Per => ("`per`", "`按`"),
        Form::OfParent => ("`of`", "`属`"),
        Form::During => ("`during`", "`在 时段`"),
        Form::Between => ("`between`", "`自 … 至`"),
        Form::FixedWithin => ("`every … from … within`", "`每 … 自 … 起 … 内`"),
        Form::EachSeason => ("`each SEASON`", "`每 时段`"),
        Form::ClockDuration => ("a duration in `hours` or `minutes`", "以 `小时`、`分钟` 计的期限"),
        Form::WorkingDays => ("`working days`", "`个工作日`"),
        Form::EitherActivity => ("`or` between activities", "活动之间的 `或`"),
        Form::BothActivities => ("`and` between activities", "活动之间的 `和`"),
        Form::Shift => ("a moment plus or minus a duration", "时点 ± 期限"),
        Form::DateField => ("a date field of an activity as a moment", "以活动的日期字段为时点"),
        Form::OfRegion => ("`of region` or `of parent`", "`属 地区`、`属 上级`"),
        Form::AfterNever => ("`after … within … never`", "`后 … 内 不得`"),
        Form::OnTheDay => ("`on the day of`", "`当日`"),
        Form::InAny => ("`in any`", "`任意`"),
        Form::Always => ("`always`", "`始终`"),
        Form::Until => ("`until`", "`有效期至`"),
        Form::ForDuration => ("`for`", "`有效期`"),
        Form::Total => ("`total of`", "`合计`"),
        Form::Different => ("`different`", "`不同`"),
        Form::Apart => ("`at least … apart`", "`间隔至少`"),
        Form::ForEach => ("`for each`", "`分`"),
        Form::Trigger => ("`trigger.`", "`触发.`"),
        Form::Period => ("`period.`", "`本期.`"),
        Form::ItsParent => ("`its.parent.`", "`主体.上级.`"),
        Form::Grace => ("`grace`", "`宽限`"),
        Form::Otherwise => ("`otherwise`", "`否则`"),
        Form::Overrides => ("`overrides`", "`优先于`"),
        Form::Extended => ("`extended`", "`顺延`"),
        Form::NextWorkingDay => ("`next working day`", "`遇假日顺延`"),
    }
}
