"""Under which name a package speaks of a file of the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from newsarchive.publish.source import file_name


def told_names(files: Iterable[str]) -> dict[str, str]:
    """File as captures name it → its name in a package, never the folder of one that was left where it was.

    Two that would have one name are told apart by a number: a wrong name would lead into another file.

    >>> told_names(["a.warc.gz", "/mnt/1/b.warc.gz", "/mnt/2/b.warc.gz"])
    {'/mnt/1/b.warc.gz': 'b.warc.gz', '/mnt/2/b.warc.gz': 'b.warc.gz~2', 'a.warc.gz': 'a.warc.gz'}
    """
    known = sorted(files)
    used = Counter(name for name in known if not PurePath(name).is_absolute())
    told = {}
    for file in known:
        name = file_name(file)
        if PurePath(file).is_absolute():
            used[name] += 1
            name = name if used[name] == 1 else f"{name}~{used[name]}"
        told[file] = name
    return told
