#include "operations/history.hpp"

#include <fmt/format.h>

#include <array>
#include <initializer_list>
#include <utility>

#include "database/described_rows.hpp"
#include "foundation/error.hpp"
#include "json/parse.hpp"
#include "operations/bad_query.hpp"
#include "operations/listing.hpp"

namespace parley::operations {
namespace {

struct ChangeActor {
  UserId id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ChangeActor, (), (id, name))

struct ChangedRecord {
  std::string type;
  Uuid id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ChangedRecord, (), (type, id, name))

/// A change as it is shown.
struct ChangeView {
  static constexpr std::string_view schema_name = "Change";

  ChangeId id;
  Timestamp at;
  ChangeActor actor;
  Channel channel;
  std::optional<RunId> run_id;
  Action action;
  ChangedRecord record;
  json::Raw before;
  json::Raw after;
  std::optional<ChangeId> undone_by;
};
BOOST_DESCRIBE_STRUCT(ChangeView, (),
                      (id, at, actor, channel, run_id, action, record, before, after, undone_by))

struct ChangePage {
  static constexpr std::string_view schema_name = "ChangePage";

  std::vector<ChangeView> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ChangePage, (), (items, next_cursor))

struct FindChanges {
  static constexpr auto help = std::to_array<json::Help>(
      {{"within", "A project's id: its own changes and those of its tasks."}});

  std::optional<int> limit;
  std::optional<std::string> cursor;
  std::optional<std::string> record_type;
  std::optional<Uuid> record_id;
  std::optional<RunId> run_id;
  std::optional<Uuid> within;
};
BOOST_DESCRIBE_STRUCT(FindChanges, (), (limit, cursor, record_type, record_id, run_id, within))

struct ChangeKey {
  ChangeId id;
};
BOOST_DESCRIBE_STRUCT(ChangeKey, (), (id))

struct RunKey {
  RunId id;
};
BOOST_DESCRIBE_STRUCT(RunKey, (), (id))

struct BatchKey {
  BatchId id;
};
BOOST_DESCRIBE_STRUCT(BatchKey, (), (id))

struct UndoneChanges {
  static constexpr std::string_view schema_name = "UndoneChanges";

  std::vector<ChangeView> changes;
};
BOOST_DESCRIBE_STRUCT(UndoneChanges, (), (changes))

/// A row of `changes` with the name of who made it.
struct ChangeRow {
  ChangeId id;
  Timestamp at;
  UserId actor_id;
  std::string actor_name;
  Channel channel = Channel::api;
  std::optional<RunId> run_id;
  Action action = Action::updated;
  std::string record_type;
  Uuid record_id;
  std::string record_name;
  int record_version = 1;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::optional<ChangeId> undone_by;
  std::optional<BatchId> batch_id;
};
BOOST_DESCRIBE_STRUCT(ChangeRow, (),
                      (id, at, actor_id, actor_name, channel, run_id, action, record_type,
                       record_id, record_name, record_version, before, after, undone_by, batch_id))

#define PARLEY_CHANGE_FIELDS                                                                     \
  "c.id, c.at, c.actor_id, u.name as actor_name, c.channel, c.run_id, c.action, c.record_type, " \
  "c.record_id, c.record_name, c.record_version, c.before, c.after, c.undone_by, c.batch_id "
#define PARLEY_CHANGE_ACTOR \
  " c join users u on u.workspace_id = c.workspace_id and u.id = c.actor_id "
#define PARLEY_CHANGE_COLUMNS PARLEY_CHANGE_FIELDS "from changes" PARLEY_CHANGE_ACTOR

ChangeView viewOf(ChangeRow row) {
  ChangeView view;
  view.id = row.id;
  view.at = row.at;
  view.actor = {row.actor_id, std::move(row.actor_name)};
  view.channel = row.channel;
  view.run_id = row.run_id;
  view.action = row.action;
  view.record = {std::move(row.record_type), row.record_id, std::move(row.record_name)};
  view.before = json::Raw{row.before.value_or("null")};
  view.after = json::Raw{row.after.value_or("null")};
  view.undone_by = row.undone_by;
  return view;
}

/// One way in of several: its rows come in the order of an index of their own, so that a page costs
/// the same however long the history is.
std::string waysIn(std::initializer_list<std::string_view> conditions) {
  std::string parts;
  for (const auto condition : conditions) {
    parts += fmt::format(R"({}(select * from changes where {}
        and ($1::text is null or record_type = $1) and ($2::uuid is null or record_id = $2)
        and ($3::uuid is null or run_id = $3) and ($4::uuid is null or id < $4)
        and ($6::uuid is null or shared_through = $6)
        order by id desc limit $5))",
                         parts.empty() ? "" : " union all ", condition);
  }
  return "select " PARLEY_CHANGE_FIELDS "from (" + parts +
         ")" PARLEY_CHANGE_ACTOR "order by c.id desc limit $5";
}

