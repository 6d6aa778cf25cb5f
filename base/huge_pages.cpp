#include "base/huge_pages.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cassert>
#include <cstdint>
#include <cstdlib>

namespace base {
namespace {

/// What is larger is mapped by itself, and goes back to the system when it is freed. Otherwise glibc would find out as
/// it goes: whoever sets one of the two limits sets both.
constexpr int kMappedBytes = 4 << 20;

}  // namespace

void let_heap_grow_in_huge_pages(std::size_t bytes) {
  constexpr std::size_t kTooLarge = 32UZ << 20;  // for a heap, at most
  assert(bytes < kTooLarge);
  mallopt(M_MMAP_THRESHOLD, static_cast<int>(kTooLarge));
  mallopt(M_TRIM_THRESHOLD, static_cast<int>(bytes) + kMappedBytes);  // more than the block, which is to stay
  // Address space, of which no memory is used as yet: the end of the heap, where it grows next.
  void* const block = std::malloc(bytes);
  if (block != nullptr) {
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const std::uintptr_t begin = (reinterpret_cast<std::uintptr_t>(block) + page - 1) / page * page;
    const std::uintptr_t end = (reinterpret_cast<std::uintptr_t>(block) + bytes) / page * page;
    if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
    std::free(block);
  }
  mallopt(M_MMAP_THRESHOLD, kMappedBytes);
}

}  // namespace base
