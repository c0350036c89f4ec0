#include "language_model/openai_chat/protocol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "language_model/openai_chat/request.hpp"
#include "language_model/openai_chat/turn.hpp"
#include "language_model/openai_wire.hpp"

namespace parley::language_model::openai_chat {
namespace {

/// The host and port of a URL.
std::string placeOf(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return std::string{url.substr(0, url.find('/'))};
}

class ChatCompletions final : public Protocol {
 public:
  explicit ChatCompletions(std::string place) : names_{place, place} {}

  const Names& names() const override { return names_; }
  void authorize(fetch::Headers& headers, const std::string& key) const override {
    openai::authorize(headers, key);
  }
  std::string turnUrl(const std::string& base_url) const override {
    return base_url + "/chat/completions";
  }
  std::string body(const Request& request, const ModelFacts& facts,
                   std::string_view account) const override {
    return buildBody(request, facts, account);
  }
  std::optional<Counting> counting(const std::string&, const Request&, const ModelFacts&,
                                   std::string_view) const override {
    return std::nullopt;
  }
  std::unique_ptr<TurnReader> reader(const Request& request, const DeltaSink& sink) const override {
    return std::make_unique<Turn>(request, sink);
  }
  ReportedError readError(const fetch::Head& head, std::string_view body) const override {
    auto error = openai::readError(head, body);
    // A model that is not there is called one; anything else that is not there is the interface.
    if (error.status == 404 && !error.message.contains("model")) {
      error.sentence =
          fmt::format("{} has no such interface at this address. Most servers want /v1 at its end.",
                      names_.company);
    }
    return error;
  }
  std::string listUrl(const std::string& base_url, int, std::string_view) const override {
    return base_url + "/models";
  }
  std::optional<ModelPage> readList(std::string_view body) const override;
  bool listTellsFacts() const override { return false; }
  ModelFacts factsByFamily(std::string_view id) const override {
    ModelFacts facts;
    facts.id = facts.name = id;
    return facts;
  }

 private:
  const Names names_;
};

/// Servers list whatever they hold.
bool canChat(std::string_view id) {
  constexpr std::array others = {"embed", "rerank", "whisper", "tts", "moderation"};
  return !id.empty() &&
         std::ranges::none_of(others, [id](const char* other) { return id.contains(other); });
}

/// Where servers say how much a model can read.
std::uint64_t contextOf(const json::object& model) {
  return std::max({count(&model, "max_model_len"), count(&model, "context_length"),
                   count(objectMember(&model, "meta"), "n_ctx_train")});
}

std::optional<ModelPage> ChatCompletions::readList(std::string_view body) const {
  const auto object = parseObject(body);
  if (!object) return std::nullopt;
  const auto* data = arrayMember(&*object, "data");
  const bool none = object->contains("data") && member(*object, "data").is_null();  // Ollama's way
  if (!data && !none) return std::nullopt;
  ModelPage page;
  if (!data) return page;
  for (const auto& item : *data) {
    const auto* model = item.if_object();
    if (!model || !canChat(stringMember(*model, "id"))) continue;
    auto facts = factsByFamily(stringMember(*model, "id"));
    facts.max_input_tokens = contextOf(*model);
    page.models.push_back(std::move(facts));
  }
  return page;
}

}  // namespace

std::unique_ptr<const Protocol> protocol(std::string_view base_url) {
  return std::make_unique<ChatCompletions>(placeOf(base_url));
}

}  // namespace parley::language_model::openai_chat
