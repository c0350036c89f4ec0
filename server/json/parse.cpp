#include "json/parse.hpp"

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <string>
#include <unordered_set>
#include <vector>

#include "foundation/error.hpp"

namespace parley::json {
namespace {

using boost::json::error_code;

/// Builds the value as Boost's own parser does and remembers the keys of every open object, which
/// the finished object no longer shows: of two equal keys the last would silently win.
class StrictHandler {
 public:
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 100'000;
  static constexpr std::size_t max_key_size = 16'384;
  static constexpr std::size_t max_string_size = 8U << 20;

  boost::json::value_stack stack;
  std::string duplicate;
  bool number_too_large = false;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    keys_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t size, error_code&) {
    keys_.pop_back();
    stack.push_object(size);
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t size, error_code&) {
    stack.push_array(size);
    return true;
  }
  bool on_key_part(boost::json::string_view part, std::size_t, error_code&) {
    key_.append(part.data(), part.size());
    stack.push_chars(part);
    return true;
  }
  bool on_key(boost::json::string_view part, std::size_t, error_code& error) {
    key_.append(part.data(), part.size());
    stack.push_key(part);
    if (!keys_.back().insert(key_).second) {
      duplicate = key_;
      error = boost::json::error::syntax;
      return false;
    }
    key_.clear();
    return true;
  }
  bool on_string_part(boost::json::string_view part, std::size_t, error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(boost::json::string_view part, std::size_t, error_code&) {
    stack.push_string(part);
    return true;
  }
  bool on_number_part(boost::json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, boost::json::string_view, error_code&) {
    stack.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, boost::json::string_view, error_code&) {
    stack.push_uint64(number);
    return true;
  }
  bool on_double(double number, boost::json::string_view, error_code& error) {
    if (!std::isfinite(number)) {
      number_too_large = true;
      error = boost::json::error::syntax;
      return false;
    }
    stack.push_double(number);
    return true;
  }
  bool on_bool(bool truth, error_code&) {
    stack.push_bool(truth);
    return true;
  }
  bool on_null(error_code&) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(boost::json::string_view, error_code&) { return true; }
  bool on_comment(boost::json::string_view, error_code&) { return true; }

 private:
  std::string key_;
  std::vector<std::unordered_set<std::string>> keys_;
};

Error malformed(std::string detail) {
  return Error{Status::bad_request, "malformed_json", std::move(detail)};
}

}  // namespace

value parse(std::string_view text, ParseLimits limits) {
  boost::json::parse_options options;
  options.max_depth = limits.max_depth;
  boost::json::basic_parser<StrictHandler> parser{options};
  parser.handler().stack.reset();

  error_code error;
  const auto used = parser.write_some(false, text.data(), text.size(), error);
  auto& handler = parser.handler();
  if (!handler.duplicate.empty()) {
    throw malformed(fmt::format("The JSON names \"{}\" twice in one object.",
                                handler.duplicate.substr(0, 100)));
  }
  if (handler.number_too_large) throw malformed("The JSON holds a number that is too large.");
  if (error)
    throw malformed(
        fmt::format("The JSON is not well formed near byte {}: {}.", used, error.message()));
  if (used < text.size())
    throw malformed(fmt::format("Something follows the JSON document at byte {}.", used));
  return handler.stack.release();
}

}  // namespace parley::json
