"""Conversations and choreographies: kept and readable as everything else."""

from __future__ import annotations

import pytest

from engine.bpmn import BPMNShape, ChoreographyTask, Collaboration, ConversationLink, Document, SubConversation
from engine.bpmn.integrity import problems
from engine.bpmn.schema import validate
from tests.bpmn.corpus import OWN

FILE = OWN / "conversation-and-choreography.bpmn"


@pytest.fixture
def document() -> Document:
    return Document.from_bytes(FILE.read_bytes(), FILE.name)


def test_nothing_is_wrong_with_messages_and_conversations_that_only_others_show(document: Document) -> None:
    assert validate(FILE.read_bytes()) == []
    assert problems(document) == []


def test_a_conversation_knows_its_participants_and_links(document: Document) -> None:
    talks = document.get("Talks", SubConversation)

    assert talks.participant_refs == ["Buyer", "Seller"]
    assert [node.id for node in talks.conversation_nodes] == ["Price"]
    assert document.get("Link_Buyer", ConversationLink).target is talks
    assert document.get("Collaboration_1", Collaboration).conversation_links[1].id == "Link_Seller"


def test_a_choreography_task_knows_its_bands(document: Document) -> None:
    task, band = document.get("Ask", ChoreographyTask), document.get("Ask_Asker", BPMNShape)

    assert task.initiating_participant is task.participants[0]
    assert task.loop_type == "Standard"
    assert band.choreography_activity_shape is document.shape_of(task)
    assert (band.participant_band_kind, band.is_message_visible) == ("top_initiating", True)
