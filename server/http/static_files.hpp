#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace parley::http {

struct StaticOptions {
  std::size_t max_files = 5'000;
  std::size_t max_bytes = 128 * 1024 * 1024;  ///< of all files, uncompressed
  /// Files with a hash in their name under this folder are cached for good.
  std::string hashed_folder = "/assets/";
  /// Paths below these are never pages: unknown ones get 404 instead of index.html.
  std::vector<std::string> not_pages = {"/api", "/mcp", "/assets"};
};

/// The files of a folder, read and compressed once at start. Only what was in the folder can be
/// served: requests are looked up by name and never touch the disk. Immutable, so all lanes share
/// one.
class StaticFiles {
 public:
  /// Throws parley::Error if the folder cannot be read or exceeds the limits.
  explicit StaticFiles(const std::filesystem::path& folder, StaticOptions options = {});

  /// 200 or 304 for a file; index.html for the path of a page; throws 404, or 405 for other methods
  /// than GET and HEAD on a file.
  Response serve(const Request& request) const;
  /// For Router::fallback. The files must outlive the router.
  Handler handler() const;
  /// The file as it is, empty if there is none: for the Content-Security-Policy of index.html.
  std::string_view content(std::string_view path) const;

 private:
  struct File {
    std::string content_type;
    std::string identity, gzip, brotli;  ///< a compressed form that saves nothing is empty
    std::string entity_tag;              ///< without quotes
    bool immutable = false;
  };
  void load(const std::filesystem::path& folder);
  bool isPage(const Request& request) const;
  Response answer(const Request& request, const File& file) const;

  StaticOptions options_;
  std::map<std::string, File, std::less<>> files_;
};

/// `'sha256-...'` source expressions for the inline scripts of a page, in order, for `script-src`.
std::vector<std::string> inlineScriptHashes(std::string_view html);

}  // namespace parley::http
