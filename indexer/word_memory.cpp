#include "indexer/word_memory.hpp"

#include <sys/mman.h>

#include <array>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>

namespace indexer {
namespace {

constexpr std::size_t kHugePage = 2UZ << 20;  // of x86-64; elsewhere they may be larger, and these are small ones

static_assert(sizeof(WordMemory) <= kHugePage);
static_assert(std::is_trivially_default_constructible_v<WordMemory> && std::is_trivially_destructible_v<WordMemory>);

/// Address space in which a huge page begins somewhere.
class Mapping {
 public:
  Mapping() : begin_(mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    if (begin_ == MAP_FAILED) throw std::bad_alloc();
  }
  ~Mapping() { munmap(begin_, kBytes); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  void* huge_page() const {
    void* begin = begin_;
    std::size_t bytes = kBytes;
    return std::align(kHugePage, kHugePage, begin, bytes);
  }

 private:
  static constexpr std::size_t kBytes = 2 * kHugePage;

  void* begin_;
};

class Memories {
 public:
  WordMemory& of(Language language) {
    std::unique_ptr<Mapping>& mapping = mappings_[language.number()];
    if (!mapping) {
      mapping = std::make_unique<Mapping>();
      if (is_first_) madvise(mapping->huge_page(), kHugePage, MADV_HUGEPAGE);
      is_first_ = false;
    }
    return *static_cast<WordMemory*>(mapping->huge_page());
  }

 private:
  std::array<std::unique_ptr<Mapping>, Language::kCount> mappings_;
  bool is_first_ = true;
};

}  // namespace

WordMemory& WordMemory::of_this_thread(Language language) {
  thread_local Memories memories;
  return memories.of(language);
}

}  // namespace indexer
