#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "foundation/error.hpp"
#include "json/parse.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace {

using namespace parley;

enum class Kind { plain, in_progress };
BOOST_DESCRIBE_ENUM(Kind, plain, in_progress)

struct Inner {
  Text<1, 20> name;
  std::optional<int> count;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (name, count))

/// One field of every kind that an input may have.
struct Everything {
  Text<1, 50> name;
  std::optional<Prose<0, 100>> description;
  std::optional<EmailAddress> email;
  Patch<PhoneNumber> phone;
  std::optional<TimeZone> zone;
  std::optional<Timestamp> at;
  std::optional<ContactId> id;
  std::optional<Kind> kind;
  std::optional<bool> flag;
  std::vector<Inner> items;
  json::Metadata metadata;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (name, description, email, phone, zone, at, id, kind, flag, items, metadata))

/// What was accepted is written as JSON that reads back as the same.
void checkRoundTrip(const Everything& accepted) {
  const auto text = json::toJson(accepted);
  const auto again = json::decode<Everything>(json::parse(text, {.max_depth = 64}).as_object());
  if (json::toJson(again) != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  try {
    const auto tree = json::parse(text);
    if (!tree.is_object()) return 0;
    for (const auto source : {json::Source::body, json::Source::query}) {
      try {
        const auto accepted = json::decode<Everything>(tree.get_object(), source);
        checkRoundTrip(accepted);
      } catch (const Error& refused) {
        if (refused.fields.empty()) std::abort();  // every refusal names its field
      }
    }
  } catch (const Error& malformed) {
    if (malformed.status != Status::bad_request) std::abort();
  }
  return 0;
}
