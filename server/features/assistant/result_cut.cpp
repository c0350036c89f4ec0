#include "features/assistant/result_cut.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <utility>

#include "json/parse.hpp"

namespace parley::assistant {
namespace {

/// How the model reads the rest.
std::string onward(std::string_view handle) {
  return handle.empty()
             ? ""
             : fmt::format("The whole is kept: read_result {{\"result\":\"{}\"}}.", handle);
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

/// As many bytes of a text as whole characters have room in.
std::string_view beginningOf(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

/// Whether there were long texts in it.
bool cutTexts(json::value& value) {
  constexpr std::size_t long_text = 600;
  bool cut = false;
  if (auto* text = value.if_string(); text != nullptr && text->size() > long_text) {
    *text = std::string{beginningOf(*text, long_text / 2)} + "…";
    cut = true;
  } else if (auto* fields = value.if_object()) {
    for (auto& field : *fields) cut = cutTexts(field.value()) || cut;
  } else if (auto* elements = value.if_array()) {
    for (auto& element : *elements) cut = cutTexts(element) || cut;
  }
  return cut;
}

/// One long text does not hide the items behind it. Empty where no list fits.
std::string shorterList(const std::string& whole, std::size_t max_bytes, std::string_view handle) {
  auto result = json::parse(whole, {.max_depth = 64});
  if (itemsOf(result) == nullptr) return {};
  auto& fields = result.get_object();
  auto& note = fields["note"];  // adding a field moves the others, so it comes first
  auto* cursor = fields.if_contains("next_cursor");
  auto* items = itemsOf(result);
  std::string what;
  for (auto& item : *items) {
    if (cutTexts(item)) what = "Long texts are cut short. ";
  }
  while (items->size() > 1) {
    note = what + onward(handle);
    auto text = boost::json::serialize(result);
    if (text.size() <= max_bytes) return text;
    items->resize(items->size() * 3 / 4);
    if (cursor != nullptr) *cursor = nullptr;
    what =
        fmt::format("Only the first {} are shown; ask for a smaller limit or narrow the search. ",
                    items->size());
  }
  return {};
}

std::string beginning(const std::string& whole, std::size_t max_bytes, std::string_view handle) {
  // Quotes and line ends are doubled where a text stands in a text.
  const auto shown = beginningOf(whole, max_bytes / 2);
  return boost::json::serialize(json::object{
      {"note", fmt::format("The result is long: these are the first {} of {} bytes. {}",
                           shown.size(), whole.size(), onward(handle))},
      {"beginning", shown}});
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
