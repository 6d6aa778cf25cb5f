#include "storage/anchors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <iterator>
#include <memory>
#include <optional>
#include <vector>

#include "indexer/language.hpp"
#include "storage/json_numbers.hpp"
#include "storage/link_texts.hpp"
#include "storage/stored_text.hpp"

namespace storage {
namespace {

/// Of the pages that have a text for their link, how often the index has it.
int times_for(std::int64_t pages) {
  constexpr int kMostTimes = 10;
  return std::min(static_cast<int>(std::bit_width(static_cast<std::uint64_t>(pages))), kMostTimes);
}

/// A line for each text.
std::string lines_of(const std::vector<LinkTextCount>& texts) {
  std::string lines;
  for (const auto& [text, pages] : texts) {
    fmt::format_to(std::back_inserter(lines), "{}{} ", lines.empty() ? "" : "\n", pages);
    for (const char c : text) lines += c == '\n' ? ' ' : c;
  }
  return lines;
}

/// What the index has of such lines.
std::string indexed(std::string_view language, std::string_view lines) {
  std::string text = indexer::language_mark(indexer::Language::of_tag(language));
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    std::int64_t pages = 0;
    const auto* const end = std::from_chars(line.data(), line.data() + line.size(), pages).ptr;
    const std::string_view shown = line.substr(static_cast<std::size_t>(end - line.data()));
    for (int left = times_for(pages); left > 0; --left) text += shown;
  }
  return text;
}

/// Follows aliases to the page that they stand for; remembers those that were asked for lately.
class Targets {
 public:
  explicit Targets(Connection& connection)
      : alias_of_(connection.prepare("SELECT alias_of FROM urls WHERE id = ? AND state = 'alias'")) {}

  std::int64_t page_of(std::int64_t url) {
    auto& [known, page] = known_[static_cast<std::size_t>(url) % known_.size()];
    if (known != url) {
      known = url;
      page = url;
      for (int steps = 0; steps < kMostSteps; ++steps) {
        const auto next = alias_of_.integer(page);
        if (!next) break;
        page = *next;
      }
    }
    return page;
  }

 private:
  static constexpr int kMostSteps = 10;  // of aliases of aliases; there are no circles, but in a damaged file

  struct Known {
    std::int64_t url = 0;
    std::int64_t page = 0;
  };

  Statement alias_of_;
  std::array<Known, 8192> known_{};
};

void count_links_of(std::int64_t page, const std::vector<std::int64_t>& links, std::string_view body,
                    LinkTextReader texts, Targets& targets, LinkTally& tally) {
  while (const auto text = texts.next()) {
    if (text->link >= links.size() || text->begin > text->end || text->end > body.size()) return;  // it is damaged
    const std::int64_t target = targets.page_of(links[text->link]);
    if (target != page) tally.add(target, body.substr(text->begin, text->end - text->begin));
  }
}

/// False if it was stopped.
bool count_links(Connection& connection, LinkTally& tally, const std::function<bool()>& wants_stop) {
  const auto targets = std::make_unique<Targets>(connection);
  Statement select = connection.prepare(
      fmt::format("SELECT {}, id, links, link_texts FROM pages WHERE link_texts <> x'' ORDER BY place", kTextColumns));
  constexpr int kId = 8, kLinks = 9, kLinkTexts = 10;  // behind those
  for (const Row row : select.rows()) {
    if (wants_stop && wants_stop()) return false;
    const indexer::Document page = structural_text_of_row(row);
    count_links_of(row.integer(kId), numbers_in(row.text(kLinks)), page.body, LinkTextReader(row.text(kLinkTexts)),
                   *targets, tally);
  }
  return true;
}

/// False if it was stopped.
bool store_links(Connection& connection, LinkTally& tally, const std::function<bool()>& wants_stop) {
  Anchors anchors(connection);
  for (const LinksTo& links : tally.targets(Anchors::kMostTexts)) {
    if (wants_stop && wants_stop()) return false;
    anchors.store(links);
  }
  std::vector<std::int64_t> unlinked;
  Statement select =
      connection.prepare("SELECT id FROM anchors WHERE id NOT IN (SELECT target FROM temp.link_tally) ORDER BY id");
  for (const Row row : select.rows()) unlinked.push_back(row.integer(0));
  for (const std::int64_t page : unlinked) anchors.remove(page);
  return true;
}

bool are_equal(Rows a, Rows b) {
  auto other = b.begin();
  for (const Row row : a) {
    if (other == b.end() || row.text(0) != (*other).text(0) || row.integer(1) != (*other).integer(1) ||
        row.integer(2) != (*other).integer(2)) {
      return false;
    }
    ++other;
  }
  return other == b.end();
}

}  // namespace

