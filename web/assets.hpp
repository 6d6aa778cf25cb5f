#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "server/request.hpp"
#include "server/response.hpp"

namespace web {

/// The files of web/ui, ready to be served. Any thread.
///
/// They stand at "/static/VERSION/NAME", where VERSION is made of all their bytes: a browser keeps them for a year, and
/// files may name each other without it. Where an HTML page names "/static/NAME", the version is put in.
class Assets {
 public:
  Assets();

  /// Where a file is asked for.
  std::string path_of(std::string_view name) const;
  /// A file, whatever its place; throws std::out_of_range if there is none of that name.
  std::shared_ptr<const server::Asset> file(std::string_view name) const;

  /// Answers "/static/{version}/{name}". Of another version, which a page from before a change may name, it is the
  /// present file, which is not to be kept.
  server::Response answer(const server::Request& request) const;

 private:
  std::string version_;
  std::map<std::string, std::shared_ptr<const server::Asset>, std::less<>> files_;
};

}  // namespace web
