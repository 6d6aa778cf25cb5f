#include "storage/postings.hpp"

namespace storage {
namespace {

constexpr const char* kSaveLanguages = "INSERT OR REPLACE INTO meta VALUES ('languages', ?)";

/// The subtags of the languages, with spaces between them; "-" for none.
std::string write_languages(indexer::Languages languages) {
  std::string text;
  for (const indexer::Language language : languages) {
    if (!text.empty()) text += ' ';
    text += language == indexer::Language() ? "-" : language.subtag();
  }
  return text;
}

indexer::Languages read_languages(std::string_view text) {
  indexer::Languages languages;
  while (!text.empty()) {
    const std::string_view subtag = text.substr(0, text.find(' '));
    languages.add(indexer::Language::of_tag(subtag));
    text.remove_prefix(std::min(text.size(), subtag.size() + 1));
  }
  return languages;
}

/// As the view `texts` has it.
std::string path_of(std::string_view url) {
  constexpr std::size_t kLeastBytes = 8;  // of a scheme and a host
  if (url.contains('%')) return {};
  return std::string(url.substr(std::min(url.find('/', kLeastBytes), url.size())));
}

}  // namespace

Postings::Postings(Connection& connection)
    : connection_(connection),
      select_(connection.prepare("SELECT body, title, headings, description, path, rest FROM texts WHERE id = ?")),
      add_(connection.prepare("INSERT INTO page_index(rowid, body, title, headings, description, path, rest) VALUES "
                              "(?, ?, ?, ?, ?, ?, ?)")),
      remove_(connection.prepare("INSERT INTO page_index(page_index, rowid, body, title, headings, description, path,"
                                 " rest) VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)")),
      language_(connection.prepare("SELECT language FROM pages WHERE id = ?")),
      ready_terms_(ready_terms(connection)),
      merge_width_(connection),
      languages_(languages_of_index(connection)) {}

void Postings::add(std::int64_t id, const indexer::Document& document, std::string_view url) {
  know(document.language);
  const std::string mark = indexer::language_mark(indexer::Language::of_tag(document.language));
  const std::string body = mark + document.body;
  const std::string rest = mark + document.rest;
  const ReadyTerms::OfText ready_body{.text = body, .terms = &document.terms};
  const ReadyTerms::OfText ready_rest{.text = rest, .terms = &document.rest_terms};
  const LentTerms lent(ready_terms_, {.texts = {ready_body, ready_rest}});
  add_.run(id, body, mark + document.title, mark + document.headings, mark + document.description, mark + path_of(url),
           rest);
  merge_width_.count_page();
}

void Postings::add(std::int64_t id) {
  for (const Row row : language_.rows(id)) know(row.text(0));
  for (const Row row : select_.rows(id)) {
    add_.run(id, row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5));
  }
}

void Postings::remove(std::int64_t id) {
  for (const Row row : select_.rows(id)) {
    remove_.run(id, row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5));
  }
}

void Postings::know(std::string_view tag) {
  const auto language = indexer::Language::of_tag(tag);
  if (languages_.contain(language)) return;
  languages_.add(language);
  connection_.prepare(kSaveLanguages).run(write_languages(languages_));
}

indexer::Languages languages_of_index(Connection& connection) {
  Statement select = connection.prepare("SELECT value FROM meta WHERE key = 'languages'");
  for (const Row row : select.rows()) return read_languages(row.text(0));
  return {};
}

void recount_languages(Connection& connection) {
  indexer::Languages languages;
  Statement select = connection.prepare("SELECT DISTINCT language FROM pages");
  for (const Row row : select.rows()) languages.add(indexer::Language::of_tag(row.text(0)));
  connection.prepare(kSaveLanguages).run(write_languages(languages));
}

}  // namespace storage
