#include "http/message.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "http/text.hpp"

namespace parley::http {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> method_names{{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::delete_, "DELETE"},
    {Method::options, "OPTIONS"},
}};

/// An entity tag without its weakness mark: `W/"3"` and `"3"` name the same record version.
std::string_view opaqueTag(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

}  // namespace

std::string_view toString(Method method) {
  return std::ranges::find(method_names, method, &std::pair<Method, std::string_view>::first)
      ->second;
}

std::optional<Method> parseMethod(std::string_view text) {
  const auto* found =
      std::ranges::find(method_names, text, &std::pair<Method, std::string_view>::second);
  return found == method_names.end() ? std::nullopt : std::optional{found->first};
}

void Headers::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(fields_, [&](const Field& field) { return equalsIgnoringCase(field.first, name); });
  add(std::string(name), std::move(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (equalsIgnoringCase(key, name)) return value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      fields_, [&](const Field& field) { return equalsIgnoringCase(field.first, name); }));
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (!equalsIgnoringCase(key, "Cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto semicolon = rest.find(';');
      const auto pair = trim(rest.substr(0, semicolon));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        return pair.substr(equals + 1);
      }
      rest = semicolon == std::string_view::npos ? std::string_view{} : rest.substr(semicolon + 1);
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::queryParameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

const std::string& Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : path_parameters) {
    if (key == name) return value;
  }
  throw std::logic_error("route " + route + " has no parameter " + std::string(name));
}

std::string Request::origin() const {
  return (secure ? "https://" : "http://") + host;
}

Response json(std::string body, int status) {
  Response response;
  response.status = status;
  response.content_type = "application/json; charset=utf-8";
  response.body = std::move(body);
  return response;
}

Response text(std::string body, int status) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

Response noContent() {
  Response response;
  response.status = 204;
  return response;
}

bool matchesEntityTag(std::string_view list, std::string_view entity_tag) {
  std::string_view member;
  while (nextListMember(list, member)) {
    if (member == "*" || opaqueTag(member) == opaqueTag(entity_tag)) return true;
  }
  return false;
}

}  // namespace parley::http
