#include "language_model/gemini/protocol.hpp"

#include <fmt/format.h>

#include "language_model/gemini/counting.hpp"
#include "language_model/gemini/model_list.hpp"
#include "language_model/gemini/request.hpp"
#include "language_model/gemini/trouble.hpp"
#include "language_model/gemini/turn.hpp"

namespace parley::language_model::gemini {
namespace {

class InteractionsApi final : public Protocol {
 public:
  const Names& names() const override { return names_; }
  void authorize(fetch::Headers& headers, const std::string& key) const override {
    headers.add("x-goog-api-key", key);
  }
  std::string turnUrl(const std::string& base_url) const override {
    return versioned(base_url, "v1") + "/interactions";
  }
  std::string body(const Request& request, const ModelFacts& facts,
                   std::string_view account) const override {
    return buildBody(request, facts, account);
  }
  std::optional<Counting> counting(const std::string& base_url, const Request& request,
                                   const ModelFacts& facts, std::string_view) const override {
    return Counting{fmt::format("{}/models/{}:countTokens", versioned(base_url, "v1beta"),
                                percentEncoded(facts.id)),
                    buildCountBody(request, facts), "totalTokens"};
  }
  std::unique_ptr<TurnReader> reader(const Request&, const DeltaSink& sink) const override {
    return std::make_unique<Turn>(sink);
  }
  ReportedError readError(const fetch::Head& head, std::string_view body) const override {
    return gemini::readError(head, body);
  }
  std::string listUrl(const std::string& base_url, int limit,
                      std::string_view after) const override {
    auto url = fmt::format("{}/models?pageSize={}", versioned(base_url, "v1"), limit);
    if (!after.empty()) url += "&pageToken=" + percentEncoded(after);
    return url;
  }
  std::optional<ModelPage> readList(std::string_view body) const override {
    return parseModelPage(body);
  }
  bool listTellsFacts() const override { return true; }
  ModelFacts factsByFamily(std::string_view id) const override { return gemini::factsByFamily(id); }

 private:
  const Names names_{"Gemini", "Google"};
};

}  // namespace

std::unique_ptr<const Protocol> protocol() {
  return std::make_unique<InteractionsApi>();
}

}  // namespace parley::language_model::gemini
