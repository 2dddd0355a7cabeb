"""Whether a word can be Vietnamese: the shape of a syllable, marks aside."""

from __future__ import annotations

import re

from newsarchive.cleaning.text import fold

_SYLLABLE = re.compile(
    r"""
    (?: ngh | ch | gh | gi | kh | ng | nh | ph | qu | th | tr | [bcdghklmnprstvx] )?      # onset
    (?: uye | uya | uyu | yeu | ieu | uou | uoi | oai | oay | oao | oeo | uay | uao
      | ai | ao | au | ay | eo | eu | ia | ie | iu | oa | oe | oi | oo | ua | ue | ui | uo | uu | uy | ya | ye
      | [aeiouy] )                                                                        # nucleus
    (?: ch | ng | nh | [ckmnpt] )?                                                        # coda
    """,
    re.VERBOSE,
)
# Letters no other language of the press in Vietnam uses: ă đ ơ ư and the letters with a Vietnamese tone.
_ONLY_VIETNAMESE = re.compile(r"[ĂăĐđƠơƯư\u1ea0-\u1ef9]")


def is_syllable(word: str) -> bool:
    """Whether `word` has the shape of one Vietnamese syllable.

    >>> [is_syllable(word) for word in ("Nghiêng", "Thuỷ", "ĐẮK", "Minh", "Reuters", "Smith", "H'Hen")]
    [True, True, True, True, False, False, False]
    """
    return _SYLLABLE.fullmatch(fold(word)) is not None


def is_vietnamese(text: str) -> bool:
    """Whether `text` holds a letter that only Vietnamese has; the first 400 characters decide.

    >>> is_vietnamese("Chiều 3/2, Thủ tướng"), is_vietnamese("The president said"), is_vietnamese("Un café à Paris")
    (True, False, False)
    """
    return _ONLY_VIETNAMESE.search(text[:400]) is not None
