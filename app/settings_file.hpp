#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>

namespace app {

/// A TOML file of settings. A value.
class SettingsFile {
 public:
  SettingsFile() = default;  ///< one without settings

  /// Both throw `SettingsError`: for a file that cannot be read, or is no TOML.
  static SettingsFile read(const std::string& file);
  static SettingsFile parse(std::string_view text, const std::string& name);

  const toml::table& root() const { return root_; }

  /// The table of that name; an empty one if there is none.
  const toml::table& table(std::string_view name) const;

  /// "sitedex.toml:3".
  std::string place(const toml::node& node) const;

 private:
  std::string name_;
  toml::table root_;
};

}  // namespace app
