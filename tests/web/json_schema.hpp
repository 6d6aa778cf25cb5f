#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace support {

/// What is wrong with `value` by `schema`, as far as `document`, an OpenAPI 3.1 document, uses JSON Schema: types,
/// enums, properties, items, references, allOf, oneOf. A property of an object that the schema does not name is wrong,
/// too.
std::vector<std::string> breaches(const nlohmann::json& value, const nlohmann::json& schema,
                                  const nlohmann::json& document);

}  // namespace support
