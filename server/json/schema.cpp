#include "json/schema.hpp"

namespace parley::json {

object detail::textSchema(const TextSchema& facts) {
  object schema{{"type", "string"}};
  if (facts.min_length > 0) schema["minLength"] = facts.min_length;
  if (facts.max_length > 0) schema["maxLength"] = facts.max_length;
  if (!facts.format.empty()) schema["format"] = facts.format;
  return schema;
}

object detail::nullable(object schema) {
  if (schema.contains("$ref")) {
    return {{"anyOf", array{std::move(schema), object{{"type", "null"}}}}};
  }
  if (auto* type = schema.if_contains("type")) *type = array{*type, "null"};
  if (auto* names = schema.if_contains("enum")) names->as_array().emplace_back(nullptr);
  return schema;
}

object detail::stringWithFormat(std::string_view format) {
  return {{"type", "string"}, {"format", format}};
}

}  // namespace parley::json
