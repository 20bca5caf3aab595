"""Pattern rules, looked up by a word that their patterns ask for: a sentence holds few of those words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from ingest.components.relation_notation import needs

if TYPE_CHECKING:
    from ingest.components.relation_rules import PatternRule


class PatternRules:
    """Rules in their order, with their patterns by word."""

    def __init__(self, rules: Iterable[PatternRule]) -> None:
        self._rules: Final = tuple(rules)
        self._patterns: Final = [(rule, pattern) for rule in self._rules for pattern in rule.patterns]
        self._by_word: Final[defaultdict[str, list[int]]] = defaultdict(list)
        self._wordless: Final[list[int]] = []
        for place, (_, pattern) in enumerate(self._patterns):
            for word in _rarest(pattern):
                self._by_word[word].append(place)
            if not _rarest(pattern):
                self._wordless.append(place)

    def __iter__(self) -> Iterator[PatternRule]:
        return iter(self._rules)

    def candidates(self, words: frozenset[str]) -> Iterator[tuple[PatternRule, str]]:
        """Rule and pattern, in order, of all that may be met among these words and lemmas; most are not."""
        places = set(self._wordless)
        for word in self._by_word.keys() & words:
            places.update(self._by_word[word])
        return (self._patterns[place] for place in sorted(places))


def _rarest(pattern: str) -> frozenset[str]:
    """Of the words that a pattern asks for, one set of alternatives: the longest, since those are rare."""
    return max(needs(pattern).words, key=lambda words: min(map(len, words)), default=frozenset())
