#include "interfaces/openapi/document.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "interfaces/openapi/indented.hpp"
#include "json/parse.hpp"
#include "json/schema.hpp"

namespace parley::openapi {
namespace {

using json::array;
using json::object;
using operations::Operation;

constexpr std::string_view description =
    "Everything Parley can do, as the web application and the assistant do it. Live events come "
    "over the WebSocket "
    "/api/ws, which OpenAPI cannot describe.";

/// What rest/problem.cpp writes.
constexpr std::string_view problem_schema = R"({
  "type": "object",
  "description": "An error (RFC 9457).",
  "properties": {
    "type": {"type": "string"},
    "title": {"type": "string"},
    "status": {"type": "integer"},
    "detail": {"type": "string", "description": "One sentence for a person."},
    "code": {"type": "string", "description": "Stable, for programs."},
    "request_id": {"type": "string"},
    "errors": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
        "required": ["field", "message"]
      }
    },
    "current": {"description": "412 only: the record as it is now."}
  },
  "required": ["type", "title", "status", "detail", "code", "request_id", "errors"]
})";

object reference(std::string_view name) {
  return {{"$ref", "#/components/schemas/" + std::string{name}}};
}

std::vector<std::string> pathParameters(std::string_view path) {
  std::vector<std::string> names;
  for (auto open = path.find('{'); open != std::string_view::npos;
       open = path.find('{', open + 1)) {
    names.emplace_back(path.substr(open + 1, path.find('}', open) - open - 1));
  }
  return names;
}

/// `Contacts` of `/api/contacts/{id}`.
std::string tagOf(std::string_view path) {
  constexpr std::string_view root = "/api/";
  if (path.starts_with(root)) path.remove_prefix(root.size());
  std::string tag{path.substr(0, path.find('/'))};
  std::ranges::replace(tag, '-', ' ');
  if (!tag.empty())
    tag.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(tag.front())));
  return tag;
}

bool holds(const array& names, std::string_view name) {
  return std::ranges::any_of(names, [&](const json::value& item) {
    return item.is_string() && item.get_string() == name;
  });
}

void drop(array& names, std::string_view name) {
  const auto matches = [&](const json::value& item) {
    return item.is_string() && item.get_string() == name;
  };
  const auto dropped = std::ranges::remove_if(names, matches);
  names.erase(dropped.begin(), dropped.end());
}

/// A query holds text, so "null" is not a value there.
void refuseNull(object& type) {
  if (auto* types = type.if_contains("type"); types != nullptr && types->is_array()) {
    const json::value first = types->get_array().front();
    *types = first;
  }
  if (auto* values = type.if_contains("enum")) {
    auto& names = values->as_array();
    const auto dropped =
        std::ranges::remove_if(names, [](const json::value& item) { return item.is_null(); });
    names.erase(dropped.begin(), dropped.end());
  }
}

bool hasBody(const operations::Facts& facts) {
  return facts.method == "POST" || facts.method == "PUT" || facts.method == "PATCH";
}

/// Collects the parts while it walks the catalog.
class Maker {
 public:
  void add(const Operation& operation);
  object finish(std::string_view version);

 private:
  object& resolve(object& schema);
  object takeInput(const Operation& operation, array& parameters);
  void addQuery(object input, array& parameters);
  object requestBody(const Operation& operation, object input);
  object responses(const Operation& operation);

  object components_;
  json::SchemaMaker schemas_{&components_};
  object paths_;
  std::map<std::string, bool> tags_;
};

/// The object behind a `$ref`, or the schema itself.
object& Maker::resolve(object& schema) {
  const auto* link = schema.if_contains("$ref");
  if (link == nullptr) return schema;
  const std::string_view target = link->as_string();
  return components_.at(target.substr(target.rfind('/') + 1)).as_object();
}

