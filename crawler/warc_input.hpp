#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "crawler/warc_record.hpp"

namespace crawler {

/// The bytes of an archive's file, unpacked if it is gzip'd, member by member (RFC 1952, 2.2); a plain file is one
/// member. Needs some 100 KiB whatever comes. One thread; several may read the same file, each through an input of its
/// own.
class WarcInput {
 public:
  /// An error of kind kTellUser if the file cannot be read.
  static base::Result<WarcInput> open(const std::filesystem::path& path);

  ~WarcInput();
  WarcInput(WarcInput&& other) noexcept;
  WarcInput& operator=(WarcInput&& other) noexcept;

  /// Another input for the same file, at its beginning.
  WarcInput again() const;

  /// An input for what this one unpacks to, from its beginning, in a file without a name below the system's folder for
  /// temporary ones. An error of kind kTellUser if that cannot be written, or grows out of all proportion.
  base::Result<WarcInput> unpacked() const;

  const std::string& name() const;  ///< the file's, as it was given
  bool is_gzip() const;

  /// The next bytes of the member: at least `bytes` of them, which are no more than 64 KiB, but fewer at its end or
  /// where it is damaged. They stay good until the next call.
  std::string_view peek(std::size_t bytes);

  /// Passes over bytes that were peeked at.
  void consume(std::size_t bytes) { at_ += bytes; }

  /// Passes over so many bytes of the member, or as many as there are. Returns how many those were. Of a plain file it
  /// costs nothing.
  std::uint64_t skip(std::uint64_t bytes);

  /// Goes on to the next member, whatever is left of this one; behind damage, to the next one that looks like an
  /// archive's. False at the end of the file.
  bool next_member();

  /// What is wrong with the member, if it could not be unpacked to its end; empty if nothing was.
  const std::string& damage() const { return damage_; }

  WarcPlace place() const;

  /// Goes to a place that `place` told.
  void seek(WarcPlace place);

 private:
  struct File;
  class Inflater;

  explicit WarcInput(std::shared_ptr<const File> file);

  bool has_more() const;
  bool fill();
  void begin_member(std::uint64_t offset);
  bool find_member(std::uint64_t from);

  std::shared_ptr<const File> file_;
  std::unique_ptr<Inflater> inflater_;  ///< of a gzip'd file
  std::uint64_t member_ = 0;            ///< where it begins
  std::uint64_t inside_ = 0;            ///< bytes of the member before `buffer_`
  std::string buffer_;
  std::size_t at_ = 0;  ///< in `buffer_`: what was consumed
  std::string damage_;
  std::uint64_t looked_through_ = 0;  ///< bytes that were looked through twice for want of a good member
};

}  // namespace crawler
