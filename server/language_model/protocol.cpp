#include "language_model/protocol.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace parley::language_model {

std::string_view ModelFacts::effortName(Effort effort) const {
  switch (effort) {
    case Effort::low:
      return effort_low ? "low" : "";
    case Effort::medium:
      return effort_medium ? "medium" : "";
    case Effort::high:
      return effort_high ? "high" : "";
  }
  return "";
}

std::string versioned(const std::string& base_url, std::string_view version) {
  const std::string_view last = std::string_view{base_url}.substr(base_url.rfind('/') + 1);
  const bool there =
      last.size() > 1 && last[0] == 'v' && last[1] >= '0' && last[1] <= '9' && !last.contains('.');
  return there ? base_url : fmt::format("{}/{}", base_url, version);
}

std::string percentEncoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace parley::language_model
