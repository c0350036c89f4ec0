#include "http/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "http/text.hpp"

namespace parley::http {
namespace {

constexpr int gzip_window = 15 + 16;  // 32 KiB, gzip framing
constexpr int gzip_memory = 8;

/// The weight of one list member in thousandths; 0 refuses. A malformed weight refuses too.
int weightOf(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto semicolon = parameters.find(';');
    const auto parameter = trim(parameters.substr(0, semicolon));
    if (parameter.size() > 2 && (parameter[0] == 'q' || parameter[0] == 'Q') &&
        parameter[1] == '=') {
      double weight = 0;
      const auto digits = parameter.substr(2);
      const auto [end, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), weight);
      const bool valid = error == std::errc{} && end == digits.data() + digits.size() &&
                         weight >= 0 && weight <= 1;
      return valid ? static_cast<int>(weight * 1000) : 0;
    }
    parameters =
        semicolon == std::string_view::npos ? std::string_view{} : parameters.substr(semicolon + 1);
  }
  return 1000;
}

struct Weights {
  std::optional<int> gzip, brotli, identity, any;
};

Weights parseAcceptEncoding(std::string_view list) {
  Weights weights;
  std::string_view member;
  while (nextListMember(list, member)) {
    const auto semicolon = member.find(';');
    const auto name = trim(member.substr(0, semicolon));
    const int weight =
        semicolon == std::string_view::npos ? 1000 : weightOf(member.substr(semicolon + 1));
    if (equalsIgnoringCase(name, "br")) weights.brotli = weight;
    if (equalsIgnoringCase(name, "gzip") || equalsIgnoringCase(name, "x-gzip"))
      weights.gzip = weight;
    if (equalsIgnoringCase(name, "identity")) weights.identity = weight;
    if (name == "*") weights.any = weight;
  }
  return weights;
}

/// zlib keeps 256 KiB of state, so each thread reuses one.
class GzipState {
 public:
  explicit GzipState(int level) {
    ready_ = deflateInit2(&stream_, level, Z_DEFLATED, gzip_window, gzip_memory,
                          Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~GzipState() {
    if (ready_) deflateEnd(&stream_);
  }
  GzipState(const GzipState&) = delete;
  GzipState& operator=(const GzipState&) = delete;

  bool run(std::string_view bytes, std::string& output) {
    if (!ready_ || deflateReset(&stream_) != Z_OK) return false;
    // zlib's interface takes the input as non-const but does not write to it.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(output.data());
    stream_.avail_out = static_cast<uInt>(output.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) return false;
    output.resize(stream_.total_out);
    return true;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

bool gzip(std::string_view bytes, Effort effort, std::string& output) {
  constexpr int fast_level = 3;
  if (effort == Effort::small) return GzipState(Z_BEST_COMPRESSION).run(bytes, output);
  thread_local GzipState state(fast_level);
  return state.run(bytes, output);
}

bool brotli(std::string_view bytes, Effort effort, std::string& output) {
  constexpr int fast_quality = 2;
  constexpr int small_quality = 6;
  std::size_t size = output.size();
  const bool done =
      BrotliEncoderCompress(effort == Effort::fast ? fast_quality : small_quality,
                            BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                            reinterpret_cast<std::uint8_t*>(output.data())) == BROTLI_TRUE;
  if (done) output.resize(size);
  return done;
}

}  // namespace

std::string_view toString(Encoding encoding) {
  switch (encoding) {
    case Encoding::identity:
      return "";
    case Encoding::gzip:
      return "gzip";
    case Encoding::brotli:
      return "br";
  }
  return "";
}

Encoding chooseEncoding(std::string_view accept_encoding, bool has_gzip, bool has_brotli) {
  const Weights weights = parseAcceptEncoding(accept_encoding);
  const int brotli_weight = has_brotli ? weights.brotli.value_or(weights.any.value_or(0)) : 0;
  const int gzip_weight = has_gzip ? weights.gzip.value_or(weights.any.value_or(0)) : 0;
  const int best = std::max(brotli_weight, gzip_weight);
  if (best == 0 || weights.identity.value_or(0) > best) return Encoding::identity;
  return brotli_weight == best ? Encoding::brotli : Encoding::gzip;
}

bool isCompressible(std::string_view content_type) {
  const auto type = trim(content_type.substr(0, content_type.find(';')));
  static constexpr std::array<std::string_view, 7> exact{
      "application/json",          "application/javascript", "application/xml", "image/svg+xml",
      "application/manifest+json", "application/wasm",       "font/ttf"};
  return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
         std::ranges::find(exact, type) != exact.end();
}

std::optional<std::string> compress(Encoding encoding, std::string_view bytes, Effort effort) {
  if (encoding == Encoding::identity || bytes.size() < 2) return std::nullopt;
  std::string output(bytes.size() - 1, '\0');  // no room for a form that saves nothing
  const bool done =
      encoding == Encoding::gzip ? gzip(bytes, effort, output) : brotli(bytes, effort, output);
  if (!done) return std::nullopt;
  return output;
}

}  // namespace parley::http
