//! Versions of a brief for a wider circle.

use super::{Build, Desk};
use crate::check::Checked;
use crate::load::Loaded;
use crate::model::Tlp;
use crate::{resolve, variant};

impl Build<'_> {
    /// The version that is marked `mark`, with what the rules say of it. Where it breaks a rule that the
    /// whole brief keeps, such as that a statement which is established no more names who asserts it, there
    /// is none.
    pub(super) fn reduced(&mut self, desk: &mut Desk, loaded: &Loaded, mark: Tlp) -> Option<(Loaded, Checked)> {
        let variant = variant::reduce(loaded, mark);
        let resolved = resolve::resolve(&variant.loaded);
        let checked = desk.check(&resolved);
        let problems = variant.problems.iter().chain(&resolved.problems).chain(&checked.problems);
        let help = format!(
            "the whole brief is right; this is so in the version marked {}, which leaves out what is marked more strictly",
            mark.designation()
        );
        let errors: Vec<_> =
            problems.filter(|problem| problem.is_error()).map(|problem| problem.clone().help(help.as_str())).collect();
        drop(resolved);
        if errors.is_empty() {
            return Some((variant.loaded, checked));
        }
        self.problems.extend(errors);
        None
    }
}