std::string pageStatement(const FindChanges& input) {
  if (input.record_id) return waysIn({"record_id = $2"});
  if (input.run_id) return waysIn({"run_id = $3"});
  if (input.within) return waysIn({"shared_through = $6"});
  return waysIn({"owner_id = " PARLEY_LIST_MEMBER,
                 "owner_id <> " PARLEY_LIST_MEMBER " and actor_id = " PARLEY_LIST_MEMBER,
                 "owner_id <> " PARLEY_LIST_MEMBER " and actor_id <> " PARLEY_LIST_MEMBER
                 " and shared_through = any " PARLEY_LIST_SHARED_PROJECTS});
}

task<ChangePage> find(Call& call, FindChanges input) {
  const int limit = input.limit.value_or(50);
  if (limit < 1 || limit > max_list_limit) throw badQuery("limit", "must be from 1 to 200");
  std::optional<ChangeId> before;
  if (input.cursor && !(before = ChangeId::parse(*input.cursor)))
    throw badQuery("cursor", "is not a cursor of this list");
  const auto rows = co_await call.transaction().execute(
      pageStatement(input), database::parameters(input.record_type, input.record_id, input.run_id,
                                                 before, limit + 1, input.within));
  ChangePage page;
  auto found = database::rowsAs<ChangeRow>(rows);
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
    page.next_cursor = found.back().id.toString();
  }
  for (auto& row : found) page.items.push_back(viewOf(std::move(row)));
  co_return page;
}

Error cannotUndo(std::string detail) {
  return Error{Status::conflict, "cannot_undo", std::move(detail)};
}

/// True when a later change of the record still stands. An undo and what it undid cancel each other
/// out.
task<bool> movedOn(Call& call, const ChangeRow& row) {
  const auto rows = co_await call.transaction().execute(
      R"(select 1 from changes
         where record_id = $1 and id > $2 and undone_by is null and channel <> 'undo' limit 1)",
      database::parameters(row.record_id, row.id));
  co_return !rows.empty();
}

/// True when a record within this one was made or changed, not together with it, and is still
/// there: removing it would take that record along.
task<bool> wasAddedTo(Call& call, const ChangeRow& row) {
  const auto rows = co_await call.transaction().execute(
      R"(select 1 from changes added
         where shared_through = $1 and record_id <> $1 and id > $2 and undone_by is null
           and channel <> 'undo' and action <> 'deleted' and (run_id = $3 or batch_id = $4) is not true
           and not exists (select from changes later
                           where later.record_id = added.record_id and later.id > added.id
                             and later.undone_by is null and later.channel <> 'undo'
                             and (later.action = 'deleted' or later.shared_through is distinct from $1))
         limit 1)",
      database::parameters(row.record_id, row.id, row.run_id, row.batch_id));
  co_return !rows.empty();
}

/// Takes one change back within the call's transaction. Throws 409 when the record has moved on.
task<void> undo(Call& call, const Catalog& catalog, const ChangeRow& row) {
  if (row.undone_by) throw cannotUndo("This change of " + row.record_name + " was already undone.");
  const auto* kind = catalog.kind(row.record_type);
  if (kind == nullptr) throw cannotUndo("A change of this kind cannot be undone.");

  const auto current = co_await kind->load(call, row.record_id);
  if (row.action == Action::deleted) {
    if (current) throw cannotUndo(row.record_name + " exists again; nothing to bring back.");
    const auto before = json::parse(*row.before).as_object();
    co_await kind->restore(call, row.record_id, before);
    co_return;
  }
  if (!current) throw cannotUndo(row.record_name + " has been deleted since.");
  if (co_await movedOn(call, row)) {
    throw cannotUndo(row.record_name + " was changed again since; undo the later change first.");
  }
  if (row.action == Action::created) {
    if (co_await wasAddedTo(call, row))
      throw cannotUndo("Something was added to " + row.record_name +
                       " or changed there since; undo the later changes first.");
    co_await kind->remove(call, row.record_id);
  } else {
    const auto before = json::parse(*row.before).as_object();
    co_await kind->revert(call, row.record_id, before);
  }
}

/// Marks what was taken back; `by` is the change that did it. Undoing an undo makes its change
/// stand again.
void markUndone(Call& call, ChangeId id, ChangeId by) {
  call.transaction().enqueue(
      {"update changes set undone_by = null where undone_by = $1", database::parameters(id)});
  call.transaction().enqueue(
      {"update changes set undone_by = $2 where id = $1", database::parameters(id, by)});
}

task<ChangeView> undoneView(Call& call, const Change& change) {
  const auto rows = co_await call.transaction().execute(
      "select name, now() from users where id = $1", database::parameters(call.actor().user_id));
  ChangeView view;
  view.id = change.id;
  view.at =
      database::fromText<Timestamp>(rows.at(0, 1).value());  // as the row of the change has it
  view.actor = {call.actor().user_id, std::string{rows.at(0, 0).value()}};
  view.channel = Channel::undo;
  view.run_id = call.run_id;
  view.action = change.action;
  view.record = {change.record_type, change.record_id, change.record_name};
  view.before = json::Raw{change.before.value_or("null")};
  view.after = json::Raw{change.after.value_or("null")};
  co_return view;
}

class Undo {
 public:
  explicit Undo(const Catalog& catalog) : catalog_{catalog} {}

