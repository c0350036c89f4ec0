#include "features/assistant/result_cut.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <utility>

#include "json/parse.hpp"

namespace parley::assistant {
namespace {

/// "; read_result with \"...\" tells the rest"
std::string onward(std::string_view handle) {
  return handle.empty()
             ? ""
             : fmt::format(" The whole is kept: read_result {{\"result\":\"{}\"}}.", handle);
}

json::array* itemsOf(json::value& result) {
  auto* fields = result.if_object();
  // What strangers wrote stands in an envelope.
  if (auto* content = fields != nullptr ? fields->if_contains("content") : nullptr;
      content != nullptr && content->is_object())
    fields = &content->get_object();
  auto* items = fields != nullptr ? fields->if_contains("items") : nullptr;
  return items != nullptr ? items->if_array() : nullptr;
}

/// Empty where no list fits.
std::string shorterList(const std::string& whole, std::size_t max_bytes, std::string_view handle) {
  auto result = json::parse(whole, {.max_depth = 64});
  if (itemsOf(result) == nullptr) return {};
  auto& fields = result.get_object();
  auto& note = fields["note"];  // adding a field moves the others, so it comes first
  auto* cursor = fields.if_contains("next_cursor");
  auto* items = itemsOf(result);
  while (items->size() > 1) {
    items->resize(items->size() * 3 / 4);
    if (cursor != nullptr) *cursor = nullptr;
    note =
        fmt::format("Only the first {} are shown; ask for a smaller limit or narrow the search.{}",
                    items->size(), onward(handle));
    auto text = boost::json::serialize(result);
    if (text.size() <= max_bytes) return text;
  }
  return {};
}

std::string beginning(const std::string& whole, std::size_t max_bytes, std::string_view handle) {
  // Quotes and line ends are doubled where a text stands in a text.
  auto length = max_bytes / 2;
  while (length > 0 && (static_cast<unsigned char>(whole[length]) & 0xC0) == 0x80) --length;
  return boost::json::serialize(
      json::object{{"note", fmt::format("The result is long: these are the first {} of {} bytes.{}",
                                        length, whole.size(), onward(handle))},
                   {"beginning", whole.substr(0, length)}});
}

}  // namespace

void cutToFit(ToolOutcome& outcome, std::size_t max_bytes, std::string_view handle) {
  if (outcome.result.size() <= max_bytes) return;
  auto shown = shorterList(outcome.result, max_bytes, handle);
  if (shown.empty()) shown = beginning(outcome.result, max_bytes, handle);
  if (!handle.empty()) outcome.whole_result = std::move(outcome.result);
  outcome.result = std::move(shown);
}

}  // namespace parley::assistant
