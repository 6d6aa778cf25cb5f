#include "tests/web/json_schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace support {
namespace {

using Json = nlohmann::json;

bool is_of_type(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  return type == "null" && value.is_null();
}

class Validator {
 public:
  explicit Validator(const Json& document) : document_(document) {}

  void check(const Json& value, const Json& schema, const std::string& where) {
    if (schema.contains("$ref")) return check(value, resolved(schema), where);
    if (schema.contains("oneOf")) return check_one_of(value, schema["oneOf"], where);
    if (schema.contains("allOf")) return check_object(value, merged(schema["allOf"]), where);
    if (schema.contains("type")) check_type(value, schema["type"], where);
    if (schema.contains("enum") && std::ranges::find(schema["enum"], value) == schema["enum"].end()) {
      breaches.push_back(where + ": " + value.dump() + " is not in the enum");
    }
    if (value.is_object()) check_object(value, schema, where);
    if (value.is_array() && schema.contains("items")) {
      for (std::size_t i = 0; i < value.size(); ++i) check(value[i], schema["items"], where + "/" + std::to_string(i));
    }
  }

  std::vector<std::string> breaches;

 private:
  const Json& resolved(const Json& schema) const {
    const auto reference = schema["$ref"].get<std::string>();
    return document_.at(Json::json_pointer(reference.substr(1)));
  }

  void check_type(const Json& value, const Json& types, const std::string& where) {
    const bool is_right = types.is_array()
                              ? std::ranges::any_of(types, [&](const Json& t) { return is_of_type(value, t); })
                              : is_of_type(value, types);
    if (!is_right) breaches.push_back(where + ": " + value.dump() + " is not of type " + types.dump());
  }

  void check_one_of(const Json& value, const Json& schemas, const std::string& where) {
    for (const Json& schema : schemas) {
      Validator alone(document_);
      alone.check(value, schema, where);
      if (alone.breaches.empty()) return;
    }
    breaches.push_back(where + ": " + value.dump() + " is none of those that it may be");
  }

  Json merged(const Json& schemas) const {
    Json all = {{"properties", Json::object()}, {"required", Json::array()}};
    for (const Json& schema : schemas) {
      const Json& one = schema.contains("$ref") ? resolved(schema) : schema;
      all["properties"].update(one["properties"]);
      for (const Json& name : one["required"]) all["required"].push_back(name);
    }
    return all;
  }

  void check_object(const Json& value, const Json& schema, const std::string& where) {
    for (const Json& name : schema.value("required", Json::array())) {
      if (!value.contains(name.get<std::string>())) breaches.push_back(where + ": lacks " + name.dump());
    }
    if (!schema.contains("properties") && !schema.contains("additionalProperties")) return;
    for (const auto& [name, property] : value.items()) {
      if (schema.contains("properties") && schema["properties"].contains(name)) {
        check(property, schema["properties"][name], fmt::format("{}/{}", where, name));
      } else if (schema.contains("additionalProperties")) {
        check(property, schema["additionalProperties"], fmt::format("{}/{}", where, name));
      } else {
        breaches.push_back(fmt::format("{}: has {}, which is not described", where, name));
      }
    }
  }

  const Json& document_;
};

}  // namespace

std::vector<std::string> breaches(const Json& value, const Json& schema, const Json& document) {
  Validator validator(document);
  validator.check(value, schema, "");
  return validator.breaches;
}

}  // namespace support
