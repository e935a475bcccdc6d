"""The files that bench/fuzz_descriptors.py tries: descriptors with edits in them, and attacks on a YAML parser.

Every file follows from its seed and number, so that one that went wrong can be made again.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LONGEST_SAMPLE = 20_000  # bytes of a real file that are mutated

SAMPLES = (
    b"""apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ledger
  title: "The Ledger"
  annotations: {backstage.io/techdocs-ref: dir:., "example.org/n": '7'}
  tags: [java, data-store]
  links:
    - {url: https://ledger.example.org/, title: Console, icon: dashboard}
spec:
  type: service
  lifecycle: production
  owner: group:default/tally
  system: books
  dependsOn: ["resource:default/ledger-db", component:rates]
  providesApis:
  - ledger
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: ledger, description: &d "Entries, \\u00e9 and \\x41"}
spec:
  type: openapi
  lifecycle: production
  owner: tally
  definition: |
    openapi: 3.0.0
    info: {title: Ledger, version: 1.0.0}
""",
    b"""# the team
apiVersion: backstage.io/v1beta1
kind: Group
metadata:
  name: tally
spec: {type: team, children: [], members: [ana, 'bo'], profile: {email: tally@example.org}}
...
%YAML 1.2
---
apiVersion: backstage.io/v1alpha1
kind: Location
metadata: {name: all}
spec:
  targets: [./a.yaml, "./b/*.yaml"]
""",
    b"""apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: new-service
spec:
  type: service
  owner: tally
  parameters:
    - $yaml: ./parameters.yaml
  steps:
    - id: fetch
      action: fetch:template
      if: ${{ parameters.go }}
      input: {url: ./skeleton, values: &v {name: "${{ parameters.name }}"}}
    - {id: again, action: debug:log, input: *v}
  output: {links: [{title: Repository, url: "${{ steps.fetch.output.url }}"}], remoteUrl: x}
""",
)
SIGNS = [
    *(sign.encode() for sign in "\t \n\"'#[]{},|>%@`&*!?:-~\\<=$0"),
    *(
        b"\r\n",
        b"\r",
        b"\0",
        b"\x01",
        b"\x7f",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xa8",
        b"\xc2\x85",
    ),
    *(
        b": ",
        b"- ",
        b"? ",
        b" #",
        b"---\n",
        b"...\n",
        b"\n---\n",
        b"<<: ",
        b"&a ",
        b"*a",
        b"!!str ",
        b"!!binary ",
        b"!<x> ",
        b"|2-\n",
    ),
    *(
        b"%YAML 1.1\n---\n",
        b"%TAG ! tag:x,2000:\n---\n",
        b"%FOO\n---\n",
        b"{{ x }}",
        b"${{ x }}",
        b"{%- if x %}",
        b"$text: ./x",
        b"$json: x",
    ),
    *(
        b"null",
        b"no",
        b"12:30",
        b"0o17",
        b"1e999",
        b"-.inf",
        b".nan",
        b"2026-01-01",
        b"9" * 400,
        b"0x" + b"f" * 400,
        b'"\\ud83d\\ude00"',
        b'"\\0"',
    ),
    *(
        b"apiVersion: ",
        b"kind: ",
        b"metadata:\n  ",
        b"spec:\n  ",
        b"owner: ",
        b"name: ",
        b"dependencyOf: ",
        b"constructor: ",
        b"__proto__: ",
    ),
]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an edit happens: between `at` and `end` of `content`; `others` are samples to take pieces of."""

    rng: random.Random
    content: bytearray
    at: int
    end: int
    others: list[bytes]


def _put_sign(place: _Place) -> None:
    place.content[place.at : place.at] = place.rng.choice(SIGNS)


def _change_byte(place: _Place) -> None:
    place.content[place.at : place.at + 1] = place.rng.randbytes(1)


def _lose(place: _Place) -> None:
    del place.content[place.at : place.end]


def _repeat(place: _Place) -> None:
    place.content[place.at : place.at] = place.content[place.at : place.end] * place.rng.choice((1, 2, 30))


def _replace(place: _Place) -> None:
    place.content[place.at : place.end] = place.rng.choice(SIGNS)


def _mix(place: _Place) -> None:
    other = place.rng.choice(place.others)
    start = place.rng.randrange(len(other) + 1)
    place.content[place.at : place.end] = other[start : start + place.rng.randint(1, 300)]


EDITS = (_put_sign, _put_sign, _change_byte, _lose, _repeat, _replace, _mix)


