#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace app {

/// What is wrong with settings, all of it.
class SettingsError : public std::runtime_error {
 public:
  explicit SettingsError(std::vector<std::string> problems);

  /// A line each, at least one: "sitedex.toml:3: there is no setting 'lisen'; did you mean 'listen'?". Can be shown on
  /// a terminal as they are.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  std::vector<std::string> problems_;
};

/// Gathers what is wrong with settings, so that all of it is told at once.
class Problems {
 public:
  static constexpr std::size_t kMost = 20;  ///< that are told; others are counted

  /// `place` is where: "sitedex.toml:3", "SITEDEX_LISTEN".
  void add(std::string_view place, std::string_view what);

  std::size_t count() const { return problems_.size() + others_; }

  /// Throws `SettingsError` if there are any.
  void check() const;

 private:
  std::vector<std::string> problems_;
  std::size_t others_ = 0;
};

}  // namespace app
