#include "json/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>

#include "foundation/unicode.hpp"

namespace parley::json {
namespace {

constexpr std::size_t max_path_characters = 200;

/// A key or string of the object that PostgreSQL's jsonb cannot hold.
bool hasNul(const value& tree) {
  if (const auto* text = tree.if_string()) return text->find('\0') != string::npos;
  if (const auto* items = tree.if_array()) {
    for (const auto& item : *items) {
      if (hasNul(item)) return true;
    }
  }
  if (const auto* fields = tree.if_object()) {
    for (const auto& [key, field] : *fields) {
      if (key.find('\0') != boost::json::string_view::npos || hasNul(field)) return true;
    }
  }
  return false;
}

/// A number that jsonb would write out in many more digits than came, or with less of them.
bool isOutOfRange(double number) {
  const double size = std::abs(number);
  return size != 0 && (size >= 1e15 || size < 1e-15);
}

bool hasNumberOutOfRange(const value& tree) {
  if (const auto* number = tree.if_double()) return isOutOfRange(*number);
  if (const auto* items = tree.if_array()) return std::ranges::any_of(*items, hasNumberOutOfRange);
  if (const auto* fields = tree.if_object()) {
    return std::ranges::any_of(
        *fields, [](const auto& field) { return hasNumberOutOfRange(field.value()); });
  }
  return false;
}

}  // namespace

Reader::Step::Step(Reader& reader, std::string_view name)
    : reader_{reader}, length_{reader.path_.size()} {
  if (!reader.path_.empty()) reader.path_ += '.';
  reader.path_ += name;
}

Reader::Step::Step(Reader& reader, std::size_t index)
    : reader_{reader}, length_{reader.path_.size()} {
  reader.path_ += fmt::format("[{}]", index);
}

void Reader::fail(std::string message) {
  if (errors_.size() < max_errors) {
    errors_.push_back(
        {std::string{unicode::prefix(path_, max_path_characters)}, std::move(message)});
  }
}

std::optional<bool> Reader::readBool(const value& input) {
  if (input.is_bool()) return input.get_bool();
  if (source_ == Source::query && input.is_string()) {
    if (input.get_string() == "true") return true;
    if (input.get_string() == "false") return false;
  }
  return refuse("must be true or false");
}

std::optional<std::string> Reader::readString(const value& input) {
  if (!input.is_string()) return refuse("must be text");
  return std::string{std::string_view{input.get_string()}};
}

std::optional<object> Reader::readObject(const value& input) {
  if (!input.is_object()) return refuse("must be an object");
  return input.get_object();
}

std::optional<Metadata> Reader::readMetadata(const value& input) {
  if (input.is_null()) return Metadata{};
  if (!input.is_object()) return refuse("must be an object");
  if (hasNul(input)) return refuse("must not hold the character U+0000");
  if (hasNumberOutOfRange(input))
    return refuse(
        "holds a number with more than 15 digits before or behind the point: send it as text");
  Metadata metadata{boost::json::serialize(input)};
  if (!unicode::countCharacters(metadata.text)) return refuse("is not valid UTF-8");
  if (metadata.text.size() > Metadata::max_bytes) return refuse("must not be larger than 16 KiB");
  return metadata;
}

void detail::throwErrors(std::vector<FieldError> errors, Source source) {
  auto error = invalid(std::move(errors));
  if (source == Source::query) {
    error.status = Status::bad_request;
    error.code = "bad_query";
  }
  throw error;
}

namespace {

std::string enumKey(std::string_view text) {
  auto key = unicode::fold(text);
  std::erase_if(key, [](char c) { return c == ' ' || c == '-' || c == '_'; });
  return key;
}

}  // namespace

bool isNameOf(std::string_view enumerator, std::string_view text) {
  return enumKey(text) == enumKey(enumerator);
}

}  // namespace parley::json
