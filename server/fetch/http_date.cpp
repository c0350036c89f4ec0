#include "fetch/http_date.hpp"

#include <curl/curl.h>

namespace parley::fetch {

std::optional<Timestamp> parseHttpDate(const std::string& text) {
  const auto seconds = curl_getdate(text.c_str(), nullptr);
  if (seconds < 0) return std::nullopt;
  return Timestamp{std::chrono::seconds{seconds}};
}

}  // namespace parley::fetch
