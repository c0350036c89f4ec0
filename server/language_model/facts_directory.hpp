#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/clock.hpp"
#include "language_model/protocol.hpp"

namespace parley::language_model {

/// What a provider says its models can do, remembered for a while. One for all RemoteModels of a
/// loop, provider and address.
class FactsDirectory {
 public:
  bool isFresh(Timestamp now) const { return now < fresh_until_; }
  void keep(const std::vector<ModelFacts>& models, Timestamp fresh_until);
  /// The list cannot be had: do not ask again before then.
  void keepAsIs(Timestamp fresh_until) { fresh_until_ = fresh_until; }
  std::optional<ModelFacts> facts(const std::string& model) const;

 private:
  std::map<std::string, ModelFacts> models_;
  Timestamp fresh_until_{};
};

}  // namespace parley::language_model
