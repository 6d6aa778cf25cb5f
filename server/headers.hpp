#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server {

/// Header fields, in order. Names compare without regard to case (RFC 9110, 5.1).
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  /// The first value of that name, or empty.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  /// How many fields have that name.
  std::size_t count(std::string_view name) const;

  /// One more field. `value` has no line breaks: they become spaces, for what follows one would be a header.
  void add(std::string_view name, std::string_view value);
  /// Adds the field, unless there is one of that name.
  void add_default(std::string_view name, std::string_view value);
  /// The field takes the place of all of that name.
  void set(std::string_view name, std::string_view value);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<Field> fields_;
};

/// Whether a list of tokens ("gzip, br;q=0.5") has this one, whatever its parameters but a weight of zero.
bool has_token(std::string_view list, std::string_view token);

/// The text without spaces and tabs around it.
std::string_view trimmed(std::string_view text);

}  // namespace server
