// What crawling and indexing cost at the least: the bare libraries, one thread, nothing of sitedex in between.
//
//   sitedex_floors SITE DATABASE < paths
//
// Fetches SITE/path for each line of standard input (libcurl multi, 16 transfers, keep-alive), parses it (gumbo with
// an arena, and a walk for links and text), inserts its text (FTS5, unicode61, external content) into a new DATABASE,
// and prints one line of JSON: the CPU time of each stage in microseconds a page, and what went through it.
// Not in it: resolving links, remembering what was seen, robots, character sets. A floor, not a crawler.

#include <curl/curl.h>
#include <fmt/format.h>
#include <gumbo.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <iostream>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr std::size_t kTransfers = 16;  // 8 to 16 in flight are the cheapest, on loopback
constexpr std::size_t kBatch = 1000;    // pages a transaction, and pages in memory

/// Calls `work` and returns the CPU time that the process spent on it.
template <typename Work>
std::chrono::nanoseconds cpu_time(Work&& work) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  };
  const auto begin = now();
  work();
  return now() - begin;
}

struct Page {
  std::string url;
  std::string html;
  std::string title;
  std::string text;
  std::size_t links = 0;
};

template <auto Close>
struct Closer {
  template <typename Handle>
  void operator()(Handle* handle) const {
    Close(handle);
  }
};

class Fetch {
 public:
  /// Gets all pages. Their bodies are kept or, when only the transfer is to be timed, dropped.
  void run(std::span<Page> pages, bool keep) {
    std::size_t next = 0;
    std::size_t in_flight = 0;
    const auto start = [&](Transfer& transfer) {
      if (next == pages.size()) return;
      begin(transfer, pages[next++]);
      ++in_flight;
    };
    std::ranges::for_each(transfers_, start);
    while (in_flight > 0) {
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      int queued = 0;
      while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &queued)) {
        Transfer& transfer = end(*message, keep);
        --in_flight;
        start(transfer);
      }
      if (in_flight > 0) curl_multi_poll(multi_.get(), nullptr, 0, 1000, nullptr);
    }
  }

 private:
  struct Transfer {
    std::unique_ptr<CURL, Closer<curl_easy_cleanup>> easy{curl_easy_init()};
    Page* page = nullptr;
    std::string body;
  };

  static std::size_t append(char* data, std::size_t, std::size_t size, void* body) {
    static_cast<std::string*>(body)->append(data, size);
    return size;
  }

  void begin(Transfer& transfer, Page& page) {
    CURL* easy = transfer.easy.get();
    transfer.page = &page;
    transfer.body.clear();
    curl_easy_setopt(easy, CURLOPT_URL, page.url.c_str());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer.body);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
    curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
    curl_multi_add_handle(multi_.get(), easy);
  }

  Transfer& end(const CURLMsg& message, bool keep) {
    Transfer* transfer = nullptr;
    curl_easy_getinfo(message.easy_handle, CURLINFO_PRIVATE, &transfer);
    if (const CURLcode result = message.data.result; result != CURLE_OK) {
      throw std::runtime_error(fmt::format("{}: {}", transfer->page->url, curl_easy_strerror(result)));
    }
    curl_multi_remove_handle(multi_.get(), message.easy_handle);
    if (keep) transfer->page->html = transfer->body;
    return *transfer;
  }

  std::unique_ptr<CURLM, Closer<curl_multi_cleanup>> multi_{curl_multi_init()};
  std::array<Transfer, kTransfers> transfers_;
};

/// Memory that is given back all at once. Grows by blocks, and keeps them for the next page.
class Arena {
 public:
  void* allocate(std::size_t bytes) {
    bytes = (bytes + alignof(std::max_align_t) - 1) & ~(alignof(std::max_align_t) - 1);
    while (block_ < blocks_.size() && used_ + bytes > blocks_[block_].size()) {
      ++block_;
      used_ = 0;
    }
    if (block_ == blocks_.size()) blocks_.emplace_back(std::max(bytes, kBlock));
    return blocks_[block_].data() + std::exchange(used_, used_ + bytes);
  }

  void reset() { block_ = used_ = 0; }

 private:
  static constexpr std::size_t kBlock = 1 << 20;
  std::vector<std::vector<std::byte>> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
};

class Parse {
 public:
  void run(Page& page) {
    arena_.reset();
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = [](void* arena, std::size_t bytes) { return static_cast<Arena*>(arena)->allocate(bytes); };
    options.deallocator = [](void*, void*) {};
    options.userdata = &arena_;
    options.max_errors = 0;
    const GumboOutput* output = gumbo_parse_with_options(&options, page.html.data(), page.html.size());
    walk(*output->root, page);
  }

 private:
  static bool is_element(const GumboNode& node) {
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
  }

  static bool is_shown(const GumboNode& node) {
    const GumboTag tag = node.v.element.tag;
    return tag != GUMBO_TAG_SCRIPT && tag != GUMBO_TAG_STYLE && tag != GUMBO_TAG_TEMPLATE;
  }

  /// The node after `node` in document order that is not below it, or null.
  static const GumboNode* after(const GumboNode* node) {
    for (; node->parent && is_element(*node->parent); node = node->parent) {
      const GumboVector& siblings = node->parent->v.element.children;
      if (node->index_within_parent + 1 < siblings.length) {
        return static_cast<const GumboNode*>(siblings.data[node->index_within_parent + 1]);
      }
    }
    return nullptr;
  }

