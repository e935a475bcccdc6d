"""Small texts and turns of authors that several repositories share."""

from portal.demo.model import Author, Team

OPENAPI = """\
openapi: 3.0.3
info:
  title: {title}
  version: 1.4.0
paths:
  /{path}:
    get:
      summary: List {path}
      responses:
        "200":
          description: The list
  /{path}/{{id}}:
    get:
      summary: One of {path}
      parameters:
        - name: id
          in: path
          required: true
          schema:
            type: string
      responses:
        "200":
          description: Found
        "404":
          description: Not found
"""


def codeowners(*lines: str) -> str:
    """The text of a CODEOWNERS file."""
    return "".join(f"{line}\n" for line in lines)


def rotate(*teams: Team) -> tuple[Author, ...]:
    """Authors in turn, one of each team, so that every team has the same share and all its people take part."""
    turns = max(len(team.authors) for team in teams)
    return tuple(team.authors[turn % len(team.authors)] for turn in range(turns) for team in teams)
