"""What the furniture of an English news page says. Data only, in lower case; the kinds are those of `wording`."""

from __future__ import annotations

FORM = ("leave a reply", "your email address will not be published", "required fields are marked *")

COMMENTS = (
    "leave a comment", "leave your comment", "post comment", "post a comment", "add a comment",
    "add your comment", "write a comment", "be the first to comment", "join the conversation",
    "join the discussion", "log in to comment", "sign in to comment", "view comments", "show comments",
    "hide comments", "load comments", "jump to comments",
)  # fmt: skip
"""They also stand above the text, beside the share bar: no end of the article."""

TOOLS = (
    "share", "share this", "share this article", "share this story", "share this post", "share this page",
    "share on facebook", "share on twitter", "share on x", "share on linkedin", "share on whatsapp",
    "share via email", "share with email", "email this", "email this article", "email this story",
    "e-mail this story", "e-mail this article", "email article", "print this article", "print this story",
    "print this page", "print article", "print story", "save this story", "save article", "save for later",
    "copy the link", "copied", "link copied", "gift this article", "story tools", "browse issues",
    "hide caption", "toggle caption", "view caption", "enlarge", "enlarge this image", "enlarge image",
    "click to enlarge", "view gallery",
    "view photo gallery", "view all photos", "play video", "watch video", "pause video", "mute", "unmute",
    "current time", "back to top", "skip to main content", "skip to content",
    "listen to this article", "scroll down for video", "scroll to continue", "story continues",
    "continue reading the main story", "continue reading", "loading...", "text size", "reprints", "permissions",
    "rights and permissions", "request a correction", "report a correction", "report an error or typo",
)  # fmt: skip

ADVERTISING = (
    "advertisement", "advertisements", "advertising", "sponsored", "sponsored content", "sponsored stories",
    "paid content", "paid post", "promoted content", "promoted stories", "skip advertisement", "skip ad",
    "remove ads", "from our partners", "sign up for our newsletter", "sign up for our newsletters",
    "subscribe to our newsletter", "subscribe to our newsletters", "get our newsletter", "subscribe now",
    "already a subscriber?", "already a subscriber? log in", "support our journalism", "enter your email",
    "enter your email address", "email address", "you can unsubscribe at any time", "thanks for signing up",
    "something went wrong", "get the app", "download the app",
)  # fmt: skip

IMPRINT = (
    "all rights reserved", "privacy policy", "terms of use", "terms of service", "terms and conditions",
    "cookie policy", "contact us", "advertise with us", "about our ads", "do not sell my personal information",
)  # fmt: skip

LISTS = (
    "related articles", "related article", "related news", "related stories", "related story", "related topics",
    "related topic", "related content", "related coverage", "related items", "related links", "related posts",
    "related video", "related videos", "read more", "read next", "what to read next", "up next", "see also",
    "most read", "most popular", "most viewed", "most shared", "most commented", "you may also like",
    "you might also like", "you might be interested in", "you may be interested in", "recommended for you",
    "recommended stories", "recommended articles", "recommended reading", "more on this story",
    "more on this topic", "more stories", "more top stories", "more news", "more like this", "more coverage",
    "more in this section", "top stories", "latest news", "latest stories", "trending now", "trending stories",
    "editor's picks", "editors' picks", "editor’s picks", "editors’ picks", "don't miss", "don’t miss",
    "around the web", "from around the web", "from the web", "elsewhere on the web", "in case you missed it",
    "also on", "popular now", "popular stories", "follow this story",
)  # fmt: skip

SUMMARIES = ("story highlights", "article highlights", "story at-a-glance")
"""Headings of a list that tells the article in short and is set beside it."""

WEAK = (
    "print", "save", "reply", "like", "follow", "follow us", "subscribe", "newsletter", "newsletters", "sign up",
    "sign in", "log in", "login", "register", "search", "menu", "more", "related", "recommended", "trending",
    "topics", "close", "loading", "home", "previous", "next", "gallery", "reddit", "flipboard", "bluesky",
    "google+", "stumbleupon", "digg", "tumblr", "comment", "text", "mail", "copy",
)  # fmt: skip
