#include "language_model/openai_responses/protocol.hpp"

#include "language_model/openai_responses/model_list.hpp"
#include "language_model/openai_responses/request.hpp"
#include "language_model/openai_responses/turn.hpp"
#include "language_model/openai_wire.hpp"

namespace parley::language_model::openai_responses {
namespace {

class ResponsesApi final : public Protocol {
 public:
  const Names& names() const override { return names_; }
  void authorize(fetch::Headers& headers, const std::string& key) const override {
    openai::authorize(headers, key);
  }
  std::string turnUrl(const std::string& base_url) const override {
    return versioned(base_url, "v1") + "/responses";
  }
  std::string body(const Request& request, const ModelFacts& facts,
                   std::string_view account) const override {
    return buildBody(request, facts, account);
  }
  std::optional<Counting> counting(const std::string& base_url, const Request& request,
                                   const ModelFacts& facts,
                                   std::string_view account) const override {
    return Counting{turnUrl(base_url) + "/input_tokens", buildCountBody(request, facts, account),
                    "input_tokens"};
  }
  std::unique_ptr<TurnReader> reader(const Request&, const DeltaSink& sink) const override {
    return std::make_unique<Turn>(sink);
  }
  ReportedError readError(const fetch::Head& head, std::string_view body) const override {
    return openai::readError(head, body);
  }
  std::string listUrl(const std::string& base_url, int, std::string_view) const override {
    return versioned(base_url, "v1") + "/models";
  }
  std::optional<ModelPage> readList(std::string_view body) const override {
    return parseModelPage(body);
  }
  bool listTellsFacts() const override { return false; }
  ModelFacts factsByFamily(std::string_view id) const override {
    return openai_responses::factsByFamily(id);
  }

 private:
  const Names names_{"OpenAI", "OpenAI"};
};

}  // namespace

std::unique_ptr<const Protocol> protocol() {
  return std::make_unique<ResponsesApi>();
}

}  // namespace parley::language_model::openai_responses
