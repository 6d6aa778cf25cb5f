#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace views {

/// Keys keep the order in which they are written.
using Json = nlohmann::ordered_json;

/// On one line; bytes that are no UTF-8 become U+FFFD.
inline std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace views
