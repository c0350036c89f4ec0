#include "fetch/message.hpp"

#include <algorithm>

namespace parley::fetch {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool sameName(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace

void Headers::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

std::string_view Headers::get(std::string_view name) const {
  const auto found = std::ranges::find_if(
      fields_, [name](const auto& field) { return sameName(field.first, name); });
  return found == fields_.end() ? std::string_view{} : found->second;
}

bool Headers::contains(std::string_view name) const {
  return std::ranges::any_of(fields_,
                             [name](const auto& field) { return sameName(field.first, name); });
}

}  // namespace parley::fetch
