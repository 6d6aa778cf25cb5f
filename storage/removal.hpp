#pragma once

#include "crawler/page.hpp"
#include "storage/database.hpp"

namespace storage {

/// Takes pages out of the index. The writer's thread only; changes become durable with the next commit.
class Removal {
 public:
  explicit Removal(Database& database);

  /// Removes the page of `id`, if there is one, with its postings. Where other URLs stand for it because they have its
  /// content or name it as canonical, the first of them takes its place, and the rest stand for that one.
  void remove_page(crawler::UrlId id);

 private:
  void promote_alias_of(crawler::UrlId id);
  void delete_postings(crawler::UrlId id);

  Database& database_;
  Statement select_, delete_postings_, insert_postings_;
};

}  // namespace storage
