"""Forms of waiting tasks: formulas in JavaScript are evaluated, files have names, and a slow formula is given up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from modeler.services.preview.form_formulas import FormFormulas, impatient
from modeler.services.screens import Screen
from modeler.services.screens.computing import FormulaError
from modeler.services.task_forms.nodes import Field
from modeler.services.task_forms.screen_form import ScreenForm

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)


def test_a_form_follows_its_formulas_and_calls_files_by_their_names():
    formulas = FormFormulas()
    items = (
        {"component": "FormInput", "config": {"name": "n", "label": "N", "dataFormat": "int"}},
        {"component": "FileDownload", "config": {"name": "scan", "label": "Scan"}},
    )
    double = {"type": "javascript", "property": "twice", "formula": "return this.n * 2 + new Date().getFullYear()"}
    screen = Screen("1", "u", "Form", "FORM", (items,), (double,))
    names = {7: "scan.pdf"}

    form = ScreenForm(screen, {"n": 1, "scan": 7}, (), formulas.options(NOW, lambda value: names.get(value, "")))
    first = form.data["twice"]
    form.set(("n",), "5")
    shown = [node.shown for node in form.nodes() if isinstance(node, Field)]
    formulas.close()

    assert (first, form.data["twice"], shown) == (2028, 2036, ["", "scan.pdf"])


@pytest.mark.parametrize(("took", "calls"), [(0.1, 3), (0.9, 1)])
def test_a_formula_that_takes_long_and_fails_is_not_tried_again(took, calls):
    moments, made = iter(range(99)), []

    def failing(text, data):
        made.append(text)
        raise FormulaError("it takes too long")

    formula = impatient(failing, lambda: next(moments) * took)

    for _ in range(3):
        with pytest.raises(FormulaError):
            formula("while (true) {}", {})
    assert len(made) == calls


def test_formulas_that_were_never_needed_end_without_a_worker():
    FormFormulas().close()
