#include "storage/postings.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "storage/index_languages.hpp"

namespace storage {
namespace {

using indexer::Terms;

/// As the view `texts` has it.
std::string path_of(std::string_view url) {
  constexpr std::size_t kLeastBytes = 8;  // of a scheme and a host
  if (url.contains('%')) return {};
  return std::string(url.substr(std::min(url.find('/', kLeastBytes), url.size())));
}

}  // namespace

Postings::Postings(Database& database)
    : connection_(database.connection()),
      pending_(database.pending_postings()),
      select_(connection_.prepare("SELECT body, title, headings, description, path, rest FROM texts WHERE id = ?")),
      replace_(
          connection_.prepare("INSERT INTO page_index(rowid, body, title, headings, description, path, rest) VALUES "
                              "(?, ?, ?, ?, ?, ?, ?)")),
      remove_(connection_.prepare("INSERT INTO page_index(page_index, rowid, body, title, headings, description, path,"
                                  " rest) VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)")),
      language_(connection_.prepare("SELECT language FROM pages WHERE id = ?")),
      merge_width_(connection_),
      languages_(languages_of_index(connection_)) {}

void Postings::add(std::int64_t id, const indexer::Document& document, std::string_view url) {
  know(document.language);
  merge_width_.count_page();
  if (id == removed_) return replace(id);
  const auto language = indexer::Language::of_tag(document.language);
  const auto made = [&](std::string_view text) { return indexer::Terms(text, language); };
  const Terms body = document.terms.empty() ? made(document.body) : Terms();
  const Terms rest = document.rest_terms.empty() ? made(document.rest) : Terms();
  const Terms title = made(document.title);
  const Terms headings = made(document.headings);
  const Terms description = made(document.description);
  const Terms path = made(path_of(url));
  pending_.add(id, {document.terms.empty() ? &body : &document.terms, &title, &headings, &description, &path,
                    document.rest_terms.empty() ? &rest : &document.rest_terms});
}

void Postings::add(std::int64_t id) {
  for (const Row row : language_.rows(id)) know(row.text(0));
  if (id == removed_) return replace(id);
  for (const Row row : select_.rows(id)) {
    std::array<Terms, PostingBuffer::kColumns> columns;
    PostingBuffer::RowTerms terms{};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto [languages, text] = indexer::take_language_mark(row.text(static_cast<int>(i)));
      columns[i] = Terms(text, *languages.begin());
      terms[i] = &columns[i];
    }
    pending_.add(id, terms);
  }
}

/// FTS5 takes what is added to a row that it has just been told to remove for a change of the row, and remembers that
/// there is something older. Told of it apart, by another segment, it may lose the removal when it merges the two with
/// the next one.
void Postings::replace(std::int64_t id) {
  for (const Row row : select_.rows(id)) {
    replace_.run(id, row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5));
  }
  removed_ = 0;
}

void Postings::remove(std::int64_t id) {
  if (pending_.contain(id)) pending_.write();
  for (const Row row : select_.rows(id)) {
    remove_.run(id, row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5));
  }
  removed_ = id;
}

void Postings::know(std::string_view tag) {
  const auto language = indexer::Language::of_tag(tag);
  if (languages_.contain(language)) return;
  languages_.add(language);
  save_languages(connection_, languages_);
}

}  // namespace storage
