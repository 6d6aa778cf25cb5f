#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace views {

/// `text`, which may come from a page, as it may stand in HTML, between tags or in a quoted attribute. Controls go as
/// in `printable`.
std::string escaped(std::string_view text);

/// A link to `url`, shown without its scheme, and cut where it is very long. What is neither http nor https is shown,
/// and is no link.
std::string anchor(std::string_view url);

/// "12,345".
std::string grouped(std::int64_t number);

}  // namespace views
