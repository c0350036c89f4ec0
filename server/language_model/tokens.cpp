#include "language_model/tokens.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace parley::language_model {
namespace {

constexpr std::uint64_t per_message = 8;  // role and punctuation of the wire

struct PartSize {
  std::uint64_t operator()(const Text& part) const { return estimateTokens(part.text); }
  std::uint64_t operator()(const Thinking&) const { return 0; }  // does not go back in this form
  std::uint64_t operator()(const ToolCall& part) const {
    return per_message + estimateTokens(part.name) +
           estimateTokens(boost::json::serialize(part.arguments));
  }
  std::uint64_t operator()(const ToolResult& part) const {
    return per_message + estimateTokens(part.content);
  }
  std::uint64_t operator()(const Context& part) const { return estimateTokens(part.text); }
};

}  // namespace

std::uint64_t estimateTokens(std::string_view text) {
  constexpr std::uint64_t ascii_per_token = 3;
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  const auto begins_other = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0xC0; };
  const auto ascii = static_cast<std::uint64_t>(std::ranges::count_if(text, is_ascii));
  const auto others = static_cast<std::uint64_t>(std::ranges::count_if(text, begins_other));
  return (ascii + ascii_per_token - 1) / ascii_per_token + others;
}

std::uint64_t estimateTokens(const Message& message) {
  std::uint64_t parts = 0;
  for (const auto& part : message.parts) parts += std::visit(PartSize{}, part);
  const auto raw = message.raw ? estimateTokens(message.raw->blocks) : 0;
  return per_message + std::max(raw, parts);
}

}  // namespace parley::language_model
