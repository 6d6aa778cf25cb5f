#include "views/completion_json.hpp"

#include <utility>

namespace views {

Json json_of(std::string_view typed, const std::vector<storage::Completion>& completions) {
  Json list = Json::array();
  for (const storage::Completion& completion : completions) {
    Json json = {{"text", completion.text}};
    if (!completion.url.empty()) json["url"] = completion.url;
    list.push_back(std::move(json));
  }
  return {{"typed", typed}, {"completions", std::move(list)}};
}

}  // namespace views
