#pragma once

#include <string>
#include <string_view>

namespace crawler {

/// Character encodings by the WHATWG Encoding Standard (https://encoding.spec.whatwg.org/) and the sniffing of the HTML
/// Standard (section 13.2.3). An encoding is known by its name there ("UTF-8", "windows-1252", "Shift_JIS"), as a view
/// into static storage. Pure functions; any thread.

/// The encoding that a label from a header or a `meta` stands for, white space around it and case aside ("latin1" ->
/// "windows-1252"); empty if the standard knows no such label. Encoding Standard, 4.2, "get an encoding".
std::string_view encoding_of_label(std::string_view label);

/// The encoding to read an HTML body with: byte order mark, then the charset of the Content-Type header (may be empty),
/// then a `meta` in the first 1024 bytes, then one after them (where a browser would start over), then a guess from the
/// bytes: UTF-8 if they are that and not all ASCII, else windows-1252. Never empty.
std::string_view sniff_encoding(std::string_view bytes, std::string_view content_type);

/// The encoding to read a body of plain text with: the same, but for what only HTML says of itself.
std::string_view sniff_text_encoding(std::string_view bytes, std::string_view content_type);

/// `bytes` as valid UTF-8, without the byte order mark of a UTF; what is no character becomes U+FFFD. `encoding` is one
/// of the names above. Valid UTF-8 is moved through, not copied.
std::string decode(std::string bytes, std::string_view encoding);

}  // namespace crawler
