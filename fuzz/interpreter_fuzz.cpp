#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <boost/json/serialize.hpp>

#include "features/assistant/interpreter/command_interpreter.hpp"

namespace {

using namespace parley;
using operations::EntityWords;
using operations::FieldWords;

/// A person and an organization: enough for every way through the grammar.
std::vector<EntityWords> words() {
  EntityWords contact;
  contact.type = "contact";
  contact.singular = {"contact", "person"};
  contact.plural = {"contacts", "people"};
  contact.fields = {
      {.field = "name", .kind = FieldWords::Kind::name, .words = {"name"}},
      {.field = "email", .kind = FieldWords::Kind::email, .words = {"email", "email address"}},
      {.field = "phone", .kind = FieldWords::Kind::phone, .words = {"phone", "number"}},
      {.field = "job_position",
       .kind = FieldWords::Kind::job_title,
       .words = {"title", "job title"}},
      {.field = "organization",
       .kind = FieldWords::Kind::reference,
       .words = {"company", "organization"},
       .refers_to = "organization"}};
  contact.create_tool = "create_contact";
  contact.find_tool = "find_contacts";
  contact.get_tool = "get_contact";
  contact.update_tool = "update_contact";
  contact.delete_tool = "delete_contact";
  contact.is_person = true;
  EntityWords organization;
  organization.type = "organization";
  organization.singular = {"organization", "company"};
  organization.plural = {"organizations", "companies"};
  organization.fields = {
      {.field = "name", .kind = FieldWords::Kind::name, .words = {"name"}},
      {.field = "description", .kind = FieldWords::Kind::text, .words = {"description"}},
      {.field = "industry", .kind = FieldWords::Kind::text, .words = {"industry", "sector"}}};
  organization.create_tool = "create_organization";
  organization.find_tool = "find_organizations";
  organization.get_tool = "get_organization";
  organization.update_tool = "update_organization";
  organization.delete_tool = "delete_organization";
  return {contact, organization};
}

/// One record for every find, so that plans go on to their end.
std::string resultOf(const language_model::ToolCall& call, std::string_view answer) {
  if (call.name == "ask_user") {
    json::object object{{"answer", std::string{answer}}};
    return boost::json::serialize(object);
  }
  if (call.name.starts_with("find_")) {
    return R"({"items":[{"id":"1","name":"Ada Park","email":"ada@initech.com"}],"next_cursor":null,"total":1})";
  }
  return R"({"id":"1","name":"Ada Park"})";
}

}  // namespace

/// The input is a message and, behind the first NUL, what answers every question.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const assistant::interpreter::CommandInterpreter interpreter{words()};
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
