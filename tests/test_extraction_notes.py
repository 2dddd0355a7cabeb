"""English newsrooms: who signs above the text, and what is said of the writer below it."""

from __future__ import annotations

import pytest

from newsarchive.extraction import extract

HEADLINE = "Snow closes roads around Port Hale"
TEXT = [
    "Residents of Port Hale woke to thirty centimetres of snow on Monday, the heaviest fall for eleven years,"
    " and schools said they would open two hours late.",
    "“We have four ploughs and a hundred kilometres of road,” said Priya Nair, who runs the public works department.",
    "The county closed the coast road between the harbour and Elmouth, where drifts reached the height of a van.",
    "Forecasters expect the snow to turn to rain by Wednesday, which may flood the low streets near the river.",
]
SIGNED = {
    "a line of no name": '<div class="x">By Jane Roe</div>',
    "a line between others": "<p>Local</p><p>By JANE ROE</p><p>June 12, 2025</p>",
    "with a job": "<div>By Jane Roe, Staff Writer</div>",
}
NOTES = {
    "who it is": "<p><em>Jane Roe is a staff writer at the Harrow Post who covers schools.</em></p>",
    "an account": "<p>Jane Roe is a reporter for the Harrow Post. Follow her on Twitter @janeroe.</p>",
    "an address": "<p>Reach Jane Roe at jane.roe@harrowpost.example or 555-0134.</p>",
    "two lines": "<p>Jane Roe covers schools for the Harrow Post.</p><p>Contact Jane Roe at jane@post.example.</p>",
}
KEPT = {
    "somebody else": "Priya Nair is a former reporter who moved to the town in 2009.",
    "no job": "Jane Roe is the oldest resident of the town.",
    "a colleague": "Associated Press writer Mark Lowe in Elmouth contributed to this report.",
}


def page(above: str, below: str) -> str:
    text = "".join(f"<p>{line}</p>" for line in TEXT)
    return f"""<html lang="en"><head><title>{HEADLINE} - Harrow Post</title></head><body><div><h1>{HEADLINE}</h1>{above}
    <div class="text">{text}{below}</div></div></body></html>"""


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("signed", SIGNED)
def test_what_is_said_of_the_writer_is_no_text(signed: str, note: str) -> None:
    article = extract(page(SIGNED[signed], NOTES[note])).article
    assert article is not None
    assert [name.casefold() for name in article.authors] == ["jane roe"]
    assert article.body == TEXT


@pytest.mark.parametrize("said", KEPT)
def test_what_is_said_of_others_is_text(said: str) -> None:
    article = extract(page(SIGNED["a line of no name"], f"<p>{KEPT[said]}</p>")).article
    assert article is not None and article.body == [*TEXT, KEPT[said]]


def test_an_agency_line_names_who_reported() -> None:
    line = "<p>Reporting by Jane Roe in Port Hale; Editing by Sue Pike</p>"
    article = extract(page("", line)).article
    assert article is not None and (article.authors, article.body) == (["Jane Roe"], TEXT)
