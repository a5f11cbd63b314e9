"""DMN decisions: models read from files, decision tables with all hit policies, requirement graphs."""

from engine.runtime.decisions.evaluation import DecisionModel
from engine.runtime.decisions.handler import (
    BUSINESS_RULES,
    NO_FILES,
    CalledDecision,
    DecisionHandler,
    decision_handlers,
)
from engine.runtime.decisions.model import DecisionModelError

__all__ = [
    "BUSINESS_RULES",
    "NO_FILES",
    "CalledDecision",
    "DecisionHandler",
    "DecisionModel",
    "DecisionModelError",
    "decision_handlers",
]
