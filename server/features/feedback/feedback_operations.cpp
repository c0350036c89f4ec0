#include <utility>

#include "database/described_rows.hpp"
#include "features/feedback/entry.hpp"
#include "features/feedback/feedback.hpp"
#include "foundation/error.hpp"
#include "foundation/unicode.hpp"
#include "operations/operation.hpp"

namespace parley::feedback {
namespace {

using namespace operations;

#define PARLEY_FEEDBACK_COLUMNS                                                              \
  "id, version, kind, message, page, status, created_at, updated_at, "                       \
  "(select u.id || ' ' || u.name from users u where u.workspace_id = feedback.workspace_id " \
  "and u.id = feedback.owner_id) as author"

constexpr auto list_fields = std::to_array<ListField>({
    {"kind", "kind", ListField::Kind::choice, {}, enum_names<Kind>},
    {"status", "status", ListField::Kind::choice, {}, enum_names<Status>},
    {"page", "page"},
    {"created_at", "created_at", ListField::Kind::time},
    {"updated_at", "updated_at", ListField::Kind::time},
});

constexpr ListTable list_table{"feedback", PARLEY_FEEDBACK_COLUMNS, "search_text", list_fields, {}};

task<Page<Feedback>> find(Call& call, FindFeedback input) {
  auto request = listRequest(input);
  request.filters = {{"kind", input.kind}, {"status", input.status}, {"page", input.page}};
  co_return co_await listPage<Feedback>(call, list_table, request);
}

task<Feedback> give(Call& call, NewFeedback input) {
  const auto page = input.page && !input.page->value().empty() ? std::optional{input.page->value()}
                                                               : std::nullopt;
  const auto rows = co_await call.transaction().execute(
      R"(insert into feedback (workspace_id, id, owner_id, kind, message, page, search_text, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning )" PARLEY_FEEDBACK_COLUMNS,
      database::parameters(call.actor().workspace_id, FeedbackId::make(), call.actor().user_id,
                           input.kind, input.message.value(), page,
                           unicode::searchText(input.message.value()), call.services.clock.now()));
  call.reply.location = "/api/feedback";
  co_return database::rowAs<Feedback>(rows, 0);
}

task<Feedback> mark(Call& call, FeedbackChanges input) {
  const auto rows = co_await call.transaction().execute(
      "update feedback set status = $2, version = version + 1, updated_at = $3 where id = $1 "
      "returning " PARLEY_FEEDBACK_COLUMNS,
      database::parameters(input.id, input.status, call.services.clock.now()));
  if (rows.empty()) throw notFound("There is no such feedback.");
  co_return database::rowAs<Feedback>(rows, 0);
}

}  // namespace

Feature feature() {
  Feature made;
  made.operations = {
      operation<NewFeedback, Feedback>(
          {.name = "give_feedback",
           .title = "Give feedback",
           .summary = "Tell those who run this workspace what is wrong, missing or good.",
           .method = "POST",
           .path = "/api/feedback",
           .effect = Effect::write,
           .success = 201},
          give),
      operation<FindFeedback, Page<Feedback>>({.name = "find_feedback",
                                               .title = "Read feedback",
                                               .summary = "What people said about Parley.",
                                               .method = "GET",
                                               .path = "/api/feedback",
                                               .effect = Effect::read,
                                               .access = Access::administrator},
                                              find),
      operation<FeedbackChanges, Feedback>({.name = "mark_feedback",
                                            .title = "Mark feedback",
                                            .summary = "Mark feedback as done, or as open again.",
                                            .method = "PATCH",
                                            .path = "/api/feedback/{id}",
                                            .effect = Effect::write,
                                            .access = Access::administrator},
                                           mark),
  };
  return made;
}

}  // namespace parley::feedback
