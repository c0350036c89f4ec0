#include "language_model/anthropic/protocol.hpp"

#include "language_model/anthropic/model_list.hpp"
#include "language_model/anthropic/request.hpp"
#include "language_model/anthropic/trouble.hpp"
#include "language_model/anthropic/turn.hpp"

namespace parley::language_model::anthropic {
namespace {

class MessagesApi final : public Protocol {
 public:
  const Names& names() const override { return names_; }
  void authorize(fetch::Headers& headers, const std::string& key) const override {
    headers.add("x-api-key", key);
    headers.add("anthropic-version", "2026-10-21");
  }
  std::string turnUrl(const std::string& base_url) const override {
    return versioned(base_url, "v1") + "/messages";
  }
  std::string body(const Request& request, const ModelFacts& facts,
                   std::string_view account) const override {
    return buildBody(request, facts, account);
  }
  std::optional<Counting> counting(const std::string& base_url, const Request& request,
                                   const ModelFacts& facts,
                                   std::string_view account) const override {
    return Counting{turnUrl(base_url) + "/count_tokens", buildCountBody(request, facts, account),
                    "input_tokens"};
  }
  std::unique_ptr<TurnReader> reader(const Request&, const DeltaSink& sink) const override {
    return std::make_unique<Turn>(sink);
  }
  ReportedError readError(const fetch::Head& head, std::string_view body) const override {
    return anthropic::readError(head, body);
  }
  std::string listUrl(const std::string& base_url, int limit,
                      std::string_view after) const override {
    return anthropic::listUrl(base_url, limit, after);
  }
  std::optional<ModelPage> readList(std::string_view body) const override {
    return parseModelPage(body);
  }
  bool listTellsFacts() const override { return true; }
  ModelFacts factsByFamily(std::string_view id) const override {
    return anthropic::factsByFamily(id);
  }

 private:
  const Names names_{"Claude", "Anthropic"};
};

}  // namespace

std::unique_ptr<const Protocol> protocol() {
  return std::make_unique<MessagesApi>();
}

}  // namespace parley::language_model::anthropic
