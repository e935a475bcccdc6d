"""`/api/v1/`: read access for scripts. One file per resource; all stand here, since nearly every answer joins apps.

`shapes` say what answers look like, `base` how a request becomes one, `schema` turns both into OpenAPI.
"""
