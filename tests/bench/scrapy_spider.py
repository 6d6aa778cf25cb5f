#!/usr/bin/python3
"""The work of `sitedex crawl` as one would do it with Scrapy: title and text of a site's pages into SQLite's FTS5.

scrapy_spider.py START DATABASE. Nothing slows it down (robots.txt, delays, throttling, retries, logs are off)."""

import sqlite3
import sys
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

ITEMS_A_TRANSACTION = 1000


class Pages(CrawlSpider):
    name = "pages"
    rules = [Rule(LinkExtractor(tags=["a"], attrs=["href"]), callback="read", follow=True)]

    def __init__(self, start):
        super().__init__(allowed_domains=[urlsplit(start).hostname])
        self.start = start

    def start_requests(self):
        yield scrapy.Request(self.start)

    def parse_start_url(self, response):
        return self.read(response)

    def read(self, response):
        if isinstance(response, scrapy.http.HtmlResponse):
            texts = response.xpath("//body//text()[not(parent::script or parent::style)]").getall()
            yield {"url": response.url, "title": response.xpath("string(//title)").get(), "text": " ".join(texts)}


class Store:
    def __init__(self, database):
        self.database = database

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler.settings["DATABASE"])

    def open_spider(self, spider):
        self.connection = sqlite3.connect(self.database)
        self.connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
            "CREATE VIRTUAL TABLE pages USING fts5 (url UNINDEXED, title, text);")
        self.items = 0

    def process_item(self, item, spider):
        self.connection.execute("INSERT INTO pages VALUES (:url, :title, :text)", item)
        self.items += 1
        if self.items % ITEMS_A_TRANSACTION == 0:
            self.connection.commit()
        return item

    def close_spider(self, spider):
        self.connection.commit()
        self.connection.close()


def main():
    start, database = sys.argv[1:]
    process = CrawlerProcess({
        "DATABASE": database,
        "ITEM_PIPELINES": {Store: 1},
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "ROBOTSTXT_OBEY": False,
        "COOKIES_ENABLED": False,
        "RETRY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
        "REQUEST_FINGERPRINTER_IMPLEMENTATION": "2.7",
    })
    process.crawl(Pages, start)
    process.start()


if __name__ == "__main__":
    main()
