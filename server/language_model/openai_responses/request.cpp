#include "language_model/openai_responses/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <vector>

#include "language_model/openai_wire.hpp"
#include "language_model/raw_json.hpp"

namespace parley::language_model::openai_responses {
namespace {

std::vector<CallRef> callsIn(std::string_view blocks) {
  return callsOfType(blocks, "function_call", "call_id");
}

void addRebuilt(std::vector<std::string>& items, const std::vector<Part>& parts) {
  for (const auto& part : parts) {
    if (const auto* text = std::get_if<Text>(&part); text && !text->text.empty()) {
      items.push_back(fmt::format(R"({{"role":"assistant","content":{}}})", quoted(text->text)));
    } else if (const auto* call = std::get_if<ToolCall>(&part)) {
      items.push_back(
          fmt::format(R"({{"type":"function_call","call_id":{},"name":{},"arguments":{}}})",
                      quoted(callId(call->id)), quoted(call->name),
                      quoted(boost::json::serialize(call->arguments))));
    }
  }
}

std::string userItem(const std::vector<std::string>& texts) {
  std::vector<std::string> content;
  for (const auto& text : texts)
    content.push_back(fmt::format(R"({{"type":"input_text","text":{}}})", quoted(text)));
  return fmt::format(R"({{"role":"user","content":{}}})", joined(content));
}

std::string inputJson(const std::vector<Entry>& entries) {
  std::vector<std::string> items;
  for (const auto& entry : entries) {
    if (entry.as_received) {
      const auto& blocks = entry.turn->raw->blocks;
      items.push_back(blocks.substr(1, blocks.size() - 2));  // its items, without the brackets
    } else if (entry.turn) {
      addRebuilt(items, entry.turn->parts);
    }
    for (const auto& answer : entry.answers) {
      items.push_back(fmt::format(R"({{"type":"function_call_output","call_id":{},"output":{}}})",
                                  quoted(answer.call.id), quoted(openai::outputOf(answer))));
    }
    if (!entry.said.empty()) items.push_back(userItem(entry.said));
  }
  return joined(items);
}

std::string toolsJson(const Request& request) {
  std::vector<std::string> items;
  for (const auto* tool : sortedTools(request)) {
    // `strict` takes no schema with optional members, and arguments are checked here anyway.
    items.push_back(fmt::format(
        R"({{"type":"function","name":{},"description":{},"strict":false,"parameters":{}}})",
        quoted(tool->name), quoted(tool->description), boost::json::serialize(tool->input_schema)));
  }
  return joined(items);
}

/// The same for every step of a conversation and for no other, so that its steps meet the same
/// cache.
std::string cacheKey(const Request& request, std::string_view account,
                     const std::vector<Entry>& entries) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  const auto add = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  };
  add(account);
  add(request.system);
  if (!entries.empty()) {
    for (const auto& text : entries.front().said) add(text);
  }
  return fmt::format("{:016x}", hash);
}

std::string reasoningJson(const Request& request, const ModelFacts& facts) {
  if (!facts.thinking) return {};
  const auto effort = facts.effortName(request.effort);
  return fmt::format(R"(,"reasoning":{{{}"summary":"auto"}})",
                     effort.empty() ? "" : fmt::format(R"("effort":"{}",)", effort));
}

/// What is counted as well as sent, to the end of the body.
std::string promptJson(const Request& request, const std::vector<Entry>& entries) {
  std::string body;
  if (!request.system.empty()) body += fmt::format(R"(,"instructions":{})", quoted(request.system));
  if (!request.tools.empty())
    body += fmt::format(R"(,"parallel_tool_calls":true,"tools":{})", toolsJson(request));
  return body + fmt::format(R"(,"input":{}}})", inputJson(entries));
}

/// The number behind "gpt-"; 0 when there is none.
int generationOf(std::string_view id) {
  int generation = 0;
  if (id.starts_with("gpt-")) std::from_chars(id.data() + 4, id.data() + id.size(), generation);
  return generation;
}

bool isOSeries(std::string_view id) {
  return id.size() > 1 && id[0] == 'o' && id[1] >= '1' && id[1] <= '9';
}

/// What its pages say a model reads at least, since its list says nothing; 0: not known. From the
/// fifth generation on an input may be of 272K, above which it costs more.
std::uint64_t inputOf(std::string_view id) {
  if (id.contains("-chat") || id.contains("-spark") || id.starts_with("gpt-4o")) return 128'000;
  if (id.starts_with("gpt-4.1")) return 1'047'576;
  if (isOSeries(id)) return 200'000;
  return generationOf(id) >= 5 ? 272'000 : 0;
}

}  // namespace

ModelFacts factsByFamily(std::string_view id) {
  ModelFacts facts;
  facts.id = id;
  facts.name = id;
  const auto base = id.starts_with("ft:") ? id.substr(3) : id;
  facts.max_input_tokens = inputOf(base);
  facts.thinking = (generationOf(base) >= 5 && !base.contains("-chat")) || isOSeries(base) ||
                   base.starts_with("codex");
  // The "pro" models take one effort alone, which is their default.
  const bool effort = facts.thinking && !base.contains("-pro");
  facts.effort_low = facts.effort_medium = facts.effort_high = effort;
  return facts;
}

std::string buildBody(const Request& request, const ModelFacts& facts, std::string_view account) {
  const auto entries = arranged(request, {provider, account, facts.id, &callsIn});
  auto body = fmt::format(R"({{"model":{},"stream":true,"store":false,"max_output_tokens":{})",
                          quoted(facts.id), request.max_tokens);
  if (facts.thinking) body += R"(,"include":["reasoning.encrypted_content"])";
  body += reasoningJson(request, facts);
  body += fmt::format(R"(,"prompt_cache_key":"{}")", cacheKey(request, account, entries));
  return body + promptJson(request, entries);
}

std::string buildCountBody(const Request& request, const ModelFacts& facts,
                           std::string_view account) {
  const auto entries = arranged(request, {provider, account, facts.id, &callsIn});
  return fmt::format(R"({{"model":{}{}{})", quoted(facts.id), reasoningJson(request, facts),
                     promptJson(request, entries));
}

}  // namespace parley::language_model::openai_responses
