"""The robots that read for machine learning, by the names that their makers publish for robots.txt."""

from __future__ import annotations

_AI_AGENTS = frozenset(
    """
    ai2bot ai2bot-dolma aihitbot amazonbot anthropic-ai applebot-extended bytespider ccbot chatgpt-user
    claude-searchbot claude-user claude-web claudebot cloudvertexbot cohere-ai cohere-training-data-crawler crawlspace
    deepseekbot diffbot duckassistbot facebookbot firecrawlagent friendlycrawler google-cloudvertexbot google-extended
    googleother gptbot iaskspider icc-crawler imagesiftbot img2dataset kangaroo meta-externalagent
    meta-externalfetcher mistralai-user oai-searchbot omgili omgilibot pangubot perplexity-user perplexitybot petalbot
    semrushbot-ocob sidetrade timpibot velenpublicwebcrawler webzio-extended youbot
    """.lower().split()
)


def is_ai_agent(name: str) -> bool:
    """Whether a user agent, as a robots.txt names it, reads for machine learning or answers of such machines.

    >>> is_ai_agent("GPTBot"), is_ai_agent("Googlebot")
    (True, False)
    """
    return name.strip().lower().partition("/")[0] in _AI_AGENTS