/// The input's schema without what the path holds; that becomes parameters.
object Maker::takeInput(const Operation& operation, array& parameters) {
  auto input = operation.input_schema(schemas_);
  auto& schema = resolve(input);
  auto& properties = schema["properties"].is_object() ? schema["properties"].as_object()
                                                      : schema["properties"].emplace_object();
  for (const auto& name : pathParameters(operation.facts.path)) {
    object type{{"type", "string"}};
    if (name == "id") type["format"] = "uuid";
    if (const auto* known = properties.if_contains(name)) type = known->as_object();
    parameters.push_back(
        object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", std::move(type)}});
    properties.stable_erase(name);
    if (auto* required = schema.if_contains("required")) {
      auto& names = required->as_array();
      drop(names, name);
      if (names.empty()) schema.stable_erase("required");
    }
  }
  return input;
}

void Maker::addQuery(object input, array& parameters) {
  auto& schema = resolve(input);
  const auto* required = schema.if_contains("required");
  for (const auto& [name, property] : schema.at("properties").as_object()) {
    object type = property.as_object();
    object parameter{{"name", name}, {"in", "query"}};
    if (const auto* help = type.if_contains("description")) {
      parameter["description"] = *help;
      type.stable_erase("description");
    }
    refuseNull(type);
    if (required != nullptr && holds(required->as_array(), name)) parameter["required"] = true;
    parameter["schema"] = std::move(type);
    parameters.push_back(std::move(parameter));
  }
}

object Maker::requestBody(const Operation& operation, object input) {
  if (operation.facts.upload) {
    return {
        {"required", true},
        {"content",
         object{{"*/*", object{{"schema", object{{"type", "string"}, {"format", "binary"}}}}}}}};
  }
  const auto& schema = resolve(input);
  if (schema.at("properties").as_object().empty()) return {};
  const bool required = schema.contains("required");
  return {{"required", required},
          {"content", object{{"application/json", object{{"schema", std::move(input)}}}}}};
}

object Maker::responses(const Operation& operation) {
  const auto& facts = operation.facts;
  object success{{"description", facts.success == 201 ? "Made" : "Done"}};
  if (operation.output_schema) {
    auto output = operation.output_schema(schemas_);
    object headers;
    const auto* properties = resolve(output).if_contains("properties");
    if (properties != nullptr && properties->as_object().contains("version")) {
      headers["ETag"] = object{{"description", "The record's version, quoted."},
                               {"schema", object{{"type", "string"}}}};
    }
    if (facts.success == 201) headers["Location"] = object{{"schema", object{{"type", "string"}}}};
    if (!headers.empty()) success["headers"] = std::move(headers);
    object content{{"application/json", object{{"schema", std::move(output)}}}};
    if (!facts.streamed_by.empty())
      content["text/event-stream"] = object{{"schema", object{{"type", "string"}}}};
    success["content"] = std::move(content);
  } else if (facts.success != 204) {
    success["content"] =
        object{{"*/*", object{{"schema", object{{"type", "string"}, {"format", "binary"}}}}}};
  }
  return {{std::to_string(facts.success), std::move(success)},
          {"default", object{{"$ref", "#/components/responses/Problem"}}}};
}

void Maker::add(const Operation& operation) {
  const auto& facts = operation.facts;
  if (facts.path.empty()) return;
  array parameters;
  auto input = takeInput(operation, parameters);
  object made{
      {"operationId", facts.name}, {"summary", facts.title}, {"description", facts.summary}};
  made["tags"] = array{tagOf(facts.path)};
  tags_[tagOf(facts.path)] = true;
  if (!hasBody(facts)) addQuery(input, parameters);
  const bool versioned =
      (facts.method == "PUT" || facts.method == "PATCH" || facts.method == "DELETE") &&
      facts.path.ends_with("{id}");
  if (versioned) {
    parameters.push_back(
        object{{"name", "If-Match"},
               {"in", "header"},
               {"schema", object{{"type", "string"}}},
               {"description", "The ETag that was read; 412 when the record has changed since."}});
  }
  if (!parameters.empty()) made["parameters"] = std::move(parameters);
  if (hasBody(facts)) {
    auto body = requestBody(operation, std::move(input));
    if (!body.empty()) made["requestBody"] = std::move(body);
  }
  made["responses"] = responses(operation);
  if (facts.access == operations::Access::anyone) made["security"] = array{};

  std::string method = facts.method;
  std::ranges::transform(method, method.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  auto& path = paths_[facts.path];
  if (!path.is_object()) path.emplace_object();
  path.as_object()[method] = std::move(made);
}

object Maker::finish(std::string_view version) {
  // Structs without fields are no part of the document.
  std::map<std::string, json::value> sorted;
  for (auto& [name, schema] : components_) {
    const auto* properties = schema.as_object().if_contains("properties");
    const bool empty = properties != nullptr && properties->as_object().empty() &&
                       !schema.as_object().contains("additionalProperties");
    if (name == operations::NoInput::schema_name || empty) continue;
    sorted[std::string{name}] = std::move(schema);
  }
  sorted["Problem"] = json::parse(problem_schema);
  object schemas;
  for (auto& [name, schema] : sorted) schemas[name] = std::move(schema);

  array tags;
  for (const auto& [tag, used] : tags_) tags.push_back(object{{"name", tag}});
  const object problem{
      {"description", "An error"},
      {"content", object{{"application/problem+json", object{{"schema", reference("Problem")}}}}}};
  return {{"openapi", "3.1.0"},
          {"info", object{{"title", "Parley"}, {"version", version}, {"description", description}}},
          {"servers", array{object{{"url", "/"}}}},
          {"security", array{object{{"bearer", array{}}}}},
          {"tags", std::move(tags)},
          {"paths", std::move(paths_)},
          {"components",
           object{{"schemas", std::move(schemas)},
                  {"responses", object{{"Problem", problem}}},
                  {"securitySchemes", object{{"bearer", object{{"type", "http"},
                                                               {"scheme", "bearer"},
                                                               {"bearerFormat", "JWT"}}}}}}}};
}

}  // namespace

std::string document(const operations::Catalog& catalog, std::string_view version) {
  Maker maker;
  for (const auto& operation : catalog.operations()) maker.add(operation);
  return indented(maker.finish(version));
}

}  // namespace parley::openapi
