"""metadata.yml as Datasette 1.0 wants it: what a release says of itself, and how its tables are shown, in two files.

Datasette 0.65 reads metadata.yml itself. 1.0 looks for stored queries in its configuration alone and answers 404 for
those of a metadata file; with one file for both, everything is configuration to one version and metadata to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from newsarchive.project import datasette_dir, metadata_path
from newsarchive.serving.app import SETTINGS

CONFIGURATION, METADATA = "datasette.yaml", "metadata.yaml"

_SHOWN = frozenset({
    "facets", "fts_pk", "fts_table", "hidden", "label_column", "searchmode", "size", "sort", "sort_desc",
    "sortable_columns",
})  # fmt: skip
"""Of a table: how it is shown."""
_OF_0_65 = frozenset({"_table.html", "database.html", "query.html", "row.html", "show_json.html", "table.html"})
"""Our forms of Datasette's own pages: 1.0 gives these other variables, and shows its own instead."""


def configuration() -> dict[str, str]:
    """Name of each file → its text."""
    said: dict[str, Any] = yaml.safe_load(metadata_path().read_text(encoding="utf-8"))
    databases = said["databases"]
    config = {
        "settings": dict(SETTINGS),
        "plugins": said["plugins"],
        "databases": {name: _shown(one) for name, one in databases.items()},
    }
    told = {key: value for key, value in said.items() if key != "plugins"}
    metadata = {**told, "databases": {name: _told(one) for name, one in databases.items()}}
    return {CONFIGURATION: _yaml(config), METADATA: _yaml(metadata)}


def own_templates() -> dict[str, str]:
    """Name → text of the templates that both versions can show."""
    found = sorted((datasette_dir() / "templates").glob("*.html"))
    return {path.name: path.read_text(encoding="utf-8") for path in found if path.name not in _OF_0_65}


def _shown(database: Mapping[str, Any]) -> dict[str, Any]:
    tables = {name: _only(table, _SHOWN & table.keys()) for name, table in database["tables"].items()}
    return {"queries": database["queries"], "tables": {name: table for name, table in tables.items() if table}}


def _told(database: Mapping[str, Any]) -> dict[str, Any]:
    tables = {name: _only(table, table.keys() - _SHOWN) for name, table in database["tables"].items()}
    return {**{key: value for key, value in database.items() if key != "queries"}, "tables": tables}


def _only(table: Mapping[str, Any], keys: Any) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key in keys}


def _yaml(data: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=120))
