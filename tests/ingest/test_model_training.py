"""The preparation of the treebanks: old annotation harmonised, text laid out as letters are."""

from __future__ import annotations

import random

import pytest
import spacy
import yaml
from spacy.tokens import Doc

from ingest.model import FOLDER
from ingest.model.scripts.layout import BREAKS, MARKS, join, to_doc

VOCAB = spacy.blank("nl").vocab


def sentence() -> Doc:
    return Doc(
        VOCAB,
        words=["Het", "kabinet", "besluit", "."],
        spaces=[True, True, False, False],
        pos=["DET", "NOUN", "VERB", "PUNCT"],
        heads=[1, 2, 2, 2],
        deps=["det", "nsubj", "ROOT", "punct"],
    )


@pytest.fixture(scope="module", params=range(20))
def laid_out(request: pytest.FixtureRequest) -> Doc:
    """Eight sentences, laid out by chance."""
    return to_doc(VOCAB, join([sentence()] * 8, random.Random(request.param)))


def test_each_sentence_stays_one_sentence(laid_out: Doc) -> None:
    assert [t.text for t in laid_out if t.dep_ == "ROOT"] == ["besluit"] * 8
    assert len(list(laid_out.sents)) == 8


def test_list_marks_begin_a_line_and_sentences_without_stop_end_one(laid_out: Doc) -> None:
    for token in laid_out:
        if token.text in MARKS:
            assert token.i == 0 or laid_out[token.i - 1].text in BREAKS
        if token.text == "besluit" and laid_out[token.i + 1].text != ".":
            assert laid_out[token.i + 1].text in BREAKS


def test_line_ends_belong_to_the_sentence_before_them(laid_out: Doc) -> None:
    for token in laid_out:
        if token.is_space:
            assert (token.pos_, token.head.i) == ("SPACE", token.i - 1)


OLD = """\
1\tHij\thij\tPRON\t_\t_\t4\tnsubj\t_\t_
2\twerd\tworden\tAUX\t_\t_\t4\tcop\t_\t_
3\tin\tin\tADP\t_\t_\t5\tcase\t_\t_
4\tminister\tminister\tNOUN\t_\t_\t0\troot\t_\t_
5\tBrussel\tBrussel\tPROPN\t_\t_\t4\tobl\t_\t_
6\ten\ten\tCCONJ\t_\t_\t4\tcc\t_\t_
7\tzijn\tzijn\tDET\t_\t_\t8\tdet\t_\t_
8\topvolger\topvolger\tNOUN\t_\t_\t4\tconj\t_\t_
9\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_

"""
"""“Hij werd in minister Brussel en zijn opvolger.”, made up to hold several things that changed."""


def test_annotation_of_2017_follows_the_current_guidelines() -> None:
    pytest.importorskip("udapi", reason="the training needs udapi: pip install weerbaar[model]")
    from udapi.core.document import Document

    from ingest.model.scripts.harmonise import harmonise

    document = Document()
    document.from_conllu_string(OLD)
    tree = document.bundles[0].get_tree()
    harmonise(tree)
    found = {n.form: (n.upos, n.deprel, n.parent.form) for n in tree.descendants}
    assert found["werd"] == ("VERB", "root", "<ROOT>")
    assert found["minister"] == ("NOUN", "xcomp", "werd")
    assert found["Hij"] == ("PRON", "nsubj", "werd")
    assert found["zijn"] == ("PRON", "nmod:poss", "opvolger")
    assert found["en"] == ("CCONJ", "cc", "opvolger")
    assert found["."] == ("PUNCT", "punct", "werd")
    assert tree.descendants[7].no_space_after


def test_no_document_is_both_held_out_and_for_development() -> None:
    splits = yaml.safe_load((FOLDER.parent / "splits.yml").read_text(encoding="utf-8"))
    held, dev = (
        {document for documents in splits[part].values() for document in documents}
        for part in ("held_out", "dev")
    )
    assert not held & dev
    assert splits["held_out"]["raw_alpino_head_test"] == "all"


def test_every_asset_has_its_sum() -> None:
    project = yaml.safe_load((FOLDER.parent / "project.yml").read_text(encoding="utf-8"))
    sums = (FOLDER.parent / "SHA256SUMS").read_text(encoding="utf-8").split()[1::2]
    assert sorted(sums) == sorted(asset["dest"] for asset in project["assets"])
