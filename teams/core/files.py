"""The files that teams keep in Git beside their descriptors: where they are looked for."""

TEAM_API = "team-api"
ON_CALL = "on-call"

#: kind of kept file -> patterns of paths
KEPT_FILES = {
    TEAM_API: ("team-api.yaml", "team-api.yml", "TEAM_API.md", "**/team-api.yaml", "**/team-api.yml", "**/TEAM_API.md"),
    ON_CALL: ("oncall.yaml", "oncall.yml", "**/oncall.yaml", "**/oncall.yml"),
}
