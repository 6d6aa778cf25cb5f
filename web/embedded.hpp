#pragma once

#include <span>
#include <string_view>

namespace web {

/// A file of web/ui.
struct EmbeddedFile {
  std::string_view name;
  std::string_view bytes;
};

/// Those that the build has put into the program (cmake/embed.cmake).
std::span<const EmbeddedFile> embedded_files();

}  // namespace web
