#include "features/assistant/interpreter/command_interpreter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "features/assistant/interpreter/dialog/planner.hpp"
#include "features/assistant/interpreter/dialog/session.hpp"
#include "features/assistant/interpreter/language/unicode.hpp"
#include "features/assistant/interpreter/understanding/parser.hpp"

namespace parley::assistant::interpreter {
namespace {

using language_model::Completion;
using language_model::Context;
using language_model::Message;
using language_model::Request;
using language_model::Role;
using language_model::StopReason;
using language_model::Text;
using language_model::TextDelta;
using language_model::ToolCall;
using language_model::ToolResult;

constexpr std::string_view provider = "builtin";
constexpr std::size_t piece_size = 24;

/// The user's message that this run answers, and what has happened since.
struct Run {
  std::string text;
  std::vector<Step> steps;
  Memory memory;
  json::object facts;
  std::size_t dropped = 0;
  bool answers = false;    ///< another model's question
  std::string taken_over;  ///< what came of calls that another model made and does not go on with
};

std::string textOf(const Message& message) {
  std::string text;
  for (const auto& part : message.parts) {
    const auto* piece = std::get_if<Text>(&part);
    if (piece) text += (text.empty() ? "" : "\n") + piece->text;
  }
  return text;
}

std::vector<ToolResult> resultsOf(const Message& message) {
  std::vector<ToolResult> results;
  for (const auto& part : message.parts) {
    if (const auto* result = std::get_if<ToolResult>(&part)) results.push_back(*result);
  }
  return results;
}

/// How many open calls the user wrote something else to, instead of deciding or answering them.
std::size_t dropped(const std::vector<ToolResult>& results) {
  return static_cast<std::size_t>(std::ranges::count_if(results, [](const ToolResult& result) {
    boost::system::error_code failure;
    auto value = boost::json::parse(result.content, failure);
    const auto* mark =
        !failure && value.is_object() ? value.get_object().if_contains("dropped") : nullptr;
    return mark && mark->is_bool() && mark->get_bool();
  }));
}

bool isOwn(const Message& message) {
  return message.raw && message.raw->provider == provider;
}

/// Whether another model made the calls that a message answers.
bool takesOver(const std::vector<Message>& messages, std::size_t at) {
  return at > 0 && !resultsOf(messages[at]).empty() && !isOwn(messages[at - 1]);
}

/// The message that began the run. A text beside results only decided or answered what they tell.
std::size_t rootOf(const std::vector<Message>& messages) {
  for (auto i = messages.size(); i-- > 0;) {
    if (messages[i].role != Role::user) continue;
    if (takesOver(messages, i)) return i;
    if (textOf(messages[i]).empty()) continue;
    auto results = resultsOf(messages[i]);
    if (results.empty() || dropped(results) > 0) return i;
  }
  return messages.size();
}

/// The state our own last turn left. None when another model spoke last.
Memory memoryBefore(const std::vector<Message>& messages, std::size_t root) {
  for (auto i = std::min(root, messages.size()); i-- > 0;) {
    const auto& message = messages[i];
    if (message.role != Role::assistant) continue;
    if (!isOwn(message)) return {};
    boost::system::error_code failure;
    auto value = boost::json::parse(message.raw->blocks, failure);
    if (failure || !value.is_array()) return {};
    for (const auto& block : value.get_array()) {
      const auto* memory = block.is_object() ? block.get_object().if_contains("memory") : nullptr;
      if (memory && memory->is_object()) return memoryFrom(memory->get_object());
    }
    return {};
  }
  return {};
}

json::object factsOf(const std::vector<Message>& messages) {
  for (auto i = messages.size(); i-- > 0;) {
    for (auto part = messages[i].parts.rbegin(); part != messages[i].parts.rend(); ++part) {
      if (const auto* context = std::get_if<Context>(&*part)) return context->facts;
    }
  }
  return {};
}

/// What the user answered to another model's question; empty when nothing, or when that did it.
std::string answerIn(const std::vector<ToolResult>& results) {
  for (const auto& result : results) {
    boost::system::error_code failure;
    const auto value = boost::json::parse(result.content, failure);
    const auto* object = failure ? nullptr : value.if_object();
    const auto* answer = object ? object->if_contains("answer") : nullptr;
    const auto* offer = object ? object->if_contains("offer") : nullptr;
    const bool made = offer && offer->is_object() && offer->at("carried_out") == true;
    if (answer && answer->is_string() && !made) return std::string{answer->get_string()};
  }
  return {};
}

/// The interpreter does not know what another model meant to do next.
std::string toldOf(const std::vector<ToolResult>& results) {
  const auto failed =
      static_cast<std::size_t>(std::ranges::count_if(results, &ToolResult::is_error));
  const auto* came = failed == 0                ? "That is done."
                     : failed == results.size() ? "None of that was done."
                                                : "Not all of that was done.";
  return fmt::format(
      "{} A language model had begun it and does not go on now. I know fixed commands, no AI: tell "
      "me what else is to be done.",
      came);
}

/// Whether the words beside decided calls are more than the decision.
bool asksForMore(const std::vector<Command>& commands) {
  return std::ranges::any_of(commands, [](const Command& command) {
    const auto intent = command.intent;
    return intent != Intent::yes && intent != Intent::no && intent != Intent::remove &&
           intent != Intent::thanks && intent != Intent::unknown;
  });
}

Run readRun(const Request& request) {
  const auto& messages = request.messages;
  auto root = rootOf(messages);
  Run run{{}, {}, memoryBefore(messages, root), factsOf(messages)};
  if (root >= messages.size()) return run;
  const auto results = resultsOf(messages[root]);
  run.text = textOf(messages[root]);
  run.dropped = dropped(results);
  if (takesOver(messages, root)) {
    auto answer = answerIn(results);
    run.answers = !answer.empty();
    if (run.answers) run.text = std::move(answer);
    run.taken_over = toldOf(results);
  }
  for (auto i = root + 1; i < messages.size(); ++i) {
    if (messages[i].role == Role::assistant) {
      Step step;
      for (const auto& part : messages[i].parts) {
        if (const auto* call = std::get_if<ToolCall>(&part)) step.calls.push_back(*call);
      }
      if (!step.calls.empty()) run.steps.push_back(std::move(step));
    } else if (!run.steps.empty()) {
      for (auto& result : resultsOf(messages[i]))
        run.steps.back().results.push_back(std::move(result));
    }
  }
  return run;
}

void stream(const std::string& text, const language_model::DeltaSink& sink) {
  if (!sink) return;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.size(), at + piece_size);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    sink(TextDelta{text.substr(at, end - at)});
    at = end;
  }
}

