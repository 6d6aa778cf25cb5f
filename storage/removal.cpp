#include "storage/removal.hpp"

namespace storage {

Removal::Removal(Database& database)
    : database_(database),
      select_(database.connection().prepare("SELECT title, headings, description, body FROM pages WHERE id = ?")),
      delete_postings_(
          database.connection().prepare("INSERT INTO page_index(page_index, rowid, title, headings, description, body)"
                                        " VALUES ('delete', ?, ?, ?, ?, ?)")),
      insert_postings_(
          database.connection().prepare("INSERT INTO page_index(rowid, title, headings, description, body)"
                                        " SELECT id, title, headings, description, body FROM pages WHERE id = ?")) {}

void Removal::remove_page(crawler::UrlId id) {
  database_.change([&] {
    Connection& connection = database_.connection();
    delete_postings(id);
    promote_alias_of(id);
    connection.prepare("DELETE FROM staged WHERE id = ?").run(id);
    connection.prepare("DELETE FROM canonicals WHERE page = ?").run(id);
    connection.prepare("DELETE FROM pages WHERE id = ?").run(id);
  });
}

void Removal::promote_alias_of(crawler::UrlId id) {
  Connection& connection = database_.connection();
  Statement first = connection.prepare(R"sql(
    SELECT min(id) FROM urls WHERE alias_of = ?1 AND state = 'alias' AND reason NOT LIKE 'redirects %'
       AND EXISTS(SELECT 1 FROM pages WHERE id = ?1))sql");
  const crawler::UrlId heir = first.integer(id).value_or(0);
  if (heir == 0) return;
  connection.prepare("UPDATE urls SET state = 'page', reason = '', alias_of = NULL, good_round = round WHERE id = ?")
      .run(heir);
  connection.prepare("UPDATE urls SET alias_of = ?1 WHERE alias_of = ?2 AND reason NOT LIKE 'redirects %'")
      .run(heir, id);
  connection
      .prepare(R"sql(
        INSERT INTO pages
          SELECT urls.id, urls.crawl, urls.url, born, 0, NULL, NULL, changed_at, fingerprint, needs_script, language,
                 canonical, title, description, headings, links, nofollow, body
            FROM pages JOIN urls ON urls.id = ?1 WHERE pages.id = ?2)sql")
      .run(heir, id);
  insert_postings_.run(heir);
}

/// Postings are deleted by the text they were made from, which the index itself does not keep.
void Removal::delete_postings(crawler::UrlId id) {
  for (const Row row : select_.rows(id)) {
    delete_postings_.run(id, row.text(0), row.text(1), row.text(2), row.text(3));
  }
}

}  // namespace storage