  task<ChangeView> one(Call& call, ChangeKey key) const {
    const auto rows = co_await call.transaction().execute("select " PARLEY_CHANGE_COLUMNS
                                                          "where c.id = $1 for update of c",
                                                          database::parameters(key.id));
    const auto row = database::optionalRowAs<ChangeRow>(rows);
    if (!row) throw notFound("There is no such change, or it is not yours.");
    co_return co_await takeBack(call, *row);
  }

  task<UndoneChanges> run(Call& call, RunKey key) const {
    auto undone = co_await takeBackAll(call, "c.run_id", key.id.uuid);
    if (!undone.changes.empty()) co_return undone;
    if (!co_await isThere(call, key))
      throw notFound("There is no such answer, or it is not yours.");
    throw cannotUndo("Nothing of this answer is left to undo.");
  }

  task<UndoneChanges> batch(Call& call, BatchKey key) const {
    auto undone = co_await takeBackAll(call, "c.batch_id", key.id.uuid);
    if (undone.changes.empty()) throw notFound("There is nothing left to undo of that.");
    co_return undone;
  }

  task<ChangeView> last(Call& call, NoInput) const {
    const auto rows = co_await call.transaction().execute(
        "select " PARLEY_CHANGE_COLUMNS
        "where c.actor_id = $1 and c.undone_by is null and c.channel <> 'undo' order by c.id desc "
        "limit 1 for update of c",
        database::parameters(call.actor().user_id));
    const auto row = database::optionalRowAs<ChangeRow>(rows);
    if (!row) throw cannotUndo("There is nothing to undo.");
    if (!row->batch_id) co_return co_await takeBack(call, *row);
    auto undone = co_await takeBackAll(call, "c.batch_id", row->batch_id->uuid);
    co_return std::move(undone.changes.back());
  }

 private:
  /// What still stands of the changes that belong together, the last one first. What limits a run
  /// and a batch limits how many they are.
  task<UndoneChanges> takeBackAll(Call& call, std::string_view column, Uuid id) const {
    const auto rows = co_await call.transaction().execute(
        fmt::format("select " PARLEY_CHANGE_COLUMNS
                    "where {} = $1 and c.undone_by is null and c.channel <> 'undo' "
                    "order by c.id desc for update of c",
                    column),
        database::parameters(id));
    const auto found = database::rowsAs<ChangeRow>(rows);
    UndoneChanges undone;
    for (const auto& row : found) {
      auto view = co_await takeBack(call, row);
      undone.changes.push_back(std::move(view));
    }
    co_return undone;
  }

  static task<bool> isThere(Call& call, RunKey key) {
    const auto rows = co_await call.transaction().execute("select 1 from runs where id = $1",
                                                          database::parameters(key.id));
    co_return !rows.empty();
  }

  task<ChangeView> takeBack(Call& call, const ChangeRow& row) const {
    call.channel = Channel::undo;
    const auto made_before = call.recorded().size();
    co_await undo(call, catalog_, row);
    if (call.recorded().size() == made_before)
      throw cannotUndo(row.record_name + " already is as it was before.");
    const auto change = call.recorded().back();
    markUndone(call, row.id, change.id);
    co_return co_await undoneView(call, change);
  }

  const Catalog& catalog_;
};

}  // namespace

Feature history(const Catalog& catalog) {
  const Undo undo{catalog};
  Feature made;
  made.operations = {
      operation<FindChanges, ChangePage>(
          {.name = "find_changes",
           .title = "Read history",
           .summary = "What was changed, by whom and through what, newest first.",
           .method = "GET",
           .path = "/api/changes",
           .effect = Effect::read},
          find),
      operation<ChangeKey, ChangeView>(
          {.name = "undo_change",
           .title = "Undo change",
           .summary = "Take one change back.",
           .method = "POST",
           .path = "/api/changes/{id}/undo",
           .effect = Effect::write},
          [undo](Call& call, ChangeKey key) { return undo.one(call, key); }),
      operation<BatchKey, UndoneChanges>(
          {.name = "undo_batch",
           .title = "Undo changes made together",
           .summary = "Take back what was changed or deleted together.",
           .method = "POST",
           .path = "/api/batches/{id}/undo",
           .effect = Effect::write},
          [undo](Call& call, BatchKey key) { return undo.batch(call, key); }),
      operation<RunKey, UndoneChanges>(
          {.name = "undo_run",
           .title = "Undo answer",
           .summary = "Take back everything one answer of the assistant changed.",
           .method = "POST",
           .path = "/api/runs/{id}/undo",
           .effect = Effect::write},
          [undo](Call& call, RunKey key) { return undo.run(call, key); }),
      operation<NoInput, ChangeView>(
          {.name = "undo_last_change",
           .title = "Undo the last change",
           .summary =
               "Take back the user's most recent change that is not undone yet, whatever it was.",
           .effect = Effect::write,
           .tool = true,
           .takes_back = true},
          [undo](Call& call, NoInput input) { return undo.last(call, input); }),
  };
  return made;
}

}  // namespace parley::operations
