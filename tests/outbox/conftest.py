"""An outbox panel that can be filled with effects and driven."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from modeler.services.preview.outbox import Effect
from modeler.services.preview.standing import Printed, Standing
from modeler.ui.background import Background
from modeler.ui.icons import Icons
from modeler.ui.outbox.panel import OutboxPanel
from modeler.ui.outbox.rows import EffectRows
from modeler.ui.theme import LIGHT
from tests.outbox.mails import BEGUN
from tests.ui.conftest import icons, nothing_is_left_behind

__all__ = ["icons", "nothing_is_left_behind"]

Fill = Callable[..., None]


@pytest.fixture
def outbox(icons: Icons, qtbot: QtBot) -> Iterator[OutboxPanel]:
    background = Background()
    made = OutboxPanel(LIGHT, icons, background)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.view.close_files()
    background.close()


@pytest.fixture
def fill(outbox: OutboxPanel) -> Fill:
    """Show what a run has done so far."""
    rows = EffectRows(lambda id: f"The {id.lower()}")

    def run(*sources: Effect | Printed) -> None:
        effects = tuple(each for each in sources if isinstance(each, Effect))
        texts = tuple(each for each in sources if isinstance(each, Printed))
        outbox.set_effects(rows.of(Standing(effects=effects, printed=texts, begun=BEGUN)))

    return run
