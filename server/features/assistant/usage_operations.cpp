#include "features/assistant/usage_operations.hpp"

#include <utility>

#include "database/described_rows.hpp"
#include "features/assistant/usage_store.hpp"
#include "foundation/date.hpp"
#include "foundation/error.hpp"
#include "operations/bad_query.hpp"

namespace parley::assistant {
namespace {

using namespace operations;

constexpr int most_members = 200;
constexpr int shown_months = 12;
constexpr language_model::MicroDollars highest_limit = 1'000'000'000'000;  ///< a million dollars

struct ModelShare {
  static constexpr std::string_view schema_name = "ModelShare";

  std::string provider;
  std::string model;
  ChatUsage usage;
};
BOOST_DESCRIBE_STRUCT(ModelShare, (), (provider, model, usage))

struct MemberShare {
  static constexpr std::string_view schema_name = "MemberShare";

  UserId id;
  std::string name;
  ChatUsage usage;
};
BOOST_DESCRIBE_STRUCT(MemberShare, (), (id, name, usage))

struct MonthShare {
  static constexpr std::string_view schema_name = "MonthShare";

  std::string month;
  ChatUsage usage;
};
BOOST_DESCRIBE_STRUCT(MonthShare, (), (month, usage))

/// `priced_micros` is what of the usage has a known price.
struct OwnUsage {
  static constexpr std::string_view schema_name = "OwnUsage";

  std::string month;
  ChatUsage usage;
  std::int64_t priced_micros = 0;
  std::vector<ModelShare> models;
  std::vector<MonthShare> months;
};
BOOST_DESCRIBE_STRUCT(OwnUsage, (), (month, usage, priced_micros, models, months))

struct WorkspaceUsage {
  static constexpr std::string_view schema_name = "WorkspaceUsage";

  std::string month;
  ChatUsage usage;
  std::int64_t priced_micros = 0;
  std::optional<std::int64_t> limit_micros;
  std::vector<ModelShare> models;
  std::vector<MemberShare> members;
  std::vector<MonthShare> months;
};
BOOST_DESCRIBE_STRUCT(WorkspaceUsage, (),
                      (month, usage, priced_micros, limit_micros, models, members, months))

struct FindUsage {
  static constexpr auto help =
      std::to_array<json::Help>({{"month", "Like 2026-11, in UTC; left out: this month."}});

  std::optional<std::string> month;
};
BOOST_DESCRIBE_STRUCT(FindUsage, (), (month))

struct UsageLimit {
  static constexpr std::string_view schema_name = "UsageLimit";
  static constexpr auto help = std::to_array<json::Help>(
      {{"limit_micros",
        "What models may cost the workspace in a month, in millionths of a US dollar; null: "
        "without limit."}});

