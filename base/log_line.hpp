#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/log.hpp"

namespace base {

/// A line's message and fields, without its time and level: `message key=value ...`, or the inside of a JSON object.
/// Values are cut to what is left of `most_bytes`; bytes that are not UTF-8 become U+FFFD, control characters escapes.
std::string log_line(LogFormat format, std::string_view message, std::initializer_list<LogField> fields,
                     std::size_t most_bytes);

}  // namespace base
