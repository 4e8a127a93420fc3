//! Random choices: the same seed makes the same case.

use super::forms::Forms;

pub struct Dice<'f> {
    state: u64,
    pub forms: &'f Forms,
}

impl<'f> Dice<'f> {
    pub fn new(seed: u64, forms: &'f Forms) -> Dice<'f> {
        Dice { state: seed, forms }
    }

    /// SplitMix64.
    pub fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `number` - 1.
    pub fn below(&mut self, number: usize) -> usize {
        usize::try_from(self.roll() % number.max(1) as u64).expect("small")
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.roll() % 100 < percent
    }

    /// True in so many percent of the cases where the form is switched on.
    pub fn form(&mut self, name: &str, percent: u64) -> bool {
        let hit = self.chance(percent);
        hit && self.forms.has(name)
    }

    pub fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// One of the choices, each as often as its weight; one whose form is switched off never.
    pub fn of_forms<'t>(&mut self, choices: &[(u64, &'t str)]) -> &'t str {
        let on: Vec<&(u64, &str)> = choices.iter().filter(|(_, form)| self.forms.has(form)).collect();
        let total: u64 = on.iter().map(|(weight, _)| weight).sum();
        let mut left = self.roll() % total.max(1);
        for (weight, form) in on {
            if left < *weight {
                return form;
            }
            left -= weight;
        }
        choices[0].1
    }

    pub fn weighted<T: Clone>(&mut self, choices: &[(u64, T)]) -> T {
        let total: u64 = choices.iter().map(|(weight, _)| weight).sum();
        let mut left = self.roll() % total;
        for (weight, choice) in choices {
            if left < *weight {
                return choice.clone();
            }
            left -= weight;
        }
        choices[0].1.clone()
    }
}
