"""What other people's programs make of Hebi's feeds, as JSON on standard output.

read.py feeds URL...     reads every feed with feedparser, and again with its validators
read.py newsboat CACHE   lists what newsboat keeps in its cache
"""

import json
import sqlite3
import sys


def read_feed(url):
    import feedparser  # not needed to read a cache

    first = feedparser.parse(url)
    again = feedparser.parse(url, etag=first.get("etag"), modified=first.get("modified"))
    return {
        "url": url,
        "version": first.version,
        "wrong": str(first.get("bozo_exception", "unknown")) if first.bozo else "",
        "title": first.feed.get("title", ""),
        "again": again.get("status", 0),
        "items": [
            {
                "id": entry.get("id", ""),
                "title": entry.get("title", ""),
                "link": entry.get("link", ""),
                "author": entry.get("author", ""),
                "dated": bool(entry.get("published_parsed")),
                "text": entry.content[0].value if entry.get("content") else "",
            }
            for entry in first.entries
        ],
    }


def read_cache(path):
    rows = sqlite3.connect(path).execute("select feedurl, guid, title, url, author, content, pubDate from rss_item order by id")
    feeds = {}
    for url, guid, title, link, author, text, date in rows:
        feed = feeds.setdefault(url, {"url": url, "items": []})
        feed["items"].append({"id": guid, "title": title, "link": link, "author": author, "dated": date > 0, "text": text})
    return list(feeds.values())


if __name__ == "__main__":
    what, arguments = sys.argv[1], sys.argv[2:]
    answer = [read_feed(url) for url in arguments] if what == "feeds" else read_cache(arguments[0])
    json.dump(answer, sys.stdout)
