#include "web/assets.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "web/embedded.hpp"

namespace web {
namespace {

constexpr std::string_view kFolder = "/static/";

std::string type_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kTypes{{
      {".css", "text/css; charset=utf-8"},
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".json", "application/json"},
      {".svg", "image/svg+xml"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return std::string(type);
  }
  return "application/octet-stream";
}

std::string version_of(std::span<const EmbeddedFile> files) {
  std::string all;
  for (const auto& [name, bytes] : files) all.append(name).append(bytes);
  return server::asset(std::move(all), "")->tag.substr(1, 12);
}

/// The page with the version in each "/static/".
std::string with_version(std::string_view page, std::string_view version) {
  std::string out;
  while (true) {
    const std::size_t at = page.find(kFolder);
    if (at == std::string_view::npos) return out.append(page);
    out.append(page.substr(0, at + kFolder.size())).append(version).append("/");
    page.remove_prefix(at + kFolder.size());
  }
}

}  // namespace

Assets::Assets() : version_(version_of(embedded_files())) {
  for (const auto& [name, bytes] : embedded_files()) {
    std::string text = name.ends_with(".html") ? with_version(bytes, version_) : std::string(bytes);
    files_.emplace(name, server::asset(std::move(text), type_of(name)));
  }
}

std::string Assets::path_of(std::string_view name) const {
  return fmt::format("{}{}/{}", kFolder, version_, name);
}

std::shared_ptr<const server::Asset> Assets::file(std::string_view name) const {
  return files_.at(std::string(name));
}

server::Response Assets::answer(const server::Request& request) const {
  const auto found = files_.find(request.capture("name"));
  if (found == files_.end() || found->first.ends_with(".html")) {
    return server::error_response(404, "not_found", "there is no such file");
  }
  server::Response response{.headers = {}, .body = found->second};
  if (request.capture("version") == version_) {
    response.headers.add("Cache-Control", "public, max-age=31536000, immutable");
  }
  return response;
}

}  // namespace web
