#include "crawler/curl_handles.hpp"

#include <new>
#include <tuple>

namespace crawler {

CurlList curl_list(std::span<const std::string> lines) {
  CurlList list;
  for (const std::string& line : lines) {
    curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    std::ignore = list.release();  // its head is the longer one's
    list.reset(longer);
  }
  return list;
}

}  // namespace crawler
