#include "features/assistant/usage_store.hpp"

#include <fmt/format.h>

#include "database/described_rows.hpp"

namespace parley::assistant {
namespace {

using database::parameters;
using database::Transaction;

#define PARLEY_ADD_USAGE                                                                \
  "on conflict (workspace_id, month, user_id, provider, model) do update set "          \
  "input_tokens = model_usage.input_tokens + excluded.input_tokens, "                   \
  "cache_read_tokens = model_usage.cache_read_tokens + excluded.cache_read_tokens, "    \
  "cache_write_tokens = model_usage.cache_write_tokens + excluded.cache_write_tokens, " \
  "output_tokens = model_usage.output_tokens + excluded.output_tokens, "                \
  "cost_micros = model_usage.cost_micros + excluded.cost_micros, "                      \
  "unpriced_tokens = model_usage.unpriced_tokens + excluded.unpriced_tokens"

#define PARLEY_USAGE_SUMS                                                \
  "coalesce(sum(input_tokens), 0)::bigint as input_tokens, "             \
  "coalesce(sum(cache_read_tokens), 0)::bigint as cache_read_tokens, "   \
  "coalesce(sum(cache_write_tokens), 0)::bigint as cache_write_tokens, " \
  "coalesce(sum(output_tokens), 0)::bigint as output_tokens, "           \
  "coalesce(sum(cost_micros), 0)::bigint as cost_micros, "               \
  "coalesce(sum(unpriced_tokens), 0)::bigint as unpriced_tokens "

struct BudgetRow {
  std::optional<std::int64_t> limit_micros;
  std::int64_t spent_micros = 0;
};
BOOST_DESCRIBE_STRUCT(BudgetRow, (), (limit_micros, spent_micros))

}  // namespace

std::string monthOf(Timestamp time) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  return fmt::format("{:04}-{:02}-01", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()));
}

void countRun(Transaction& tx, const Owner& owner, RunId run, const UsedModel& model,
              const ModelUsage& total, Timestamp now) {
  tx.enqueue(
      {R"(insert into model_usage
          select $1, $2::date, $3, $4, $5, $7 - input_tokens, $8 - cache_read_tokens, $9 - cache_write_tokens,
                 $10 - output_tokens, $11 - cost_micros, $12 - unpriced_tokens
          from runs where id = $6 and $7 + $10 > input_tokens + output_tokens )" PARLEY_ADD_USAGE,
       parameters(owner.workspace_id, monthOf(now), owner.user_id, model.provider, model.model, run,
                  total.input_tokens, total.cache_read_tokens, total.cache_write_tokens,
                  total.output_tokens, total.cost_micros, total.unpriced_tokens)});
}

void addUsage(Transaction& tx, const Owner& owner, const UsedModel& model, const ModelUsage& used,
              Timestamp now) {
  tx.enqueue(
      {"insert into model_usage values ($1, $2::date, $3, $4, $5, $6, $7, $8, $9, $10, "
       "$11) " PARLEY_ADD_USAGE,
       parameters(owner.workspace_id, monthOf(now), owner.user_id, model.provider, model.model,
                  used.input_tokens, used.cache_read_tokens, used.cache_write_tokens,
                  used.output_tokens, used.cost_micros, used.unpriced_tokens)});
}

database::Command selectBudget(WorkspaceId workspace, Timestamp now) {
  return {R"(select model_limit_micros as limit_micros,
                    case when model_limit_micros is null then 0
                         else (select coalesce(sum(cost_micros), 0) from model_usage
                               where workspace_id = $1 and month = $2::date) end::bigint as spent_micros
             from workspaces where id = $1)",
          parameters(workspace, monthOf(now))};
}

Budget budgetFrom(const database::Rows& rows) {
  const auto row = database::optionalRowAs<BudgetRow>(rows);
  return row ? Budget{row->limit_micros, row->spent_micros} : Budget{};
}

void updateLimit(Transaction& tx, WorkspaceId workspace,
                 std::optional<language_model::MicroDollars> limit) {
  tx.enqueue({"update workspaces set model_limit_micros = $2, updated_at = now() where id = $1",
              parameters(workspace, limit)});
}

database::Command selectModels(const std::string& month, std::optional<UserId> member) {
  return {"select provider, model, " PARLEY_USAGE_SUMS
          "from model_usage where month = $1::date and ($2::uuid is null or user_id = $2) "
          "group by provider, model order by sum(cost_micros) desc, sum(input_tokens) desc, model",
          parameters(month, member)};
}

database::Command selectMembers(const std::string& month, int limit) {
  return {"select u.id, u.name, " PARLEY_USAGE_SUMS
          "from model_usage m join users u on u.workspace_id = m.workspace_id and u.id = m.user_id "
          "where m.month = $1::date group by u.id, u.name "
          "order by sum(cost_micros) desc, sum(input_tokens) desc, u.id limit $2",
          parameters(month, limit)};
}

database::Command selectMonths(const std::string& month, std::optional<UserId> member, int limit) {
  return {"select to_char(month, 'YYYY-MM') as month, " PARLEY_USAGE_SUMS
          "from model_usage where month <= $1::date and ($2::uuid is null or user_id = $2) "
          "group by model_usage.month order by model_usage.month desc limit $3",
          parameters(month, member, limit)};
}

database::Command selectConversationUsage(ConversationId conversation) {
  return {
      "select " PARLEY_USAGE_SUMS
      R"(from (select input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, cost_micros,
                          unpriced_tokens
                   from runs where conversation_id = $1
                   union all
                   select title_input_tokens, 0, 0, title_output_tokens, title_cost_micros, title_unpriced_tokens
                   from conversations where id = $1) as used)",
      parameters(conversation)};
}

}  // namespace parley::assistant
