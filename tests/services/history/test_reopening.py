"""A run of the history is opened again: read only, step by step, with its outbox, beside the runs of now."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn import Document
from modeler.services.history.reopening import Gone, changes_since, options_of, reopened
from modeler.services.history.replaying import scenario_of
from modeler.services.preview.standing import PreviewRefused, Standing
from tests.services.history.kit import APPROVAL, SAMPLES, Recorder, everything
from tests.services.small_process import SMALL


def show(recording: Recorder, id: str, folder: Path | None = None) -> Standing:
    record = recording.archive.load(id)
    return recording.session.reopen(lambda hosts: reopened(record, "then", recording.catalog, hosts, folder))


def test_a_whole_run_with_its_mails_is_as_it_was_at_every_step(recording: Recorder) -> None:
    recording.catalog = everything()
    session = recording.session
    content = (SAMPLES / "purchase-approval.bpmn").read_bytes()
    session.start(Document.from_bytes(content, "purchase-approval.bpmn"), recording.catalog, dict(APPROVAL), SAMPLES)
    session.run()
    session.answer("Request", {})
    session.answer("AskManager", {"decision": "approve"})
    id = recording.store()
    was = [session.go_to(step) for step in range(session.standing.steps + 1)]
    session.forget()

    now = show(recording, id, SAMPLES)

    assert now.is_record
    assert now.steps == was[-1].steps
    for step, before in enumerate(was):
        after = session.go_to(step)
        assert (after.path, after.flows, after.tokens) == (before.path, before.flows, before.tokens)
        assert (after.data, after.waiting, after.now) == (before.data, before.waiting, before.now)
        assert after.effects == before.effects
        assert after.moments == before.moments
    assert session.inspect("AskManager").output == {"decision": "approve"}


def test_nothing_can_be_done_to_it(recording: Recorder) -> None:
    recording.start({"amount": 1})
    id = recording.store()
    recording.session.forget()
    before = show(recording, id)

    for act in (
        lambda: recording.session.answer("Check", {}),
        lambda: recording.session.set_data({"amount": 2}),
        lambda: recording.session.adopt(Document.from_bytes(SMALL), recording.catalog),
    ):
        with pytest.raises(PreviewRefused, match="only looked at"):
            act()
    recording.session.step()
    recording.session.run()

    assert recording.session.standing == before
    assert recording.session.snapshot() is None


def test_it_is_stepped_through_as_it_was(recording: Recorder) -> None:
    id = recording.run({"amount": 1})
    recording.session.forget()
    show(recording, id)

    recording.session.go_to(0)
    first = recording.session.step()
    second = recording.session.step()

    assert (first.step, second.step) == (1, 2)
    assert not first.is_over
    assert recording.session.run().is_over


def test_it_stands_beside_the_runs_of_now_and_is_compared_with_them(recording: Recorder) -> None:
    earlier = recording.run({"amount": 1})
    recording.start({"amount": 2})

    standing = show(recording, earlier)
    comparison = recording.session.compare(1)
    back = recording.session.stop()

    assert [run.title for run in standing.runs] == ["", "then"]
    assert (comparison.first_status, comparison.second_status) == ("waiting", "completed")
    assert [change.path for change in comparison.data] == ["amount", "checked"]
    assert (back.run, back.is_record, list(back.waiting)) == (1, False, ["Check"])
    assert len(back.runs) == 1


def test_opened_twice_it_is_there_once_and_one_that_still_goes_on_is_turned_to(recording: Recorder) -> None:
    earlier = recording.run({"amount": 1})
    recording.start({"amount": 2})
    present = recording.store()

    show(recording, earlier)
    twice = show(recording, earlier)
    turned = show(recording, present)

    assert len(twice.runs) == 2
    assert (turned.run, turned.is_record) == (1, False)


def test_it_is_recorded_as_a_scenario_with_its_own_start(recording: Recorder) -> None:
    earlier = recording.run({"amount": 1})
    recording.start({"amount": 2})
    show(recording, earlier)

    scenario = recording.session.record("As it was")

    assert scenario.data == {"amount": 1}
    assert scenario.events == ({"complete": "Check", "data": {"checked": True}},)
    assert scenario.expect["status"] == "completed"


def test_a_branch_knows_where_it_came_from(recording: Recorder) -> None:
    recording.start({"amount": 1})
    first = recording.store()
    recording.session.answer("Check", {"checked": True})
    recording.session.go_to(2)
    recording.session.answer("Check", {"checked": False})

    second = recording.store()

    head = recording.archive.head(second)
    assert head is not None
    assert second != first
    assert (head.parent, head.at_step) == (first, 2)


def test_what_it_passed_and_is_gone_from_the_process_is_named(recording: Recorder) -> None:
    recording.start({"amount": 1})
    id = recording.store()
    recording.session.forget()
    show(recording, id)
    recording.session.go_to(0)
    past = recording.session.past
    assert past is not None

    same = changes_since(past, Document.from_bytes(SMALL))
    renamed = changes_since(past, Document.from_bytes(SMALL.replace(b"Check order", b"Weigh")))
    other = SMALL.replace(b'"Check"', b'"Look"').replace(b'"Flow_1"', b'"Flow_9"').replace(b'"End"', b'"Stop"')

    assert (same, renamed) == (None, Gone())
    assert changes_since(past, Document.from_bytes(other)) == Gone(("Check order",), nameless=1)


def test_it_is_done_again_with_all_that_was_done(recording: Recorder) -> None:
    id = recording.run({"amount": 1})

    scenario = scenario_of(recording.archive.details(id))

    assert (scenario.data, scenario.expect) == ({"amount": 1}, {})
    assert scenario.events == ({"complete": "Check", "data": {"checked": True}},)


def test_it_is_started_again_with_the_same_data(recording: Recorder) -> None:
    id = recording.run({"amount": 1, "when": {"day": "Monday"}})

    options = options_of(recording.archive.details(id), None)

    assert options.data == {"amount": 1, "when": {"day": "Monday"}}
    assert (options.start, options.seed, options.clock) == (None, 0, None)


def test_called_processes_are_as_they_were(recording: Recorder, tmp_path: Path) -> None:
    called = SMALL.replace(b'id="Order"', b'id="Called"')
    (tmp_path / "called.bpmn").write_bytes(called)
    caller = SMALL.replace(b"<userTask id", b'<callActivity calledElement="Called" id').replace(
        b"</userTask>", b"</callActivity>"
    )
    recording.session.start(Document.from_bytes(caller, "caller.bpmn"), recording.catalog, {}, tmp_path)
    was = recording.session.run()
    id = recording.store()
    recording.session.forget()
    (tmp_path / "called.bpmn").write_bytes(called.replace(b"Check", b"Other"))

    now = show(recording, id, tmp_path)

    assert list(was.waiting) == ["Called/Check"]
    assert (now.waiting, now.path) == (was.waiting, was.path)
