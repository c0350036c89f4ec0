#include "interfaces/rest/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "foundation/error.hpp"
#include "foundation/uuid.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "operations/bad_query.hpp"

namespace parley::rest {
namespace {

using operations::badQuery;

bool hasJsonBody(const http::Request& request) {
  return request.method == http::Method::post || request.method == http::Method::put ||
         request.method == http::Method::patch;
}

bool isJson(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  constexpr std::string_view expected = "application/json";
  return type.size() == expected.size() &&
         std::equal(type.begin(), type.end(), expected.begin(),
                    [](char a, char b) { return (a | 0x20) == b || a == b; });
}

json::object bodyOf(const http::Request& request) {
  if (request.body.empty()) return {};
  if (!isJson(request.header("Content-Type").value_or(""))) {
    throw Error{Status::unsupported_media_type, "unsupported_media_type",
                "Send the body as application/json."};
  }
  auto parsed = json::parse(request.body);
  if (!parsed.is_object())
    throw Error{Status::unprocessable, "invalid", "The body must be a JSON object."};
  return std::move(parsed.as_object());
}

json::object queryOf(const http::Request& request) {
  json::object fields;
  for (const auto& [name, value] : request.query) {
    if (fields.contains(name)) throw badQuery(name, "is given twice");
    fields[name] = value;
  }
  return fields;
}

std::optional<int> versionOf(std::string_view tag) {
  if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
  tag = tag.substr(1, tag.size() - 2);
  int version = 0;
  const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
  if (error != std::errc{} || end != tag.data() + tag.size()) return std::nullopt;
  return version;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

Arguments argumentsOf(const http::Request& request, const operations::Facts& facts) {
  Arguments arguments;
  if (!hasJsonBody(request)) {
    arguments.source = json::Source::query;
    arguments.fields = queryOf(request);
  } else {
    if (!request.query.empty())
      throw badQuery(request.query.front().first, "is not a known parameter");
    if (!facts.upload) arguments.fields = bodyOf(request);
  }
  for (const auto& [name, value] : request.path_parameters) {
    if (name == "id" && !Uuid::parse(value)) throw notFound();
    if (arguments.source == json::Source::query && arguments.fields.contains(name) &&
        arguments.fields.at(name) != json::value(value))
      throw badQuery(name, "is another one than in the path");
    arguments.fields[name] = value;
  }
  return arguments;
}

operations::IfMatch ifMatchOf(const http::Request& request) {
  operations::IfMatch if_match;
  const auto header = request.header("If-Match");
  if (!header || trimmed(*header) == "*") return if_match;
  if_match.any = false;
  std::string_view rest = *header;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    if (const auto version = versionOf(trimmed(rest.substr(0, comma))))
      if_match.versions.push_back(*version);
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  return if_match;
}

std::optional<operations::Idempotency> idempotencyOf(const http::Request& request,
                                                     const operations::Facts& facts,
                                                     const Arguments& arguments) {
  const auto key = request.header("Idempotency-Key");
  if (!key || request.method != http::Method::post || facts.access == operations::Access::anyone)
    return std::nullopt;
  constexpr std::size_t longest = 255;
  const bool visible = std::ranges::all_of(*key, [](char c) { return c > ' ' && c <= '~'; });
  if (key->empty() || key->size() > longest || !visible) {
    throw Error{Status::bad_request, "bad_idempotency_key",
                "Idempotency-Key must have 1 to 255 visible ASCII characters."};
  }
  operations::Idempotency idempotency;
  idempotency.key = *key;
  idempotency.request =
      fmt::format("{} {} ", request.path, wantsEvents(request) ? "as a stream" : "as a whole");
  json::writeObject(idempotency.request, arguments.fields);
  return idempotency;
}

bool wantsEvents(const http::Request& request) {
  return request.header("Accept").value_or("").contains("text/event-stream");
}

std::string bearerOf(const http::Request& request) {
  constexpr std::string_view scheme = "bearer ";
  const auto header = request.header("Authorization").value_or("");
  if (header.size() <= scheme.size()) return {};
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    if ((header[i] | 0x20) != scheme[i]) return {};
  }
  return std::string{trimmed(header.substr(scheme.size()))};
}

std::string_view RefreshCookie::name(bool secure) {
  return secure ? "__Host-parley_refresh" : "parley_refresh";
}

std::string RefreshCookie::header(bool secure, std::string_view token, std::chrono::seconds life) {
  // __Host- demands Path=/; without https the cookie goes to the two routes that read it.
  return fmt::format("{}={}; Path={}; Max-Age={}; HttpOnly; SameSite=Strict{}", name(secure), token,
                     secure ? "/" : "/api/auth", token.empty() ? 0 : life.count(),
                     secure ? "; Secure" : "");
}

void checkOrigin(const http::Request& request, std::string_view public_origin) {
  const auto origin = request.header("Origin");
  const auto site = request.header("Sec-Fetch-Site");
  const bool foreign_origin = origin && *origin != request.origin() && *origin != public_origin;
  const bool foreign_site = site && *site != "same-origin" && *site != "none";
  if (!foreign_origin && !foreign_site) return;
  throw Error{Status::forbidden, "foreign_origin",
              "This request does not come from a page of this server."};
}

}  // namespace parley::rest
