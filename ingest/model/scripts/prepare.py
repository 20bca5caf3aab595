"""Turn the treebanks into spaCy's training files: split by document, harmonised, laid out as letters are.

Writes `new.spacy` (current guidelines), `pooled.spacy` (those and the harmonised sentences of 2017),
`dev.spacy` and one file per held-out part. A training sentence that also stands in a held-out or
development part (compared without case, spacing and punctuation) is dropped.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import yaml
from spacy.tokens import Doc, DocBin
from spacy.training.converters.conllu_to_docs import conllu_to_docs

from ingest.model.scripts.harmonise import harmonise
from ingest.model.scripts.layout import lay_out
from ingest.model.scripts.treebank import Sentence, read
from ingest.model.spelling import whole

SENTENCES_PER_DOC = 10
LAID_OUT = 0.4
"""Share of the current sentences of which a second, laid-out copy trains."""
OLD = "raw_lassy_old_train_2017"


def main(treebanks: Path, splits_file: Path, corpus: Path) -> None:
    """Write the corpus folder and print how much each part holds."""
    corpus.mkdir(parents=True, exist_ok=True)
    splits = yaml.safe_load(splits_file.read_text(encoding="utf-8"))
    files = {path.stem: list(read(path)) for path in sorted(treebanks.glob("*.conllu"))}
    held = {name: pick(files, {name: which}) for name, which in splits["held_out"].items()}
    dev = pick(files, splits["dev"])
    apart = {s.key for part in (*held.values(), dev) for s in part}
    new = [s for name, part in files.items() if name != OLD for s in part if s.key not in apart]
    known = apart | {s.key for s in new}
    old = [s for s in files[OLD] if s.key not in known]
    for s in old:
        harmonise(s.tree)
    for name, part in held.items():
        write(corpus / f"{name.removeprefix('raw_').replace('_head', '')}.spacy", docs(part))
    write(corpus / "dev.spacy", docs(dev))
    laid_out = list(lay_out(groups(new), LAID_OUT))
    write(corpus / "new.spacy", [*docs(new), *laid_out])
    write(corpus / "pooled.spacy", [*docs(new), *laid_out, *docs(old)])


def pick(files: dict[str, list[Sentence]], which: dict[str, str | list[str]]) -> list[Sentence]:
    return [
        s
        for name, documents in which.items()
        for s in files[name]
        if documents == "all" or s.document in documents
    ]


def docs(sentences: Iterable[Sentence]) -> Iterator[Doc]:
    """Docs of ten sentences; those of one document stay together."""
    for _, group in groupby(sentences, key=lambda s: s.document):
        yield from to_docs(group, SENTENCES_PER_DOC)


def groups(sentences: list[Sentence]) -> Iterator[list[Doc]]:
    """Groups of sentences, each a Doc of its own."""
    for start in range(0, len(sentences), SENTENCES_PER_DOC):
        yield list(to_docs(sentences[start : start + SENTENCES_PER_DOC], 1))


def to_docs(sentences: Iterable[Sentence], size: int) -> Iterator[Doc]:
    """Docs of so many sentences, by spaCy's own converter."""
    text = "".join(conllu(sentence) for sentence in sentences)
    yield from conllu_to_docs(text, n_sents=size, no_print=True)  # type: ignore[no-untyped-call]


def conllu(sentence: Sentence) -> str:
    """The sentence as CoNLL-U with what is learned: whole lemmas, no ExtPos, no language-specific tags."""
    for node in sentence.tree.descendants:
        node.lemma = whole(node.form, node.lemma, node.upos)
        node.feats["ExtPos"] = ""
        node.xpos = "_"
        node.raw_deps = "_"
    rows = (
        "\t".join(
            (
                str(n.ord),
                n.form,
                n.lemma or n.form,
                n.upos,
                "_",
                str(n.feats) or "_",
                str(n.parent.ord),
                n.deprel,
                "_",
                "SpaceAfter=No" if n.no_space_after else "_",
            )
        )
        for n in sentence.tree.descendants
    )
    return "\n".join(rows) + "\n\n"


def write(path: Path, made: Iterable[Doc]) -> None:
    parts = list(made)
    DocBin(docs=parts, store_user_data=False).to_disk(path)
    sentences, tokens = sum(len(list(d.sents)) for d in parts), sum(map(len, parts))
    sys.stdout.write(f"{path.name}: {sentences} sentences, {tokens} tokens\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
