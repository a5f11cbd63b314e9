"""What a user can choose, as values: sections with settings, each with its name in the file, its words and its kind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `help` says what it is for."""

    name: str
    title: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Switch(Setting):
    """On or off."""


@dataclass(frozen=True, slots=True)
class Choice(Setting):
    """One of a few: what is stored, and what is said."""

    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Number(Setting):
    """A whole number in a range."""

    unit: str = ""
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Text(Setting):
    """A line, which may be empty."""

    example: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Settings that belong together, with an icon."""

    title: str
    icon: str
    settings: tuple[Setting, ...]
