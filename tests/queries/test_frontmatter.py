"""The `#+` lines: everything is text, and every complaint knows its line."""

from pathlib import Path

import pytest

from queries.errors import CatalogueError
from queries.frontmatter import Field, read


def head(text: str) -> Field:
    return read(Path("sample.rq"), text)


def test_only_the_marked_lines_at_the_top_are_read() -> None:
    field = head("#+ a: 1\n#+ b: 2\nSELECT * {}\n#+ c: 3\n")
    assert list(field.fields()) == ["a", "b"]


def test_no_value_is_guessed_to_be_a_date_or_a_truth() -> None:
    fields = head("#+ since: 2021-02-03\n#+ country: no\n").fields()
    assert (fields["since"].text(), fields["country"].text()) == ("2021-02-03", "no")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("SELECT * {}", 1, "no front matter"),
        ("#+\nSELECT * {}", 1, "empty"),
        ("#+ a: 1\n#+ b: [1, 2\n", 2, "no YAML"),
        ("#+ a: 1\n#+ a: 2\n", 2, "a stands twice"),
    ],
)
def test_a_malformed_front_matter_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(CatalogueError, match=reason) as caught:
        head(text).fields()
    assert caught.value.line == line


def test_a_text_must_stand_in_both_languages() -> None:
    field = head("#+ question:\n#+   nl: Wat?\n").fields()["question"]
    with pytest.raises(CatalogueError, match="question has no text in 'en'") as caught:
        field.texts()
    assert caught.value.line == 1


def test_a_typo_in_a_member_is_refused_not_ignored() -> None:
    field = head("#+ question:\n#+   nl: Wat?\n#+   en: What?\n#+   fr: Quoi?\n").fields()["question"]
    with pytest.raises(CatalogueError, match="question knows no 'fr'; it knows nl, en") as caught:
        field.texts()
    assert caught.value.line == 4


def test_a_truth_is_true_or_false() -> None:
    field = head("#+ required: maybe\n").fields()["required"]
    with pytest.raises(CatalogueError, match="must be true or false"):
        field.truth()


def test_a_lone_value_is_a_list_of_one() -> None:
    assert [item.text() for item in head("#+ tags: CQ1\n").fields()["tags"].items()] == ["CQ1"]


def test_a_mapping_is_no_list_and_a_list_no_text() -> None:
    fields = head("#+ tags: {a: 1}\n#+ name: [a]\n").fields()
    with pytest.raises(CatalogueError, match="tags must be a list"):
        list(fields["tags"].items())
    with pytest.raises(CatalogueError, match="name must be a text"):
        fields["name"].text()
