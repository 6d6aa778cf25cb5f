#include "base/huge_pages.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cassert>
#include <cstdlib>
#include <memory>

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
    void* begin = block;
    std::size_t left = bytes;
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    if (std::align(page, page, begin, left) != nullptr) madvise(begin, left / page * page, MADV_HUGEPAGE);
    std::free(block);
  }
  mallopt(M_MMAP_THRESHOLD, kMappedBytes);
}

}  // namespace base