  std::optional<std::int64_t> limit_micros;
};
BOOST_DESCRIBE_STRUCT(UsageLimit, (), (limit_micros))

struct ConversationRef {
  ConversationId id;
};
BOOST_DESCRIBE_STRUCT(ConversationRef, (), (id))

struct ModelRow : ModelUsage {
  std::string provider;
  std::string model;
};
BOOST_DESCRIBE_STRUCT(ModelRow, (ModelUsage), (provider, model))
struct MemberRow : ModelUsage {
  UserId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(MemberRow, (ModelUsage), (id, name))
struct MonthRow : ModelUsage {
  std::string month;
};
BOOST_DESCRIBE_STRUCT(MonthRow, (ModelUsage), (month))

/// Its first day.
std::string monthFrom(const Call& call, const FindUsage& input) {
  if (!input.month) return monthOf(call.services.clock.now());
  auto day = *input.month + "-01";
  if (!Date::parse(day)) throw badQuery("month", "must be like 2026-11");
  return day;
}

/// What both answers have in common, from the first two results.
template <class Answer>
void fill(Answer& answer, const std::string& month, const std::vector<database::Rows>& rows) {
  ModelUsage sum;
  answer.month = month.substr(0, month.rfind('-'));
  for (auto& row : database::rowsAs<ModelRow>(rows[0])) {
    sum += row;
    answer.models.push_back({std::move(row.provider), std::move(row.model), shown(row)});
  }
  for (auto& row : database::rowsAs<MonthRow>(rows[1]))
    answer.months.push_back({std::move(row.month), shown(row)});
  answer.usage = shown(sum);
  answer.priced_micros = sum.cost_micros;
}

task<OwnUsage> own(Call& call, FindUsage input) {
  const auto month = monthFrom(call, input);
  const auto me = call.actor().user_id;
  std::vector<database::Command> commands{
      selectModels(month, me), selectMonths(monthOf(call.services.clock.now()), me, shown_months)};
  const auto rows = co_await call.transaction().executeAll(std::move(commands));
  OwnUsage answer;
  fill(answer, month, rows);
  co_return answer;
}

task<WorkspaceUsage> ofWorkspace(Call& call, FindUsage input) {
  const auto month = monthFrom(call, input);
  const auto now = call.services.clock.now();
  std::vector<database::Command> commands{
      selectModels(month, std::nullopt), selectMonths(monthOf(now), std::nullopt, shown_months),
      selectMembers(month, most_members), selectBudget(call.actor().workspace_id, now)};
  const auto rows = co_await call.transaction().executeAll(std::move(commands));
  WorkspaceUsage answer;
  fill(answer, month, rows);
  for (auto& row : database::rowsAs<MemberRow>(rows[2]))
    answer.members.push_back({row.id, std::move(row.name), shown(row)});
  answer.limit_micros = budgetFrom(rows[3]).limit;
  co_return answer;
}

task<UsageLimit> setLimit(Call& call, UsageLimit input) {
  const auto& limit = input.limit_micros;
  if (limit && (*limit < 0 || *limit > highest_limit))
    throw invalid("limit_micros", "must be from nothing to a million dollars");
  updateLimit(call.transaction(), call.actor().workspace_id, limit);
  co_return input;
}

task<ChatUsage> ofConversation(Call& call, ConversationRef key) {
  std::vector<database::Command> commands{selectConversation(key.id, Lock::no),
                                          selectConversationUsage(key.id)};
  const auto rows = co_await call.transaction().executeAll(std::move(commands));
  if (rows[0].empty()) throw notFound("There is no such conversation, or it is not yours.");
  co_return shown(database::rowAs<ModelUsage>(rows[1], 0));
}

}  // namespace

std::vector<Operation> usageOperations() {
  return {
      operation<FindUsage, OwnUsage>(
          {.name = "get_usage",
           .title = "Read own usage",
           .summary = "What language models did for the user in a month, and what that cost.",
           .method = "GET",
           .path = "/api/usage",
           .effect = Effect::read},
          own),
      operation<FindUsage, WorkspaceUsage>(
          {.name = "get_workspace_usage",
           .title = "Read the workspace's usage",
           .summary = "What language models cost the workspace in a month, by model and member.",
           .method = "GET",
           .path = "/api/workspace/usage",
           .effect = Effect::read,
           .access = Access::administrator},
          ofWorkspace),
      operation<UsageLimit, UsageLimit>(
          {.name = "set_usage_limit",
           .title = "Limit the workspace's usage",
           .summary = "Say what language models may cost the workspace in a month.",
           .method = "PUT",
           .path = "/api/workspace/usage-limit",
           .effect = Effect::write,
           .access = Access::administrator},
          setLimit),
      operation<ConversationRef, ChatUsage>(
          {.name = "get_conversation_usage",
           .title = "Read a conversation's usage",
           .summary = "What a conversation's answers took, of those made anew every one.",
           .method = "GET",
           .path = "/api/conversations/{id}/usage",
           .effect = Effect::read},
          ofConversation),
  };
}

}  // namespace parley::assistant
