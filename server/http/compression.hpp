#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley::http {

enum class Encoding { identity, gzip, brotli };

/// `gzip`, `br`; empty for identity.
std::string_view toString(Encoding encoding);

/// What `Accept-Encoding` likes best of the given forms. Ties go to the smaller form: brotli, gzip,
/// identity.
Encoding chooseEncoding(std::string_view accept_encoding, bool gzip = true, bool brotli = true);

/// Types worth compressing: text, JSON, XML, scripts, SVG, fonts in plain form.
bool isCompressible(std::string_view content_type);

/// `fast` is for answers made per request on the loop, `small` for files compressed once.
enum class Effort { fast, small };

/// nullopt when the form would not be smaller.
std::optional<std::string> compress(Encoding encoding, std::string_view bytes, Effort effort);

}  // namespace parley::http
