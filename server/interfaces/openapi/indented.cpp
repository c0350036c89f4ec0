#include "interfaces/openapi/indented.hpp"

#include <algorithm>

#include "json/write.hpp"

namespace parley::openapi {
namespace {

void append(std::string& out, const json::value& tree, std::size_t depth);

void breakLine(std::string& out, std::size_t depth) {
  out += '\n';
  out.append(depth * 2, ' ');
}

void appendObject(std::string& out, const json::object& object, std::size_t depth) {
  if (object.empty()) {
    out += "{}";
    return;
  }
  out += '{';
  bool first = true;
  for (const auto& [name, value] : object) {
    if (!first) out += ',';
    first = false;
    breakLine(out, depth + 1);
    json::writeString(out, name);
    out += ": ";
    append(out, value, depth + 1);
  }
  breakLine(out, depth);
  out += '}';
}

void appendArray(std::string& out, const json::array& array, std::size_t depth) {
  const bool plain =
      std::ranges::none_of(array, [](const auto& item) { return item.is_structured(); });
  out += '[';
  bool first = true;
  for (const auto& item : array) {
    if (!first) out += plain ? ", " : ",";
    first = false;
    if (!plain) breakLine(out, depth + 1);
    append(out, item, depth + 1);
  }
  if (!plain) breakLine(out, depth);
  out += ']';
}

void append(std::string& out, const json::value& tree, std::size_t depth) {
  if (const auto* object = tree.if_object()) {
    appendObject(out, *object, depth);
  } else if (const auto* array = tree.if_array()) {
    appendArray(out, *array, depth);
  } else {
    json::writeValue(out, tree);
  }
}

}  // namespace

std::string indented(const json::value& tree) {
  std::string out;
  append(out, tree, 0);
  return out;
}

}  // namespace parley::openapi
