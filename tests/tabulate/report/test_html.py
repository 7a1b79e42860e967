"""The HTML page: safe with any name, nothing to fetch, complete, the same bytes for the same report."""

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tabulate.compare import OriginalContest, compare
from tabulate.report import render_html, render_pdf
from tests.tabulate.report.cases import HOSTILE, png, report
from tests.tabulate.report.pages import words

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Elements, attributes, text, and whether every element is closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.elements, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.stack == [], f"not closed: {self.stack}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack and self.stack[-1] == tag, f"</{tag}> closes {self.stack[-1:]}"
        self.stack.pop()

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    plain = Page(render_html(report()))
    page = render_html(report(names=(name, "Bob"), title=name, unit=name, case=name, notes=(name,)))
    hostile = Page(page)
    assert not hostile.all("script")
    assert {tag for tag, _ in hostile.elements} <= {tag for tag, _ in plain.elements}
    for _, attributes in hostile.elements:
        assert not any(key.startswith("on") for key in attributes)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200b]", page)
    assert "49" not in re.findall(r"<h3>(.*?)</h3>", page), "a name is never run as a template"


def test_nothing_is_fetched():
    text = render_html(report())
    page = Page(text)
    for tag, attributes in page.elements:
        for key, value in attributes.items():
            if key in {"src", "href", "srcset", "action", "poster", "xlink:href", "data"}:
                assert (tag, key) == ("img", "src") and value.startswith("data:image/png;base64,")
    without_pictures = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]*", "", text)
    assert "//" not in without_pictures and "url(" not in without_pictures and "@import" not in without_pictures
    assert not page.all("script") and not page.all("link")
    (policy,) = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv")]
    assert policy.startswith("default-src 'none'")


def test_fit_to_be_read_aloud():
    page = Page(render_html(report()))
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("h1")) == 1 and len(page.all("title")) >= 1
    assert len(page.all("caption")) == len(page.all("table")) > 4
    assert all(image["alt"] for image in page.all("img"))
    assert all(picture["role"] == "img" and picture["aria-label"] for picture in page.all("svg"))
    assert all(cell.get("scope") in {"row", "col", "rowgroup"} for cell in page.all("th"))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_says_everything_it_must():
    text = " ".join("".join(Page(render_html(report())).texts).split())
    for part in (
        "a3" * 32,
        "cd" * 32,
        "ef" * 32,
        "12 entries",
        "Jane Roe",
        "low-match",
        "folder:b1",
        "0.1.0",
        "count.csv",
        "2026-11-22 10:15 CST",
        "Ann by 1 vote -> tie of Ann and Bob",
        "OUTCOME CHANGES",
        "Voter intent",
        "1 sheet could not be read",
    ):
        assert part in text, part


def test_the_same_report_gives_the_same_bytes_in_whatever_order_marks_come():
    made = report()
    assert render_html(made) == render_html(report())
    assert render_html(made) == render_html(replace(made, marks=made.marks[::-1]))


def test_marks_never_tell_the_sheet_nor_the_order_of_the_scan():
    text = render_html(report())
    assert "sheet-" not in text
    scores = [int(score) for score in re.findall(r"marginal, (\d+)‰", text)]
    assert scores == [140, 90, 60]
    assert "sheet-1" in render_html(report(show_sheets=True))


def test_what_a_picture_file_says_beside_the_picture_is_left_out():
    import base64

    made = report()
    told = replace(made.marks[0], png=png(5, text="sheet-99 of batch 4"))
    text = render_html(replace(made, marks=(told,)))
    (encoded,) = re.findall(r"base64,([A-Za-z0-9+/=]+)", text)
    assert b"sheet-99" not in base64.b64decode(encoded)


@pytest.mark.parametrize("broken", [b"", b"GIF89a", png()[:-5], png()[:40], png().replace(b"IDAT", b"IDAX")])
def test_a_crop_that_is_no_picture_is_refused(broken):
    made = report()
    with pytest.raises(ValueError, match="PNG"):
        render_html(replace(made, marks=(replace(made.marks[0], png=broken),)))


def test_more_marks_than_one_page_shows_are_said():
    text = "".join(Page(render_html(report(), most_pictures=2)).texts)
    assert "2 of 3" in text


@pytest.mark.parametrize("form", [render_html, render_pdf], ids=["html", "pdf"])
def test_what_some_units_came_to_never_stands_beside_the_whole_original(form):
    """It did: 14 votes of two units became 9 of one, as if five had been lost."""
    original = [
        OriginalContest(unit, "", "mayor", 1, 20, 0, 0, {"a": 11, "b": 9 - n, "c": n})
        for n, unit in enumerate(("North", "South"))
    ]
    made = report(comparison=compare(original, original[:1]), sheets=())
    shown = form(made)
    text = words(shown) if isinstance(shown, bytes) else " ".join(" ".join(Page(shown).texts).split())
    assert "mayor, units that both sides have" in text
    assert "a 11 11 0" in text
    assert "before (both sides): a by 2 votes" in text
    assert " 22 11 " not in text


def test_a_report_without_anything_but_the_counts():
    bare = report(
        sheets=(),
        batches=(),
        refused=(),
        equipment=(),
        versions=(),
        checkpoint=None,
        scores=None,
        marks=(),
        original=None,
    )
    Page(render_html(bare))


def test_the_statutes_exception_is_shown():
    made = report()
    flawed = replace(made, program=replace(made.program, flawed="target of Bob misplaced; decided by A. Board"))
    assert "Not read with the election-day program" in render_html(flawed)
