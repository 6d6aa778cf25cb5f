#pragma once

#include <string>
#include <string_view>

#include "crawler/percent_encode.hpp"
#include "server/request.hpp"

namespace support {

/// A query string of these parameters, as a careful client writes it: all but letters and digits is escaped.
inline std::string print_query(const server::Parameters& parameters) {
  constexpr base::ByteSet kEscaped = ~(base::kLetters | base::kDigits);
  std::string query;
  for (const auto& [name, value] : parameters) {
    crawler::append_percent_encoded(query += query.empty() ? "" : "&", name, kEscaped);
    crawler::append_percent_encoded(query += '=', value, kEscaped);
  }
  return query;
}

/// The law that a request's target breaks, whatever its bytes; empty if it breaks none.
inline std::string broken_target_law(std::string_view bytes) {
  const auto target = server::parse_target(bytes);
  if (!target) return "";
  if (target->path != "*" && !target->path.starts_with('/')) return "a path begins with a slash";
  if (target->path.find_first_of("? #\r\n") != std::string::npos) return "a path has no query and no spaces";
  const std::string query = print_query(target->query);
  if (server::parse_query(query) != target->query) return "what was printed of a query parses to itself";
  if (target->path == "*") return "";
  const auto again = server::parse_target(query.empty() ? target->path : target->path + "?" + query);
  if (!again || again->authority || again->path != target->path || again->query != target->query) {
    return "what was printed parses to itself";
  }
  return "";
}

}  // namespace support
