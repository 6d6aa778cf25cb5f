#include "crawler/warc_record.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <random>

#include "base/ascii.hpp"
#include "crawler/date.hpp"

namespace crawler {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// Without what would end its line.
std::string one_line(std::string_view text) {
  std::string line(text);
  std::erase_if(line, [](char c) { return c == '\r' || c == '\n'; });
  return line;
}

}  // namespace

std::string_view field(const WarcFields& fields, std::string_view name) {
  const std::string wanted = base::ascii_lower(name);
  const auto found = std::ranges::find_if(fields, [&](const auto& field) {
    return field.first.size() == wanted.size() && base::ascii_lower(field.first) == wanted;
  });
  return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

std::string to_lines(const WarcFields& fields) {
  std::string lines;
  for (const auto& [name, value] : fields) lines.append(name).append(": ").append(one_line(value)).append("\r\n");
  return lines;
}

WarcFields fields_of(std::string_view lines) {
  WarcFields fields;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const std::size_t colon = line.find(':');
    if ((line.starts_with(' ') || line.starts_with('\t')) && !fields.empty()) {
      fields.back().second.append(" ").append(trimmed(line));
    } else if (colon != std::string_view::npos) {
      fields.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
  }
  return fields;
}

std::string_view without_angle_brackets(std::string_view uri) {
  const bool has_brackets = uri.size() >= 2 && uri.starts_with('<') && uri.ends_with('>');
  return has_brackets ? uri.substr(1, uri.size() - 2) : uri;
}

std::string warc_date(std::chrono::system_clock::time_point time) {
  const auto micros = std::chrono::floor<std::chrono::microseconds>(time);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(micros);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     (micros - seconds).count());
}

std::optional<std::chrono::system_clock::time_point> parse_warc_date(std::string_view date) {
  const auto seconds = parse_date(date);
  if (!seconds) return std::nullopt;
  std::chrono::microseconds fraction(0);
  const std::size_t point = date.find('.');
  if (point != std::string_view::npos) {
    auto unit = std::chrono::microseconds(100'000);
    for (std::size_t i = point + 1; i < date.size() && base::kDigits.contains(date[i]); ++i, unit /= 10) {
      fraction += unit * (date[i] - '0');
    }
  }
  return *seconds + fraction;
}

std::string new_record_id() {
  thread_local std::random_device random;
  std::array<std::uint32_t, 4> bits{random(), random(), random(), random()};
  bits[1] = (bits[1] & 0xffff0fffU) | 0x4000U;      // version 4
  bits[2] = (bits[2] & 0x3fffffffU) | 0x80000000U;  // the variant of RFC 9562
  return fmt::format("<urn:uuid:{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}>", bits[0], bits[1] >> 16U, bits[1] & 0xffffU,
                     bits[2] >> 16U, bits[2] & 0xffffU, bits[3]);
}

std::string warc_digest(std::string_view payload) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> hash{};
  SHA1(reinterpret_cast<const unsigned char*>(payload.data()), payload.size(), hash.data());
  constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  static_assert(SHA_DIGEST_LENGTH % 5 == 0, "no padding");
  std::string digest = "sha1:";
  for (std::size_t at = 0; at < hash.size(); at += 5) {
    std::uint64_t group = 0;
    for (std::size_t i = 0; i < 5; ++i) group = group << 8U | hash[at + i];
    for (int shift = 35; shift >= 0; shift -= 5) digest += kBase32[group >> static_cast<unsigned>(shift) & 31U];
  }
  return digest;
}

}  // namespace crawler
