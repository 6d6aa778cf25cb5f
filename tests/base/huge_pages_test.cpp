#include "base/huge_pages.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which have a heap of their own

namespace {

/// Whether the system was asked for huge pages where `address` is: "hg" among the flags of its mapping (proc(5)).
bool is_wanted_huge(const void* address) {
  std::ifstream mappings("/proc/self/smaps");
  bool is_there = false;
  for (std::string line; std::getline(mappings, line);) {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2) {
      const auto at = reinterpret_cast<std::uintptr_t>(address);
      is_there = begin <= at && at < end;
    }
    if (is_there && line.starts_with("VmFlags:")) return line.find(" hg") != std::string::npos;
  }
  return false;
}

std::size_t resident_bytes() {
  std::ifstream counts("/proc/self/statm");
  std::size_t mapped = 0;
  std::size_t resident = 0;
  counts >> mapped >> resident;
  return resident * 4096;
}

TEST(HugePages, TheHeapGrowsInThemAndTakesNoMemoryBefore) {
  constexpr std::size_t kBytes = 16UZ << 20;
  const std::size_t before = resident_bytes();
  base::let_heap_grow_in_huge_pages(kBytes);
  EXPECT_LT(resident_bytes(), before + (4UZ << 20));

  constexpr std::size_t kBlocks = 100;  // each too small for a mapping of its own
  std::array<std::unique_ptr<char[]>, kBlocks> blocks;
  std::size_t huge = 0;
  for (auto& block : blocks) {
    block = std::make_unique<char[]>(100'000);
    huge += is_wanted_huge(block.get()) ? 1 : 0;
  }
  EXPECT_GT(huge, 90U);
}

}  // namespace

#endif
