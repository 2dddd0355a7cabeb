"""What the reading room needs, without Datasette: queries, snippets and the data of each page.

Every function takes an open `sqlite3` connection to a published release (`public.db`) and gives frozen records back.
"""

from newsarchive.reading.article import ArticlePage, Gone, read_article
from newsarchive.reading.home import HomePage, read_home
from newsarchive.reading.match import SearchRequest
from newsarchive.reading.query import Query, compile_query
from newsarchive.reading.release import Release, read_release
from newsarchive.reading.search import SearchPage, search

__all__ = [
    "ArticlePage",
    "Gone",
    "HomePage",
    "Query",
    "Release",
    "SearchPage",
    "SearchRequest",
    "compile_query",
    "read_article",
    "read_home",
    "read_release",
    "search",
]
