#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "storage/pending_postings.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// A database file of ours. One writer in all processes, any number of readers beside it (WAL). One thread at a time.
///
/// What the writer changes gathers in one transaction, opened by the first change after a commit, so that a batch of
/// pages and the queue entries pushed since the last one become durable together or not at all. Whatever is not
/// committed when the database goes is rolled back.
///
/// Opening throws `StorageError`, and then leaves the file as it was.
class Database {
 public:
  /// Told, in a sentence, of work that takes long: keeping a copy, rebuilding the index, compressing what is there.
  using Notice = std::function<void(std::string_view)>;

  /// How `pages` has the texts: plain, or compressed (`TextCompressor`).
  enum class Texts : std::uint8_t {
    kAsTheyAre,   ///< as the file has them; a new one has them plain
    kCompressed,  ///< a file that has them plain is made one that has not, and stays so
  };

  /// Opens or creates `file` and holds it until the end: a second writer, in whatever process, gets `kHeld` at once,
  /// and a process that was killed holds nothing. An index made by another analyzer is rebuilt here. A file of an
  /// earlier version is brought to this one, after a copy for the earlier program has been made beside it, named like
  /// sitedex.db.v10.bak: if the disk has room for five times its size, and in the place of one of the same name if
  /// that is a database of ours, too. Nothing here removes it.
  static Database open_writer(const std::filesystem::path& file, const Notice& notice = {},
                              Texts texts = Texts::kAsTheyAre);

  /// Which files a reader takes: those that a writer has brought up to date, or earlier ones, too.
  enum class Version : std::uint8_t { kCurrent, kAny };

  /// Opens an existing `file`; nothing is ever written to it.
  static Database open_reader(const std::filesystem::path& file, Version version = Version::kCurrent);

  /// Makes of a file of an earlier version, or of another analyzer's index, one of this program; a writer that was
  /// opened is one already.
  void bring_up_to_date(const Notice& notice = {});

  /// A writer whose file has no name and goes with it, for a crawl that keeps nothing.
  static Database temporary();

  Connection& connection() { return connection_; }

  /// What of the index is to be written before the next commit. A writer's; it must not be moved any more.
  PendingPostings& pending_postings();

  Texts texts();

  /// Runs `change`, which writes, within the transaction, and returns what it returns. If it throws, all since the last
  /// commit is rolled back and the database takes no more changes, for what its user remembers is no longer so.
  template <typename Change>
  decltype(auto) change(Change&& change) {
    try {
      begin();
      return change();
    } catch (...) {
      abandon();
      throw;
    }
  }

  /// Makes all changes so far durable. Without changes it does nothing.
  void commit();

  /// Commits, and gives what is free in the file back to the system, as far as there is room to do so: some 20 us for
  /// each 8 KiB. A file that was made by an earlier version keeps it.
  void shrink();

  /// The key in `meta` under which a database knows its sibling: the first change of each writer removes it, for then
  /// the sibling was made of an earlier state.
  static constexpr std::string_view kSiblingKey = "sibling";

  /// Whether the index was made by the analyzer that reads queries now. A writer has seen to it.
  bool analyzer_is_current();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };
  using Lock = std::unique_ptr<std::FILE, CloseFile>;

  Database(Connection connection, Lock lock);

  static Lock hold(const std::filesystem::path& file);
  void begin();
  void abandon();

  Lock lock_;  // goes after the connection
  Connection connection_;
  std::unique_ptr<PendingPostings> pending_postings_;
  std::optional<Transaction> transaction_;
  bool has_changed_ = false;
  bool abandoned_ = false;
};

}  // namespace storage
