#pragma once

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "language_model/testing/contract.hpp"
#include "language_model/testing/model_test.hpp"
#include "language_model/testing/wire_provider.hpp"

namespace parley::language_model::testing {

/// The value without members of those names, at any depth.
inline json::value without(json::value value, const std::vector<std::string>& names) {
  if (auto* object = value.if_object()) {
    for (const auto& name : names) object->erase(name);
    for (auto& entry : *object) entry.value() = without(std::move(entry.value()), names);
  } else if (auto* array = value.if_array()) {
    for (auto& element : *array) element = without(std::move(element), names);
  }
  return value;
}

/// A provider's model against its wire peer. Every test ends with the peer having found nothing
/// wrong, and all requests as the official SDK's types want them.
class WireTest : public ModelTest {
 protected:
  explicit WireTest(const WireProvider& provider)
      : provider_{provider},
        peer{loop, provider.turn_path, jsonAnswer(200, provider.list), provider.check} {
    request.model = provider.model;
  }

  void TearDown() override {
    if (!check_violations) return;
    EXPECT_EQ(fmt::format("{}", fmt::join(peer.violations(), "; ")), "");
    for (const auto& turn : peer.turns())
      EXPECT_EQ(problems(provider_.contract, turn.body), "") << turn.body;
  }

  /// Why a text is none of that type of the SDK, which need not know what is the provider's own.
  std::string problems(std::string_view type, std::string_view text) const {
    const auto known = without(boost::json::parse(text), provider_.own_fields);
    return Contract::problems(type, boost::json::serialize(known));
  }

  std::string baseUrl() override { return peer.url() + provider_.base_path; }
  std::unique_ptr<const Protocol> protocol() override { return provider_.protocol(); }
  std::string body(std::size_t index) const {
    return index < peer.turns().size() ? peer.turns()[index].body : std::string{};
  }

  const WireProvider& provider_;
  WirePeer peer;
  bool check_violations = true;
};

}  // namespace parley::language_model::testing
