#pragma once

#include <string>

namespace html {

/// Makes HTML safe for a parser whose time grows with the square of nesting depth, attributes of a tag and open
/// formatting elements: where the source goes over a limit, the offending tag or attributes are overwritten with spaces
/// and their text stays. Limits, far over what pages are written with:
///
/// - 512 open elements,
/// - 256 attributes a tag, and 256 in all `<html>` and `<body>` tags together,
/// - 10,000 end tags that end nothing,
/// - 64 active formatting elements (`b`, `font`, `a` ... that are open, or would be reopened).
///
/// Returns what was over ("nested over 512 elements"), or an empty string for a source that was left as it was. One
/// linear pass, some 3 % of the parse; the same answer on every machine. Open elements are followed as the standard's
/// tree builder would, or are counted too many, but never too few by more than a small factor.
std::string guard(std::string& source);

}  // namespace html
