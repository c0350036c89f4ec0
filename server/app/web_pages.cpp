#include "app/web_pages.hpp"

#include <spdlog/spdlog.h>

#include <system_error>

#include "app/process.hpp"

namespace parley::app {
namespace {

/// As built in a source tree (build/<preset>/parley), and as installed (bin/parley).
std::filesystem::path findWebFolder() {
  const auto program = programFolder();
  for (const auto& folder : {program / "../../web/dist", program / "../share/parley/web"}) {
    std::error_code ignored;
    if (std::filesystem::exists(folder / "index.html", ignored))
      return std::filesystem::weakly_canonical(folder, ignored);
  }
  return {};
}

/// Inline styles are the component kit's; the one inline script of index.html is named by its hash.
std::string contentSecurityPolicy(const http::StaticFiles* pages) {
  std::string scripts = "'self'";
  if (pages != nullptr) {
    for (const auto& hash : http::inlineScriptHashes(pages->content("/index.html")))
      scripts += ' ' + hash;
  }
  return "default-src 'self'; script-src " + scripts +
         "; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data: blob:; "
         "font-src 'self';"
         " form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none';"
         " require-trusted-types-for 'script'; trusted-types default";
}

}  // namespace

std::unique_ptr<const http::StaticFiles> loadWebPages(const Configuration& configuration) {
  const auto folder = configuration.web_dir.empty() ? findWebFolder() : configuration.web_dir;
  if (folder.empty()) {
    spdlog::warn(
        "no built web application was found, so only the API is served; build it or name its "
        "folder by --web-dir");
    return nullptr;
  }
  return std::make_unique<const http::StaticFiles>(folder, configuration.files);
}

std::string originOf(const std::string& public_url) {
  const auto host = public_url.find("://");
  if (host == std::string::npos) return {};
  return public_url.substr(0, public_url.find('/', host + 3));
}

std::vector<http::Headers::Field> securityHeaders(const http::StaticFiles* pages,
                                                  const std::string& public_url) {
  std::vector<http::Headers::Field> headers{
      {"Content-Security-Policy", contentSecurityPolicy(pages)},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
  };
  if (public_url.starts_with("https://"))
    headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  return headers;
}

}  // namespace parley::app
