#include "http/head_scanner.hpp"

namespace parley::http {
namespace {

using namespace std::string_view_literals;

/// Room for the method, blanks and version beside the target.
constexpr std::size_t request_line_slack = 64;

}  // namespace

HeadScanner::HeadScanner(std::size_t target_limit, std::size_t head_limit)
    : first_line_limit_(target_limit + request_line_slack), head_limit_(head_limit) {}

HeadScanner::Result HeadScanner::scan(std::string_view bytes) {
  while (true) {
    const auto end = bytes.find('\n', line_);
    const bool first = fields_ == 0;
    const auto reached = end == std::string_view::npos ? bytes.size() : end + 1;
    if (first && reached > first_line_limit_) return Result::target_too_long;
    if (!first && reached - fields_ > head_limit_ + 2) return Result::head_too_long;
    if (end == std::string_view::npos) return Result::more;

    const auto line = bytes.substr(line_, end - line_);
    if (!line.ends_with('\r')) return Result::malformed;
    const auto content = line.substr(0, line.size() - 1);
    if (content.find_first_of("\r\0"sv) != std::string_view::npos) return Result::malformed;
    if (content.empty()) {
      size_ = end + 1;
      return first ? Result::malformed : Result::complete;
    }
    if (content.front() == ' ' || content.front() == '\t') return Result::malformed;
    line_ = end + 1;
    if (first) fields_ = line_;
  }
}

}  // namespace parley::http