Completion finish(const Request& request, std::string text, std::vector<ToolCall> calls,
                  const Memory& memory, const language_model::DeltaSink& sink) {
  Completion completion;
  json::array blocks;
  if (!text.empty()) {
    stream(text, sink);
    blocks.push_back(json::object{{"type", "text"}, {"text", text}});
    completion.parts.emplace_back(Text{std::move(text)});
  }
  completion.stop = calls.empty() ? StopReason::end_turn : StopReason::tool_use;
  for (auto& call : calls) {
    blocks.push_back(json::object{
        {"type", "tool_use"}, {"id", call.id}, {"name", call.name}, {"input", call.arguments}});
    completion.parts.emplace_back(std::move(call));
  }
  blocks.push_back(json::object{{"type", "memory"}, {"memory", toJson(memory)}});
  completion.raw = {std::string{provider}, request.model, {}, boost::json::serialize(blocks)};
  return completion;
}

}  // namespace

Completion CommandInterpreter::turn(const Request& request,
                                    const language_model::DeltaSink& sink) const {
  auto run = readRun(request);
  auto text = run.text;
  Session session{request, std::move(run.steps), std::move(run.memory), std::move(run.facts)};
  const auto onlyDecides = [&] {
    return !run.answers && run.dropped == 0 && !asksForMore(*understood(text, session.today()));
  };
  if (!run.taken_over.empty() && (text.empty() || onlyDecides()))
    return finish(request, std::move(run.taken_over), {}, session.memory, sink);
  session.dropped = run.dropped;
  // A question may be answered by a new request, which may end in a question again.
  for (std::size_t requests = 0; requests < request.messages.size() + 1; ++requests) {
    try {
      Planner{lexicon_, session}.carryOut(*understood(text, session.today()));
      break;
    } catch (const NewRequest& next) {
      text = next.text;
    } catch (Pending& pending) {
      return finish(request, std::move(pending.text), std::move(pending.calls), session.memory,
                    sink);
    } catch (const Diverged&) {
      session.say("I lost the thread of that. Please say it again.");
      break;
    }
  }
  auto reply = session.takeReply();
  if (reply.empty()) reply = "All right.";
  return finish(request, std::move(reply), {}, session.memory, sink);
}

Reading CommandInterpreter::read(const std::string& text, const json::object& facts) const {
  const auto today = facts.if_contains("today");
  const auto day = today != nullptr && today->is_string()
                       ? dayFrom(std::string_view{today->get_string()})
                       : std::nullopt;
  return readMessage(lexicon_, *understood(text, day.value_or(Day{})), facts);
}

std::optional<std::size_t> CommandInterpreter::pick(const std::string& words,
                                                    const std::vector<Answer>& answers) const {
  return pickAnswer(lexicon_, words, answers);
}

/// Every step of a run reads its message again.
std::shared_ptr<const std::vector<Command>> CommandInterpreter::understood(const std::string& text,
                                                                           Day today) const {
  {
    const std::scoped_lock lock{mutex_};
    for (const auto& known : recent_) {
      if (known.commands && known.today == today && known.text == text) return known.commands;
    }
  }
  auto commands = std::make_shared<const std::vector<Command>>(understand(lexicon_, text, today));
  const std::scoped_lock lock{mutex_};
  recent_[next_++ % recent_.size()] = {text, today, commands};
  return commands;
}

task<Completion> CommandInterpreter::complete(const Request& request,
                                              const language_model::DeltaSink& sink,
                                              language_model::Cancellation& cancellation) {
  if (cancellation.stopped()) throw language_model::Stopped{};
  co_return turn(request, sink);
}

}  // namespace parley::assistant::interpreter
