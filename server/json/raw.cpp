#include "json/raw.hpp"

#include "json/parse.hpp"

namespace parley::json {

bool Metadata::operator==(const Metadata& other) const {
  return text == other.text || parse(text) == parse(other.text);
}

}  // namespace parley::json