  /// Title, text and number of links; without recursion, for a tree may be deep.
  static void walk(const GumboNode& root, Page& page) {
    const GumboNode* node = &root;
    while (node) {
      if (!is_element(*node)) {
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA) add_text(*node, page);
        node = after(node);
        continue;
      }
      const GumboElement& element = node->v.element;
      if (element.tag == GUMBO_TAG_A && gumbo_get_attribute(&element.attributes, "href")) ++page.links;
      const bool enter = element.children.length > 0 && is_shown(*node);
      node = enter ? static_cast<const GumboNode*>(element.children.data[0]) : after(node);
    }
  }

  static void add_text(const GumboNode& node, Page& page) {
    std::string& target = node.parent->v.element.tag == GUMBO_TAG_TITLE ? page.title : page.text;
    target += node.v.text.text;
    target += ' ';
  }

  Arena arena_;
};

class Insert {
 public:
  explicit Insert(const std::string& file) {
    sqlite3* opened = nullptr;
    const int status = sqlite3_open(file.c_str(), &opened);
    database_.reset(opened);
    check(status);
    execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        "CREATE TABLE pages (id INTEGER PRIMARY KEY, url TEXT UNIQUE, title TEXT, body TEXT);"
        "CREATE VIRTUAL TABLE postings USING fts5 (title, body, content = pages, content_rowid = id);"
        "INSERT INTO postings (postings, rank) VALUES ('hashsize', 16777216);");
    // No RETURNING: it opens a savepoint, on which FTS5 writes out all it has gathered (2.2 times the cost).
    page_ = prepare("INSERT INTO pages (url, title, body) VALUES (?, ?, ?)");
    postings_ = prepare("INSERT INTO postings (rowid, title, body) VALUES (?, ?, ?)");
  }

  /// One transaction.
  void run(std::span<const Page> pages) {
    execute("BEGIN");
    for (const Page& page : pages) {
      bind(*page_, 1, page.url);
      bind(*page_, 2, page.title);
      bind(*page_, 3, page.text);
      check(sqlite3_step(page_.get()));
      sqlite3_bind_int64(postings_.get(), 1, sqlite3_last_insert_rowid(database_.get()));
      sqlite3_reset(page_.get());
      bind(*postings_, 2, page.title);
      bind(*postings_, 3, page.text);
      check(sqlite3_step(postings_.get()));
      sqlite3_reset(postings_.get());
    }
    execute("COMMIT");
  }

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, Closer<sqlite3_finalize>>;

  void check(int status) const {
    if (status == SQLITE_OK || status == SQLITE_ROW || status == SQLITE_DONE) return;
    throw std::runtime_error(sqlite3_errmsg(database_.get()));
  }

  void execute(const char* sql) { check(sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr)); }

  Statement prepare(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr));
    return Statement(statement);
  }

  static void bind(sqlite3_stmt& statement, int column, std::string_view text) {
    sqlite3_bind_text(&statement, column, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }

  std::unique_ptr<sqlite3, Closer<sqlite3_close>> database_;
  Statement page_;
  Statement postings_;
};

/// Sums over all pages.
struct Totals {
  std::size_t pages = 0;
  std::size_t html_bytes = 0;
  std::size_t text_bytes = 0;
  std::size_t links = 0;
  std::chrono::nanoseconds fetch{0};
  std::chrono::nanoseconds parse{0};
  std::chrono::nanoseconds insert{0};

  void count(const Page& page) {
    ++pages;
    html_bytes += page.html.size();
    text_bytes += page.title.size() + page.text.size();
    links += page.links;
  }

  double per_page(std::chrono::nanoseconds stage) const {
    return std::chrono::duration<double, std::micro>(stage).count() / static_cast<double>(pages);
  }

  std::string json() const {
    return fmt::format(R"({{"pages": {}, "html_bytes": {}, "text_bytes": {}, "links": {}, )"
                       R"("fetch_us": {:.1f}, "parse_us": {:.1f}, "insert_us": {:.1f}}})",
                       pages, html_bytes, text_bytes, links, per_page(fetch), per_page(parse), per_page(insert));
  }
};

/// The next pages to measure: a batch at most.
std::vector<Page> read_batch(std::istream& paths, const std::string& site) {
  std::vector<Page> pages;
  std::string path;
  while (pages.size() < kBatch && std::getline(paths, path)) pages.emplace_back().url = site + path;
  return pages;
}

Totals measure(std::istream& paths, const std::string& site, const std::string& database) {
  Fetch fetch;
  Parse parse;
  Insert insert(database);
  Totals totals;
  for (auto pages = read_batch(paths, site); !pages.empty(); pages = read_batch(paths, site)) {
    totals.fetch += cpu_time([&] { fetch.run(pages, false); });
    fetch.run(pages, true);
    totals.parse += cpu_time([&] { std::ranges::for_each(pages, [&](Page& page) { parse.run(page); }); });
    totals.insert += cpu_time([&] { insert.run(pages); });
    std::ranges::for_each(pages, [&](const Page& page) { totals.count(page); });
  }
  return totals;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: sitedex_floors SITE DATABASE < paths\n";
    return 2;
  }
  try {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    std::cout << measure(std::cin, argv[1], argv[2]).json() << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "sitedex_floors: " << error.what() << '\n';
    return 1;
  }
}
