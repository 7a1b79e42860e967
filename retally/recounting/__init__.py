"""The recount of a case as a clerk works on it: small TOML files in, and what comes next and what is late out.

Reading order: `toml_file` (how such a file is read), `opening` (what is known before the first step),
`step_file` (steps of a file, recorded all or none), `step_words` (a step in words), `next_steps` (what must
come and what may), `template` (a step to be filled in), `clocks` (deadlines in words), `standing` (where it
stands), `keys` (cards, secrets and signatures of the board), `iowa_time`.  Beside them `record` (the
recount as a report has it), which is not re-exported: it loads the report and its typesetter.
"""

from retally.recounting.clocks import clock_lines, clocks_of
from retally.recounting.iowa_time import iowa_time
from retally.recounting.keys import make_key, sign_on_paper, sign_with_key
from retally.recounting.next_steps import may_come, must_come
from retally.recounting.opening import open_recount
from retally.recounting.standing import needed, standing_lines, standing_of
from retally.recounting.step_file import record_steps, recount_of
from retally.recounting.step_words import withdrawal_doubts
from retally.recounting.template import steps_text, template

__all__ = [
    "clock_lines",
    "clocks_of",
    "iowa_time",
    "make_key",
    "may_come",
    "must_come",
    "needed",
    "open_recount",
    "record_steps",
    "recount_of",
    "sign_on_paper",
    "sign_with_key",
    "standing_lines",
    "standing_of",
    "steps_text",
    "template",
    "withdrawal_doubts",
]
