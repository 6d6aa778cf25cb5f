#include "crawler/domain.hpp"

#include <unicode/idna.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <memory>
#include <stdexcept>

#include "base/ascii.hpp"

namespace crawler {
namespace {

// No name in the DNS is over 255 bytes, and ICU takes quadratic time in the number of labels: 29 s for 300,000.
constexpr std::size_t kLongestBytes = 4096;

/// Immutable, so that all threads share one.
const icu::IDNA& uts46() {
  static const std::unique_ptr<const icu::IDNA> idna = [] {
    constexpr auto kOptions =
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<const icu::IDNA> made(icu::IDNA::createUTS46Instance(kOptions, status));
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU's IDNA data: ") + u_errorName(status));
    return made;
  }();
  return *idna;
}

/// Capitals that ICU 72, which is of revision 29, refuses or (the sharp s) maps to something else than revision 33,
/// which maps them to their small letters.
bool is_newly_mapped(UChar32 c) {
  return c == 0x04C0 || (c >= 0x10A0 && c <= 0x10C5) || c == 0x1E9E || c == 0x2132 || c == 0x2183;
}

/// `domain` with those capitals mapped.
icu::UnicodeString decode(std::string_view domain) {
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(domain.data(), static_cast<int>(domain.size())));
  icu::UnicodeString mapped;
  for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    mapped.append(is_newly_mapped(c) ? u_tolower(c) : c);
  }
  return mapped;
}

/// Whether `test` is true of a label.
template <typename Test>
bool any_label(const icu::UnicodeString& domain, Test test) {
  for (int begin = 0, end = 0; end < domain.length(); begin = end + 1) {
    end = domain.indexOf(u'.', begin);
    if (end < 0) end = domain.length();
    if (test(domain.tempSubStringBetween(begin, end))) return true;
  }
  return false;
}

bool is_punycode(const icu::UnicodeString& label) {
  return label.startsWith(u"xn--", 4);
}

/// Nothing stands after the last delimiter, so that the label stands for ASCII alone.
bool is_punycode_of_ascii(const icu::UnicodeString& label) {
  return is_punycode(label) && (label.length() == 4 || label.endsWith(u"-", 1));
}

std::optional<icu::UnicodeString> unicode_to_ascii(const icu::UnicodeString& domain) {
  constexpr auto kNotAskedFor = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
  UErrorCode status = U_ZERO_ERROR;
  icu::IDNAInfo info;
  icu::UnicodeString ascii;
  icu::UnicodeString unicode;
  uts46().nameToASCII(domain, ascii, info, status);
  if (U_FAILURE(status) || (info.getErrors() & ~static_cast<std::uint32_t>(kNotAskedFor)) != 0) return std::nullopt;
  // Revision 33 knows two more errors: Punycode of ASCII (section 4, step 4), and of Punycode (section 4.1, 4).
  uts46().nameToUnicode(ascii, unicode, info, status);
  if (any_label(ascii, is_punycode_of_ascii) || any_label(unicode, is_punycode)) return std::nullopt;
  return ascii;
}

}  // namespace

std::optional<std::string> domain_to_ascii(std::string_view domain) {
  if (base::kNonAscii.find_in(domain) == domain.size()) return base::ascii_lower(domain);
  if (domain.size() > kLongestBytes) return std::nullopt;
  const auto ascii = unicode_to_ascii(decode(domain));
  if (!ascii) return std::nullopt;
  std::string text;
  return ascii->toUTF8String(text);
}

}  // namespace crawler
