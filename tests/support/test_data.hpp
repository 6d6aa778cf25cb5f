#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

namespace support {

/// Where a published test suite lies: `name` is its path below the folder that the environment's SITEDEX_TEST_DATA
/// names, or "../shared/data". Nothing if it is absent, in which case the test says so and skips:
///
///     const auto cases = support::test_data("url/urltestdata.json");
///     if (!cases) GTEST_SKIP() << "no url/urltestdata.json; set SITEDEX_TEST_DATA";
inline std::optional<std::filesystem::path> test_data(std::string_view name) {
  const char* const folder = std::getenv("SITEDEX_TEST_DATA");
  std::filesystem::path path = std::filesystem::path(folder != nullptr ? folder : "../shared/data") / name;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

}  // namespace support
