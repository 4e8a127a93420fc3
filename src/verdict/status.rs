//! What the records say of a duty, in one word.

use serde::Serialize;

/// What the records say of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// 合规: done in time.
    Met,
    /// 逾期完成: done after due.
    Late,
    /// 已补救: broken, and the rule's `otherwise` was done in time.
    Remedied,
    /// 违规: due and not done, or forbidden and done.
    Violated,
    /// 待履行: not due yet.
    Pending,
    /// 无法判定: the records cannot tell.
    Unknown,
    /// 豁免: excused by a waiver.
    Exempt,
}

impl Status {
    /// Every status, in the order of docs/language.md section 8.
    pub const ALL: [Self; 7] =
        [Self::Met, Self::Late, Self::Remedied, Self::Violated, Self::Pending, Self::Unknown, Self::Exempt];

    /// The English word, as outputs write it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Late => "late",
            Self::Remedied => "remedied",
            Self::Violated => "violated",
            Self::Pending => "pending",
            Self::Unknown => "unknown",
            Self::Exempt => "exempt",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Met => "合规",
            Self::Late => "逾期完成",
            Self::Remedied => "已补救",
            Self::Violated => "违规",
            Self::Pending => "待履行",
            Self::Unknown => "无法判定",
            Self::Exempt => "豁免",
        }
    }

    /// Whether it is a breach: violated or late.
    #[must_use]
    pub const fn is_breach(self) -> bool {
        matches!(self, Self::Violated | Self::Late)
    }
}

/// One number a status, in the order of [`Status::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts([u64; Status::ALL.len()]);

impl Counts {
    /// How many verdicts have this status.
    #[must_use]
    pub const fn of(&self, status: Status) -> u64 {
        let [met, late, remedied, violated, pending, unknown, exempt] = self.0;
        match status {
            Status::Met => met,
            Status::Late => late,
            Status::Remedied => remedied,
            Status::Violated => violated,
            Status::Pending => pending,
            Status::Unknown => unknown,
            Status::Exempt => exempt,
        }
    }

    /// How many verdicts there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// How many of them are violated or late.
    #[must_use]
    pub fn breaches(&self) -> u64 {
        self.of(Status::Violated) + self.of(Status::Late)
    }

    /// Counts one more.
    #[inline]
    pub fn add(&mut self, status: Status) {
        self.add_many(status, 1);
    }

    /// Counts so many more.
    #[inline]
    pub fn add_many(&mut self, status: Status, count: u64) {
        // Statuses are declared in the order of `Status::ALL`.
        if let Some(known) = self.0.get_mut(status as usize) {
            *known += count;
        }
    }

    /// Adds the numbers of another count.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

/// A set of statuses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statuses(u8);

impl Statuses {
    /// All of them.
    pub const ALL: Self = Self(u8::MAX);

    /// Whether it holds this one.
    #[inline]
    #[must_use]
    pub const fn contains(self, status: Status) -> bool {
        self.0 & 1 << status as u8 != 0
    }
}

impl FromIterator<Status> for Statuses {
    fn from_iter<I: IntoIterator<Item = Status>>(statuses: I) -> Self {
        Self(statuses.into_iter().fold(0, |all, status| all | 1 << status as u8))
    }
}