Anchors::Anchors(Connection& connection)
    : language_(connection.prepare("SELECT language FROM pages WHERE id = ?")),
      select_(connection.prepare("SELECT language, pages, texts FROM anchors WHERE id = ?")),
      insert_(connection.prepare("INSERT OR REPLACE INTO anchors(id, language, pages, texts) VALUES (?, ?, ?, ?)")),
      delete_(connection.prepare("DELETE FROM anchors WHERE id = ?")),
      add_(connection.prepare("INSERT INTO anchor_index(rowid, texts) VALUES (?, ?)")),
      withdraw_(connection.prepare("INSERT INTO anchor_index(anchor_index, rowid, texts) VALUES ('delete', ?, ?)")),
      all_(connection.prepare("SELECT id, language, texts FROM anchors ORDER BY id")),
      clear_(connection.prepare("INSERT INTO anchor_index(anchor_index) VALUES ('delete-all')")) {}

void Anchors::store(const LinksTo& links) {
  std::optional<Kept> before;
  for (const Row row : select_.rows(links.target)) {
    before = Kept{.language = std::string(row.text(0)), .pages = row.integer(1), .texts = std::string(row.text(2))};
  }
  std::optional<Kept> now;
  for (const Row row : language_.rows(links.target)) {
    now = Kept{.language = std::string(row.text(0)), .pages = links.pages, .texts = lines_of(links.commonest)};
  }
  if (before == now) return;
  if (!now) return remove(links.target);
  insert_.run(links.target, now->language, now->pages, now->texts);
  const std::string text = indexed(now->language, now->texts);
  const std::string old_text = before ? indexed(before->language, before->texts) : std::string();
  if (text == old_text) return;
  if (before) withdraw_.run(links.target, old_text);
  add_.run(links.target, text);
}

void Anchors::remove(std::int64_t page) {
  std::string text;
  for (const Row row : select_.rows(page)) text = indexed(row.text(0), row.text(2));
  if (text.empty()) return;
  withdraw_.run(page, text);
  delete_.run(page);
}

void Anchors::rebuild_index() {
  clear_.run();
  for (const Row row : all_.rows()) add_.run(row.integer(0), indexed(row.text(1), row.text(2)));
}

bool renew_anchors(Database& database, const std::function<bool()>& wants_stop) {
  return database.change([&] {
    Connection& connection = database.connection();
    bool is_done = false;
    {
      LinkTally tally(connection);
      is_done = count_links(connection, tally, wants_stop) && store_links(connection, tally, wants_stop);
    }
    connection.execute("DROP TABLE temp.link_tally");
    return is_done;
  });
}

bool anchor_index_agrees(Connection& connection) {
  connection.execute(
      "CREATE VIRTUAL TABLE temp.anchors_anew USING fts5(texts, content = '', columnsize = 0, tokenize = 'unicode61');"
      "CREATE VIRTUAL TABLE temp.anchor_words USING fts5vocab(main, anchor_index, instance);"
      "CREATE VIRTUAL TABLE temp.anchor_words_anew USING fts5vocab(temp, anchors_anew, instance)");
  bool agrees = false;
  {
    Statement anchors = connection.prepare("SELECT id, language, texts FROM anchors ORDER BY id");
    Statement add = connection.prepare("INSERT INTO temp.anchors_anew(rowid, texts) VALUES (?, ?)");
    for (const Row row : anchors.rows()) add.run(row.integer(0), indexed(row.text(1), row.text(2)));
    // An index yields them sorted.
    Statement words = connection.prepare("SELECT term, doc, offset FROM temp.anchor_words");
    Statement words_anew = connection.prepare("SELECT term, doc, offset FROM temp.anchor_words_anew");
    agrees = are_equal(words.rows(), words_anew.rows());
  }
  connection.execute("DROP TABLE temp.anchor_words_anew; DROP TABLE temp.anchor_words; DROP TABLE temp.anchors_anew");
  return agrees;
}

}  // namespace storage
