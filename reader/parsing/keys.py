"""Under which keys headers keep each field, best first: data, gathered from generators and archivers.

Each is spelled as `reader.parsing.fields` looks keys up: in lower case, with nothing between the words.
"""

from __future__ import annotations

from typing import Final


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TITLE: Final = _keys("title subject headline 标题 標題 name")
DATE: Final = _keys("""
    date published publishdate publishedat publishedon publishedtime pubdate datepublished posted postedon
    created createdat createdon creationdate datecreated issued dcdate time timestamp 日期 发布时间 發布時間
""")
UPDATED: Final = _keys("""
    updated update updatedat updatedon lastmod lastmodified lastmodifiedat lastupdated
    modified modifiedat moddate dateupdated datemodified edited 更新时间 更新時間
""")
DATED_ADDRESS: Final = _keys("path permalink url slug")  # `/2024/02/19/...`: Zola and others date by it
CATEGORIES: Final = _keys("categories category section sections channel topics topic 分类 分類")
TAGS: Final = _keys("tags tag keywords keyword labels 标签 標籤")
AUTHOR: Final = _keys("author by byline creator dccreator writer postauthor 作者")
AUTHORS: Final = _keys("authors writers creators")
SOURCE: Final = _keys("source feed site sitename publication feedtitle 来源 來源")
URL: Final = _keys("""
    url link permalink canonical canonicalurl sourceurl originalurl originallink original externalurl
    externallink via articleurl source 原文 原文链接 tumblrurl guid id
""")
IMAGE: Final = _keys("""
    cover image thumbnail coverimage featuredimage featureimage featured headimg headerimg headerimage
    heroimage hero banner bannerimg ogimage indeximg topimg photo photos picture img images teaser
    teaserimage excerptimage postimage socialimage poster thumb preview header logo
""")
EXCERPT: Final = _keys("description excerpt summary abstract digest lead desc 摘要")
LANG: Final = _keys("lang language locale languagecode")
GUID: Final = _keys("guid id uuid")
HIDDEN: Final = _keys("hidden hide unlisted private")
SHOWN: Final = _keys("visible listed")

IN_MAP: Final = _keys(
    "url src image path href filename relative teaser feature thumb"
)  # an address, in a map
