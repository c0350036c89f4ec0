#include "language_model/facts_directory.hpp"

namespace parley::language_model {

void FactsDirectory::keep(const std::vector<ModelFacts>& models, Timestamp fresh_until) {
  models_.clear();
  for (const auto& model : models) models_.emplace(model.id, model);
  fresh_until_ = fresh_until;
}

std::optional<ModelFacts> FactsDirectory::facts(const std::string& model) const {
  const auto found = models_.find(model);
  return found == models_.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace parley::language_model
