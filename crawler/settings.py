"""Settings no crawl of the Scrapy project may go without; each differs from the default for the reason beside it."""

BOT_NAME = "newsarchive"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

ROBOTSTXT_OBEY = True
# Scrapy 2.19 opens a loopback server that runs the Python it is sent.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# The default accepts any certificate.
DOWNLOAD_VERIFY_CERTIFICATES = True
# Bytes; the default is 1 GiB. A compressed page is stopped at the same size.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
DOWNLOAD_TIMEOUT = 60
# With cookies on, tldextract fetches the public suffix list at first use.
COOKIES_ENABLED = False
# One small newsroom server must not notice us.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0
AUTOTHROTTLE_ENABLED = True
