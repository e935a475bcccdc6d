"""The Markdown template as people fill it in by hand: other marks, slips of the pen, tables, comments left standing."""

from __future__ import annotations

from datetime import date

import pytest

from teams.core.teamapi.document import Channel, Interaction, Mode, Named, Owned, TeamApiDocument, TeamType
from teams.core.teamapi.parse import parse_team_api
from teams.core.teamapi.reading.parts import Part, find_part, is_phrase, is_slip


def read(text: str) -> TeamApiDocument:
    """The document, of which every line must have been understood."""
    parsed = parse_team_api("TEAM_API.md", text.encode())
    assert parsed.document is not None
    assert [each.message for each in parsed.problems] == []
    return parsed.document


OWNED = (Owned("cranes"), Owned("berth-map"))
EXPECTED = {
    "list": """\
* Team name and focus: Quay - loads ships
* Team type: platform team
* Software owned and evolved by this team: cranes, berth-map
* Chat tool channels: #quay #quay-night
""",
    "bold lines": """\
# Quay

**Date:** 2026-10-20

**Team name and focus:** Quay - loads ships

**Team type**: Platform
**Software owned and evolved by this team:** cranes and berth-map

__Chat tool channels:__ #quay / #quay-night
""",
    "plain lines": """\
Team name and focus: Quay - loads
ships
Team type: Platform
Software owned and evolved by this team:

1. cranes
2. berth-map

Chat tool channels: [#quay](https://chat.example/quay), [#quay-night](https://chat.example/night)
""",
    "table of questions": """\
# Team API

| Question | Answer |
|---|---|
| Team name and focus | Quay - loads ships |
| **Team type** | Platform |
| Software owned and evolved by this team | cranes, berth-map |
| Chat tool channels | #quay<br>#quay-night |
""",
    "underlined headings": """\
Quay Team API
=============

Team name and focus
-------------------
Quay: loads ships

Team type
---------
- [ ] Stream-aligned
- [x] Platform
- [ ] Enabling

Software owned and evolved by this team
---------------------------------------
- `cranes`
- `berth-map`

Chat tool channels
------------------
#quay, #quay-night
""",
    "slips of the pen": """\
* Team name amd focus: Quay - loads ships
* Team typ: platforrm
* Softwarre owned and evolved by this team: cranes, berth-map
* Chat tool chnanels: #quay #quay-night
""",
    "comments": """\
<!-- Fill this in.
* Team type: enabling -->
* Team name and focus: <!-- such as "Payments - takes the money" -->Quay - loads ships
* Team type: <!-- one of
   enabling
   platform --> platform
* Software owned and evolved by this team:
  <!-- one a line -->
  * cranes <!-- old --><!-- older -->
  * berth-map
* Chat tool channels: #quay <!-- #gone --> #quay-night
* Versioning approaches: <!-- semver? -->
""",
    "headings that say it": """\
# Team API: Quay

## Mission
loads ships

## Team type: Platform

## What we own

### Services
| Service |
|---|
| cranes |
| berth-map |

## How to reach us
#quay #quay-night
""",
}


@pytest.mark.parametrize("form", EXPECTED)
def test_all_these_say_the_same(form: str) -> None:
    document = read(EXPECTED[form])
    assert (document.name, document.focus, document.type) == ("Quay", "loads ships", TeamType.PLATFORM)
    assert document.owns == OWNED
    assert document.channels == (Channel("chat", "#quay"), Channel("chat", "#quay-night"))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Team API: Quay crew", "Quay crew"),
        ("Quay crew Team API", "Quay crew"),
        ("Team API - Quay crew", "Quay crew"),
        ("Our Team API", ""),
        ("Team API for the Quay crew", "Quay crew"),
        ("Quay team", "Quay"),
    ],
)
def test_the_first_heading_names_the_team(title: str, name: str) -> None:
    assert read(f"# {title}\n\n## Mission\nships\n\n## Team type\nplatform\n").name == name


def test_tables_where_lists_are_expected() -> None:
    document = read("""\
## Team type
platform

## Software owned and evolved by this team
| Name | Repo | On call |
|---|---|---|
| cranes | https://git.example/cranes | yes |
| berth-map | | no |

| Library |
|---|
| ropes |

## Communication
| Channel | Purpose |
|---|---|
| #quay | questions |
| #quay-fire | incidents |
| quay@port.example | |
""")
    assert document.owns == (
        Owned("cranes", description="Repo https://git.example/cranes; On call yes"),
        Owned("berth-map", description="On call no"),
        Owned("ropes"),
    )
    assert document.channels == (
        Channel("chat", "#quay", purposes=("questions",)),
        Channel("chat", "#quay-fire", purposes=("incidents",)),
        Channel("email", "quay@port.example"),
    )


