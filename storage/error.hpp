#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace storage {

/// What is the matter with the database file, as far as a caller acts on it.
enum class StorageErrorKind : std::uint8_t {
  kMissing,       ///< there is no such file to read
  kNotOurs,       ///< a file of another program
  kNewerVersion,  ///< written by a later version of this program
  kOlderVersion,  ///< written by an earlier version; a writer brings it up to date
  kReadOnly,      ///< the file or its folder may not be written
  kNetwork,       ///< on a network file system, where it cannot be used like that
  kFull,          ///< no room on the disk, or under a quota or limit
  kHeld,          ///< another process writes to it
  kExists,        ///< something is there already that was not to be replaced
  kDamaged,       ///< cut off, overwritten, or changed by hand
  kInputOutput,   ///< anything else the operating system refused
};

/// A lost database: nothing that was to be written after the last commit is in it, and all before is. `what()` names
/// the file and is fit for the user.
class StorageError : public std::runtime_error {
 public:
  StorageError(StorageErrorKind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}

  StorageError(StorageErrorKind kind, const std::filesystem::path& file, std::string_view why)
      : StorageError(kind, file.string().append(": ").append(why)) {}

  StorageErrorKind kind() const { return kind_; }

 private:
  StorageErrorKind kind_;
};

/// A statement that was stopped because its time was up (`TimeLimit`). The database is as it was.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("stopped: the time was up") {}
};

}  // namespace storage
