#include "app/settings_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/problems.hpp"

namespace app {

SettingsFile SettingsFile::read(const std::string& file) {
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(file, ignored);
  std::ifstream in(file, std::ios::binary);
  if (is_folder || !in) {
    Problems problems;
    problems.add(file, std::strerror(is_folder ? EISDIR : errno));
    problems.check();
  }
  return parse(std::string{std::istreambuf_iterator<char>(in), {}}, file);
}

SettingsFile SettingsFile::parse(std::string_view text, const std::string& name) {
  SettingsFile file;
  file.name_ = name;
  Problems problems;
  try {
    file.root_ = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    problems.add(fmt::format("{}:{}", name, error.source().begin.line), error.description());
  }
  problems.check();
  return file;
}

const toml::table& SettingsFile::table(std::string_view name) const {
  static const toml::table kNone;
  const toml::table* found = root_[name].as_table();
  return found == nullptr ? kNone : *found;
}

std::string SettingsFile::place(const toml::node& node) const {
  return fmt::format("{}:{}", name_, node.source().begin.line);
}

}  // namespace app
