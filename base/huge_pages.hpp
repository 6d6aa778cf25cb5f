#pragma once

#include <cstddef>

namespace base {

/// Has the next `bytes` that the calling thread's heap grows by be huge pages, if the system has some to give: memory
/// that a program fills anyway then costs a page fault for each 2 MiB, not for each 4 KiB. From then on the heaps of
/// all threads keep what is freed, up to that and 4 MiB more. Less than 32 MiB; once, before other threads begin.
///
/// glibc asks for huge pages only if the environment says so when a program starts (`glibc.malloc.hugetlb`).
void let_heap_grow_in_huge_pages(std::size_t bytes);

}  // namespace base
