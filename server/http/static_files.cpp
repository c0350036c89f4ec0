#include "http/static_files.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <regex>

#include "http/compression.hpp"
#include "http/errors.hpp"

namespace parley::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> content_types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".map", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/markdown; charset=utf-8"},
    {".xml", "application/xml; charset=utf-8"},
    {".yaml", "text/yaml; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".wasm", "application/wasm"},
}};

std::string contentTypeOf(const fs::path& path) {
  const auto extension = path.extension().string();
  for (const auto& [known, type] : content_types) {
    if (extension == known) return std::string(type);
  }
  return "application/octet-stream";
}

std::string readFile(const fs::path& path) {
  std::ifstream input(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(input), {}};
  if (!input) throw Error(Status::internal, "web_files", "Cannot read " + path.string() + ".");
  return bytes;
}

/// 128 bits of SHA-256 in hexadecimal.
std::string fingerprint(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::string text;
  for (std::size_t i = 0; i < 16; ++i) {
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

/// `index-BkZ3x9aQ.js`: a dash and at least eight letters of a hash before the extension.
bool hasHashedName(const std::string& path) {
  static const std::regex pattern(R"(-[A-Za-z0-9_-]{8,}\.[a-z0-9]+(\.map)?$)");
  return std::regex_search(path, pattern);
}

bool isBelow(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

}  // namespace

StaticFiles::StaticFiles(const fs::path& folder, StaticOptions options)
    : options_(std::move(options)) {
  try {
    load(folder);
  } catch (const fs::filesystem_error& error) {
    throw Error(Status::internal, "web_files",
                std::string("Cannot read the web files: ") + error.what());
  }
}

void StaticFiles::load(const fs::path& folder) {
  std::size_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    bytes += entry.file_size();
    if (files_.size() >= options_.max_files || bytes > options_.max_bytes) {
      throw Error(Status::internal, "web_files",
                  "There are too many web files in " + folder.string() + ".");
    }
    const auto path = "/" + fs::relative(entry.path(), folder).generic_string();
    File file;
    file.content_type = contentTypeOf(entry.path());
    file.identity = readFile(entry.path());
    file.entity_tag = fingerprint(file.identity);
    file.immutable = path.starts_with(options_.hashed_folder) && hasHashedName(path);
    if (isCompressible(file.content_type)) {
      file.gzip = compress(Encoding::gzip, file.identity, Effort::small).value_or("");
      file.brotli = compress(Encoding::brotli, file.identity, Effort::small).value_or("");
    }
    files_.emplace(path, std::move(file));
  }
}

bool StaticFiles::isPage(const Request& request) const {
  const std::string_view path = request.path;
  for (const auto& folder : options_.not_pages) {
    if (isBelow(path, folder)) return false;
  }
  const bool names_a_file = path.substr(path.rfind('/')).contains('.');
  return !names_a_file && (request.method == Method::get || request.method == Method::head);
}

Response StaticFiles::serve(const Request& request) const {
  auto found = files_.find(request.path);
  if (found != files_.end() && request.method != Method::get && request.method != Method::head) {
    throw MethodNotAllowed("GET, HEAD");
  }
  if (found == files_.end() && isPage(request)) found = files_.find("/index.html");
  if (found == files_.end()) throw notFound("There is nothing at this address.");
  return answer(request, found->second);
}

Response StaticFiles::answer(const Request& request, const File& file) const {
  const auto accepted = request.header("Accept-Encoding").value_or(std::string_view{});
  const auto encoding = chooseEncoding(accepted, !file.gzip.empty(), !file.brotli.empty());
  std::string entity_tag = "\"" + file.entity_tag;
  if (encoding != Encoding::identity) entity_tag.append("-").append(toString(encoding));
  entity_tag += "\"";

  Response response;
  response.headers = {
      {"ETag", entity_tag},
      {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  response.compressible = false;  // it is compressed already, if at all
  if (!file.gzip.empty() || !file.brotli.empty()) response.headers.add("Vary", "Accept-Encoding");
  const auto known = request.header("If-None-Match");
  if (known && matchesEntityTag(*known, entity_tag)) {
    response.status = 304;
    return response;
  }
  response.content_type = file.content_type;
  response.body = encoding == Encoding::brotli ? file.brotli
                  : encoding == Encoding::gzip ? file.gzip
                                               : file.identity;
  if (encoding != Encoding::identity) {
    response.headers.add("Content-Encoding", std::string(toString(encoding)));
  }
  return response;
}

Handler StaticFiles::handler() const {
  return [this](Request& request) -> task<Response> { co_return serve(request); };
}

std::string_view StaticFiles::content(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? std::string_view{} : std::string_view(found->second.identity);
}

}  // namespace parley::http