def test_labels_of_channels_say_what_they_are_for() -> None:
    text = "* Team type: platform\n\n## Contact\n- **Questions**: #q\n- Incidents: #i\n- Ask for work: #r\n- News: #n\n"
    assert [(each.address, each.purposes) for each in read(text).channels] == [
        ("#q", ("questions",)),
        ("#i", ("incidents",)),
        ("#r", ("questions",)),
        ("#n", ("announcements",)),
    ]


def test_interactions_in_a_list() -> None:
    document = read("""\
* Team type: platform
* Team name and focus: Quay - ships

## Current interaction modes
- Pilots: collaboration \u2014 draught, ends 2026-12-31
- **Customs**: X-as-a-Service - papers
- Rail: facilitating (timetables)
""")
    assert document.interactions == (
        Interaction("Pilots", Mode.COLLABORATION, purpose="draught, ends 2026-12-31", until_date=date(2026, 12, 31)),
        Interaction("Customs", Mode.X_AS_A_SERVICE, purpose="papers"),
        Interaction("Rail", Mode.FACILITATING, purpose="timetables"),
    )


def test_what_a_list_of_interactions_says_beside_them_is_kept() -> None:
    head = "* Team type: platform\n* Versioning approaches: semver\n"
    text = f"{head}## Interactions\n- Pilots: collaboration\n- We wave a lot\n"
    document = parse_team_api("TEAM_API.md", text.encode()).document
    assert document is not None
    assert [each.team_text for each in document.interactions] == ["Pilots"]
    assert "We wave a lot" in document.prose


def test_comments_are_in_no_prose_and_examples_keep_theirs() -> None:
    head = "* Team type: platform\n* Versioning approaches: semver\n"
    why = "## Why\nBecause <!-- hidden -->ships.\n<!--\ngone\n-->\n```\n<!-- an example -->\n```\n"
    text = f"{head}{why}## Empty\n<!-- say it -->\n"
    document = parse_team_api("TEAM_API.md", text.encode()).document
    assert document is not None
    assert "Because ships." in document.prose
    assert "an example" in document.prose
    assert not any(word in document.prose for word in ("hidden", "gone", "say it"))


def test_everyday_words_in_a_sentence_are_no_labels() -> None:
    text = "# Quay\n\nMission control is where we sit: by the gate.\n\n## Team type\nplatform\n## Practices\n- ropes\n"
    document = parse_team_api("TEAM_API.md", text.encode()).document
    assert document is not None
    assert document.focus == ""
    assert document.practices == (Named("ropes"),)
    assert "Mission control" in document.prose


def test_names_that_are_sentences_are_not_taken_apart() -> None:
    text = "* Team type: platform\n* Software owned and evolved by this team: cranes, and what hangs on them\n"
    assert read(text).owns == (Owned("cranes, and what hangs on them"),)


@pytest.mark.parametrize(
    ("written", "meant", "expected"),
    [
        ("steamaligned", "streamaligned", True),
        ("collabration", "collaboration", True),
        ("abyx", "abxy", True),
        ("platformm", "platform", True),
        ("platforn", "platform", True),
        ("platform", "platform", False),
        ("plaftrom", "platform", False),
        ("platforming", "platform", False),
        ("", "ab", False),
    ],
)
def test_one_slip_and_no_more(written: str, meant: str, *, expected: bool) -> None:
    assert is_slip(written, meant) is expected


@pytest.mark.parametrize(
    ("label", "part", "is_question"),
    [
        ("Team type", Part.TYPE, True),
        ("Mission", Part.FOCUS, True),
        ("Mission critical systems are", Part.FOCUS, False),
        ("Versioning approaches", Part.VERSIONING, True),
        ("Softwear ownd", None, False),
        ("Services", None, False),
        ("", None, False),
    ],
)
def test_what_is_a_question_of_the_template(label: str, part: Part | None, *, is_question: bool) -> None:
    assert (find_part(label), is_phrase(label)) == (part, is_question)


def test_services_below_what_we_own_are_owned_and_elsewhere_not() -> None:
    assert (find_part("Services", Part.OWNS), find_part("Services", Part.CHANNELS)) == (Part.OWNS, None)
