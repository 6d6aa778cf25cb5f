#include "storage/index_languages.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace storage {
namespace {

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

}  // namespace

void save_languages(Connection& connection, indexer::Languages languages) {
  connection.prepare("INSERT OR REPLACE INTO meta VALUES ('languages', ?)").run(write_languages(languages));
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
  save_languages(connection, languages);
}

}  // namespace storage