def mutate(rng: random.Random, sample: bytes, others: list[bytes]) -> bytes:
    """The sample with one to six edits: signs put in, bytes changed, pieces lost, doubled, replaced or mixed in."""
    content = bytearray(sample)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(content) + 1)
        end = min(len(content), at + rng.choice((1, 1, 2, 5, 20, 200)))
        rng.choice(EDITS)(_Place(rng, content, at, end, others))
    return bytes(content)


def _soup(rng: random.Random) -> bytes:
    return b"".join(rng.choice(SIGNS) for _ in range(rng.choice((5, 50, 500, 5000))))


def _nested(rng: random.Random) -> bytes:
    opening = rng.choice((b"[", b"{a: ", b"- ", b"? ", b"{? ", b"[{", b'"a": [', b"!!seq [", b"&a ["))
    return rng.choice((b"", b"a: ", b"- ")) + opening * rng.choice((10, 63, 64, 65, 1000, 50_000))


def _steps(rng: random.Random) -> bytes:
    count = rng.choice((60, 70, 400))
    return b"".join(b"%sk:\n" % (b" " * depth) for depth in range(count))


def _laughs(rng: random.Random) -> bytes:
    width, rows = rng.choice(((2, 60), (9, 9), (50, 4), (100, 2)))
    merge = rng.choice((b"", b"<<: "))
    lines = [b"a0: &a0 {x: lol}"]
    for row in range(1, rows):
        item = b"{%s*a%d}" % (merge, row - 1) if merge else b"*a%d" % (row - 1)
        lines.append(b"a%d: &a%d [%s]" % (row, row, b", ".join([item] * width)))
    return b"\n".join(lines)


def _long(rng: random.Random) -> bytes:
    size = rng.choice((1000, 20_000, 250_000))
    shape = rng.choice((b"k%d: v\n", b"- %d\n", b"---\n#%d\n", b"%d,"))
    text = b"".join(shape % number for number in range(size // len(shape)))
    return b"[" + text + b"]" if shape.endswith(b",") else text


def _many_documents(rng: random.Random) -> bytes:
    """Dense files: what is small alone, thousands of times, with and without slips that are read a second time."""
    ref = b"apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: a%d}\n"
    shape = rng.choice(
        (
            *(
                b"a\n",
                b"a: %d\n",
                b"{}\n",
                b"[\n",
                b"\ta\n",
                b"- \ta\n",
                b"a: |\n \tb\n",
                b"{: a, : b, : c, : %d}\n",
                b'"\n',
            ),
            *(b"apiVersion: {{a}}\nkind: X\n", b"apiVersion: a/v1\nkind: A\nmetadata: {name: a}\n"),
            ref + b"spec: {type: a, children: []}\n",
            ref + b"spec: {type: a, children: [" + b"b," * rng.choice((5, 200)) + b"]}\n",
            b"[" + rng.choice((b"1,", b"[],", b"&a ,", b"&a [],", b"[a]: ,")) * rng.choice((60, 2000)) + b"]\n",
        )
    )
    size = rng.choice((2_000, 30_000, 262_144))
    document = shape.replace(b"%d", b"%d" % rng.randrange(100)) + rng.choice((b"---\n", b"--- # next\n"))
    return document * (size // len(document))


def _one_long_token(rng: random.Random) -> bytes:
    piece = rng.choice(
        (b"a", b" ", b"\t", b"\n", b"'", b'\\"', b"1:", b"9", b"\xc3\xa9", b"#", b"\r", b"_1", b"{{", b": ", b"-")
    )
    text = piece * (rng.choice((100, 1025, 100_000)) // len(piece))
    return (
        rng.choice(
            (
                b"%s",
                b"a: %s",
                b'a: "%s"',
                b"a: '%s",
                b"a: |\n %s",
                b"a: |\n%s\n \tb",
                b"&%s x",
                b"!%s x",
                b"{%s}",
                b"kind: %s",
            )
        )
        % text
    )


GENERATORS: tuple[Callable[[random.Random], bytes], ...] = (
    *(_soup, _nested, _steps, _laughs, _long, _many_documents, _one_long_token),
    lambda rng: rng.randbytes(rng.choice((10, 1000, 20_000))),
)


def make_case(seed: int, number: int, mutated: bool, samples: list[bytes]) -> bytes:
    """The file of one number: the same for the same seed and samples."""
    rng = random.Random(f"{seed}:{mutated}:{number}")  # noqa: S311 - a file that can be made again, no secret
    return mutate(rng, rng.choice(samples), samples) if mutated else rng.choice(GENERATORS)(rng)


def load_samples(corpus: Path | None) -> list[bytes]:
    """What is mutated: the built-in samples, and the files of a folder in order of their names."""
    files = sorted(path for path in corpus.rglob("*") if path.is_file()) if corpus else []
    return [*SAMPLES, *(path.read_bytes()[:LONGEST_SAMPLE] for path in files)]
