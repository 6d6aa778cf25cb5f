#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/warc_reader.hpp"
#include "tests/support/temporary_folder.hpp"

namespace support {

/// What a reader makes of a file: "TYPE URI BLOCK" of each record, and an error as "! and its words".
inline std::vector<std::string> warc_lines(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  crawler::WarcReader reader(crawler::WarcInput::open(file).value());
  for (auto&& record : reader.records()) {
    lines.push_back(record ? fmt::format("{} {} {}", record->type, record->target_uri, record->block)
                           : "! " + record.error().what);
  }
  return lines;
}

/// The law of reading an archive that `bytes` break; empty if none. Reading is total: whatever the bytes, it ends. What
/// is read can be read again from its place, and in the form that is not packed.
inline std::string broken_warc_law(std::string_view bytes) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / "x";
  write_bytes(file, std::string(bytes));
  crawler::WarcReader reader(crawler::WarcInput::open(file).value(), 1 << 20);
  crawler::WarcReader other(reader.input().again(), 0);
  for (auto&& record : reader.records()) {
    if (!record) {
      if (record.error().what.empty()) return "an error has words";
      continue;
    }
    const auto again = other.read(record->place, 1 << 20);
    if (!again || again->block != record->block || again->target_uri != record->target_uri) {
      return "a record is at its place";
    }
    if (const auto header = other.read(record->place, 0); !header || header->fields != record->fields) {
      return "a header is read without its block";
    }
  }
  return {};
}

}  // namespace support
