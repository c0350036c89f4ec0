#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <boost/json/serialize.hpp>

#include "features/assistant/interpreter/command_interpreter.hpp"
#include "features/contacts/contact_words.hpp"
#include "features/organizations/organization_words.hpp"
#include "features/projects/project_words.hpp"
#include "features/tasks/task_words.hpp"

namespace {

using namespace parley;

/// One record for every find, so that plans go on to their end.
std::string resultOf(const language_model::ToolCall& call, std::string_view answer) {
  if (call.name == "ask_user") {
    json::object object{{"answer", std::string{answer}}};
    return boost::json::serialize(object);
  }
  json::object named{{"id", "1"}, {"name", "Ada Park"}};
  json::object record{{"id", "1"},
                      {"name", "Ada Park"},
                      {"email", "ada@initech.com"},
                      {"status", "in_progress"},
                      {"due_date", "2026-11-28"},
                      {"project", named},
                      {"project_id", "1"},
                      {"assignee", named},
                      {"assignees", json::array{named}}};
  if (!call.name.starts_with("find_") && !call.name.starts_with("list_"))
    return boost::json::serialize(record);
  json::object page{{"items", json::array{record}}, {"next_cursor", nullptr}, {"total", 1}};
  return boost::json::serialize(page);
}

}  // namespace

/// The input is a message and, behind the first NUL, what answers every question.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const assistant::interpreter::CommandInterpreter interpreter{
      {contacts::contactWords(), organizations::organizationWords(), projects::projectWords(),
       tasks::taskWords()}};
  std::string_view input{reinterpret_cast<const char*>(data), size};
  auto split = input.find('\0');
  auto message = input.substr(0, split);
  auto answer = split == std::string_view::npos ? std::string_view{"yes"} : input.substr(split + 1);

  language_model::Request request;
  request.messages.push_back(
      {language_model::Role::user, {language_model::Text{std::string{message}}}, {}});
  for (int step = 0; step < 12; ++step) {
    auto completion = interpreter.turn(request, {});
    language_model::Message results;
    for (const auto& part : completion.parts) {
      const auto* call = std::get_if<language_model::ToolCall>(&part);
      if (call)
        results.parts.emplace_back(
            language_model::ToolResult{call->id, resultOf(*call, answer), false});
    }
    if (completion.parts.empty()) std::abort();
    request.messages.push_back({language_model::Role::assistant, completion.parts, completion.raw});
    if (results.parts.empty()) break;
    request.messages.push_back(std::move(results));
  }
  return 0;
}
