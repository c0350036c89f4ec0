#pragma once

#include <cstddef>
#include <string_view>

namespace parley::http {

/// Finds the end of a request head in a growing buffer and refuses early what lenient parsers let
/// through (bare LF or CR, NUL, folded lines) or what exceeds a limit, before anything else looks
/// at the bytes.
class HeadScanner {
 public:
  enum class Result { more, complete, malformed, target_too_long, head_too_long };

  HeadScanner(std::size_t target_limit, std::size_t head_limit);

  /// `bytes` begins with the request line and holds everything read so far.
  Result scan(std::string_view bytes);
  /// Length of the head with its empty line, once complete.
  std::size_t size() const { return size_; }

 private:
  std::size_t first_line_limit_;
  std::size_t head_limit_;
  std::size_t line_ = 0;    // where the line being read begins
  std::size_t fields_ = 0;  // where the header fields begin; 0 while in the request line
  std::size_t size_ = 0;
};

}  // namespace parley::http
