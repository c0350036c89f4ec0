#include "operations/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/error.hpp"
#include "json/parse.hpp"
#include "operations/operation.hpp"

namespace parley::operations {
namespace {

struct BatchChange {
  static constexpr std::string_view schema_name = "BatchChange";
  static constexpr auto help = std::to_array<json::Help>({
      {"record_type", "contact, organization, project or task."},
      {"ids", "At least one; all are changed, or none is."},
      {"changes", "The fields to set on each of them, as for one."},
  });

  Text<1, 50> record_type;
  std::vector<Uuid> ids;
  json::object changes;
};
BOOST_DESCRIBE_STRUCT(BatchChange, (), (record_type, ids, changes))

struct BatchDeletion {
  static constexpr std::string_view schema_name = "BatchDeletion";
  static constexpr auto help = std::to_array<json::Help>({
      {"record_type", "contact, organization, project or task."},
      {"ids", "At least one; all are deleted, or none is."},
  });

  Text<1, 50> record_type;
  std::vector<Uuid> ids;
};
BOOST_DESCRIBE_STRUCT(BatchDeletion, (), (record_type, ids))

struct Batch {
  static constexpr std::string_view schema_name = "Batch";
  static constexpr auto help =
      std::to_array<json::Help>({{"changed", "How many records were not already so."}});

  BatchId id;
  int changed = 0;
};
BOOST_DESCRIBE_STRUCT(Batch, (), (id, changed))

/// Uses an operation on one record after the other within the call's transaction.
class Batches {
 public:
  explicit Batches(const Catalog& catalog) : catalog_{catalog} {}

  task<Batch> change(Call& call, BatchChange input) const {
    if (input.changes.empty()) throw invalid("changes", "must name a field to change");
    if (input.changes.contains("id")) throw invalid("changes", "must not hold an id");
    co_return co_await each(call, "update_", input.record_type.value(), input.ids, input.changes);
  }
  task<Batch> remove(Call& call, BatchDeletion input) const {
    co_return co_await each(call, "delete_", input.record_type.value(), input.ids, {});
  }

 private:
  task<Batch> each(Call& call, std::string_view verb, const std::string& type,
                   const std::vector<Uuid>& ids, const json::object& fields) const {
    const auto* operation = catalog_.find(fmt::format("{}{}", verb, type));
    if (catalog_.kind(type) == nullptr || operation == nullptr)
      throw invalid("record_type", "is no kind of record that this can be done to");
    const auto most = catalog_.options().max_batch;
    if (ids.empty() || ids.size() > most)
      throw invalid("ids", fmt::format("must name 1 to {} records", most));
    Batch batch;
    batch.id = BatchId::make();
    call.batch_id = batch.id;
    for (const std::size_t index : inOrderOf(ids)) {
      auto arguments = fields;
      arguments["id"] = ids[index].toString();
      co_await one(call, *operation, arguments, index);
    }
    batch.changed = static_cast<int>(call.recorded().size());
    call.reply = {};
    co_return batch;
  }

  /// The same for everybody, so that two batches never wait for each other's records.
  static std::vector<std::size_t> inOrderOf(const std::vector<Uuid>& ids) {
    std::vector<std::size_t> indexes;
    for (std::size_t index = 0; index < ids.size(); ++index) indexes.push_back(index);
    std::ranges::stable_sort(indexes, {}, [&](std::size_t index) { return ids[index]; });
    return indexes;
  }

  /// What is wrong with one record is told of that one.
  static task<void> one(Call& call, const Operation& operation, const json::object& arguments,
                        std::size_t index) {
    try {
      co_await operation.run(call, arguments, json::Source::body);
    } catch (Error& error) {
      if (error.status == Status::not_found || error.status == Status::forbidden) {
        error.fields.push_back({fmt::format("ids[{}]", index), error.detail});
      } else {
        for (auto& field : error.fields) field.field = "changes." + field.field;
      }
      throw;
    }
  }

  const Catalog& catalog_;
};

}  // namespace

Feature batches(const Catalog& catalog) {
  const Batches batches{catalog};
  Feature made;
  made.operations = {
      operation<BatchChange, Batch>(
          {.name = "change_records",
           .title = "Change records",
           .summary = "Change the same fields of several records of one kind, all or none.",
           .method = "POST",
           .path = "/api/batches/changes",
           .effect = Effect::write},
          [batches](Call& call, BatchChange input) {
            return batches.change(call, std::move(input));
          }),
      operation<BatchDeletion, Batch>(
          {.name = "delete_records",
           .title = "Delete records",
           .summary = "Delete several records of one kind, all or none.",
           .method = "POST",
           .path = "/api/batches/deletions",
           .effect = Effect::destroy},
          [batches](Call& call, BatchDeletion input) {
            return batches.remove(call, std::move(input));
          }),
  };
  return made;
}

}  // namespace parley::operations
