#include "http/upgrade.hpp"

#include <algorithm>

#include "http/errors.hpp"
#include "http/text.hpp"

namespace parley::http {
namespace {

/// `example.org` for `example.org:80` and `:443`: browsers leave out the scheme's own port, proxies
/// may not.
std::string_view withoutDefaultPort(std::string_view authority, bool secure) {
  const std::string_view port = secure ? ":443" : ":80";
  if (authority.ends_with(port)) authority.remove_suffix(port.size());
  return authority;
}

bool isSameHost(std::string_view origin, std::string_view host) {
  const bool secure = origin.starts_with("https://");
  if (!secure && !origin.starts_with("http://")) return false;
  const auto authority = origin.substr(secure ? 8 : 7);
  return equalsIgnoringCase(withoutDefaultPort(authority, secure),
                            withoutDefaultPort(host, secure));
}

bool isAllowedOrigin(const Request& request, const WebSocketOptions& options) {
  const auto origins = request.headers.count("Origin");
  if (origins == 0) return true;
  const auto origin = *request.header("Origin");
  return origins == 1 &&
         (isSameHost(origin, request.host) ||
          std::ranges::find(options.allowed_origins, origin) != options.allowed_origins.end());
}

/// 16 bytes in base64.
bool isKey(std::string_view key) {
  return key.size() == 24 && key.ends_with("==") &&
         std::ranges::all_of(key.substr(0, 22), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '+' || c == '/';
         });
}

}  // namespace

std::optional<Error> checkUpgrade(const Request& request, const WebSocketOptions& options) {
  if (request.header("Sec-WebSocket-Version") != "13") {
    return protocolError(426, "websocket_version",
                         "Only version 13 of the WebSocket protocol is spoken.");
  }
  if (request.headers.count("Sec-WebSocket-Key") != 1 ||
      !isKey(*request.header("Sec-WebSocket-Key"))) {
    return malformed("The Sec-WebSocket-Key of the request is malformed.");
  }
  if (!isAllowedOrigin(request, options)) {
    return Error(Status::forbidden, "origin_not_allowed", "This page may not connect here.");
  }
  try {
    if (options.admit) options.admit(request);
  } catch (const Error& refusal) {
    return refusal;
  }
  return std::nullopt;
}

}  // namespace parley::http
