"""The lines of a source, each knowing where it stands."""

from __future__ import annotations

from dataclasses import dataclass

ZERO_WIDTH = "\ufeff\u200b\u200c\u200d\u2060"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text without the blanks around it."""

    begin: int
    """Position in the source of the line's first character, blanks included."""
    start: int
    """Position in the source of `text[0]`."""
    text: str
    fed: bool
    """Whether a form feed ends the line, and with it the page."""
    after: int
    """Position in the source of the character after the terminator."""

    @property
    def end(self) -> int:
        """Position in the source after the last character of `text`."""
        return self.start + len(self.text)

    @property
    def indent(self) -> int:
        """Blanks before the text."""
        return self.start - self.begin

    def without(self, length: int) -> Line:
        """The line without the first characters of its text, and blanks behind them."""
        rest = self.text[length:].lstrip()
        return Line(self.begin, self.end - len(rest), rest, self.fed, self.after)


def split_lines(source: str) -> list[Line]:
    """All lines of a source, blank ones included."""
    lines = []
    position = 0
    for raw in source.splitlines(keepends=True):
        content = raw.rstrip()
        body = content.lstrip().lstrip(ZERO_WIDTH).lstrip()
        start = position + len(content) - len(body)
        after = position + len(raw)
        lines.append(Line(position, start, body, raw.endswith("\f"), after))
        position = after
    return lines
