#include <gtest/gtest.h>

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "database/database.hpp"
#include "database/described_rows.hpp"
#include "database/query_error.hpp"
#include "testing/test_database.hpp"

namespace parley::database {
namespace {

using testing::run;

struct Note {
  Uuid id;
  std::string text;
  std::optional<std::string> colour;
  std::int64_t number;
  bool done;
  Timestamp created_at;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, text, colour, number, done, created_at, tags))

class TransactionTest : public ::testing::Test {
 protected:
  TransactionTest() {
    place.executeAsOwner(
        "create table notes (id uuid primary key, user_id uuid not null, text text not null, "
        "colour text,"
        " number bigint not null default 7, done boolean not null default false,"
        " created_at timestamptz not null default '2026-11-22 10:00:00.5+02', tags text[] not null "
        "default '{}');"
        "create table parts (note_id uuid references notes (id) deferrable initially deferred);"
        "alter table notes enable row level security; alter table notes force row level security;"
        "create policy own on notes using (user_id = (select "
        "nullif(current_setting('parley.user_id', true), "
        "'')::uuid));"
        "grant select, insert, update, delete on notes, parts to parley_app");
  }

  static Options optionsFor(const testing::TestDatabase& place) {
    Options options;
    options.conninfo = place.appConninfo();
    options.connections = 2;
    return options;
  }

  static Command insertNote(const Identity& owner, const std::string& text) {
    return {"insert into notes (id, user_id, text) values ($1, $2, $3)",
            parameters(makeUuid(), owner.user_id, text)};
  }

  task<int> count(Identity identity) {
    auto transaction = co_await database.begin(identity, Mode::read);
    auto rows = co_await transaction.execute("select count(*) from notes");
    co_return valueAs<int>(rows);
  }

  task<void> add(Identity identity, std::string text) {
    auto transaction = co_await database.begin(identity, Mode::write);
    Command command = insertNote(identity, text);
    co_await transaction.execute(std::move(command.sql), std::move(command.parameters));
    co_await transaction.commit();
  }

  testing::TestDatabase place{testing::Content::empty};
  Loop loop;
  Database database{loop, optionsFor(place)};
  const Identity ada{makeUuid(), makeUuid()};
  const Identity bob{makeUuid(), makeUuid()};
};

/// The round trips of the second call: the first opens the connection.
template <class Call>
std::uint64_t roundTripsOf(Loop& loop, Database& database, Call call) {
  run(loop, call());
  const auto before = database.statistics().round_trips;
  run(loop, call());
  return database.statistics().round_trips - before;
}

TEST_F(TransactionTest, ReadsInOneRoundTrip) {
  const auto read = [&] { return count(ada); };
  EXPECT_EQ(roundTripsOf(loop, database, read), 1U);
}

TEST_F(TransactionTest, ReadsSeveralStatementsInOneRoundTrip) {
  const auto read = [&]() -> task<void> {
    auto transaction = co_await database.begin(ada, Mode::read);
    std::vector<Command> commands;
    commands.emplace_back("select 1");
    commands.emplace_back("select $1::int + 1", parameters(4));
    const auto rows = co_await transaction.executeAll(std::move(commands));
    EXPECT_EQ(rows.size(), 2U);
    EXPECT_EQ(valueAs<int>(rows[1]), 5);
  };
  EXPECT_EQ(roundTripsOf(loop, database, read), 1U);
}

TEST_F(TransactionTest, WritesInTwoRoundTripsBeginAndCommitIncluded) {
  const auto write = [&] { return add(ada, "tea"); };
  EXPECT_EQ(roundTripsOf(loop, database, write), 2U);
  EXPECT_EQ(run(loop, count(ada)), 2);
}

TEST_F(TransactionTest, CommitsQueuedStatementsInOneRoundTrip) {
  const auto write = [&]() -> task<void> {
    auto transaction = co_await database.begin(ada, Mode::write);
    transaction.enqueue(insertNote(ada, "one"));
    transaction.enqueue(insertNote(ada, "two"));
    co_await transaction.commit();
  };
  EXPECT_EQ(roundTripsOf(loop, database, write), 1U);
  EXPECT_EQ(run(loop, count(ada)), 4);
}

TEST_F(TransactionTest, RefusesToWriteInReadMode) {
  const auto write = [&]() -> task<void> {
    auto transaction = co_await database.begin(ada, Mode::read);
    Command command = insertNote(ada, "sneaky");
    co_await transaction.execute(std::move(command.sql), std::move(command.parameters));
  };
  EXPECT_THROW(run(loop, write()), QueryError);
  EXPECT_EQ(run(loop, count(ada)), 0);
}

TEST_F(TransactionTest, ForgetsWhatWasNotCommitted) {
  const auto write = [&]() -> task<void> {
    auto transaction = co_await database.begin(ada, Mode::write);
    Command command = insertNote(ada, "fleeting");
    co_await transaction.execute(std::move(command.sql), std::move(command.parameters));
  };
  run(loop, write());
  EXPECT_EQ(run(loop, count(ada)), 0);
}

TEST_F(TransactionTest, RollsBackAfterAnErrorAndServesTheNextUserWithTheSameConnection) {
  auto options = optionsFor(place);
  options.connections = 1;
  Database single{loop, options};
  const auto fail = [&]() -> task<void> {
    auto transaction = co_await single.begin(ada, Mode::write);
    std::vector<Command> commands;
    commands.push_back(insertNote(ada, "half"));
    commands.emplace_back("select 1 / 0");
    co_await transaction.executeAll(std::move(commands));
  };
  EXPECT_THROW(run(loop, fail()), QueryError);
  EXPECT_TRUE(run(loop, single.ping()));
  EXPECT_EQ(run(loop, count(ada)), 0);
  EXPECT_EQ(single.statistics().connects, 1U);
  EXPECT_EQ(single.statistics().rollbacks, 1U);
}

TEST_F(TransactionTest, ReportsAFailureThatOnlyTheCommitDiscovers) {
  const auto write = [&]() -> task<void> {
    auto transaction = co_await database.begin(ada, Mode::write);
    co_await transaction.execute("insert into parts values ($1)", parameters(makeUuid()));
    co_await transaction.commit();
  };
  try {
    run(loop, write());
    FAIL() << "the commit was reported";
  } catch (const QueryError& error) {
    EXPECT_EQ(error.sqlstate, "23503");
    EXPECT_EQ(error.constraint, "parts_note_id_fkey");
    EXPECT_EQ(error.status, Status::conflict);
  }
  EXPECT_EQ(place.askAsOwner("select count(*) from parts"), "0");
}

TEST_F(TransactionTest, AFailingQueuedStatementFailsTheCommit) {
  const auto write = [&]() -> task<void> {
    auto transaction = co_await database.begin(ada, Mode::write);
    Command command = insertNote(ada, "kept?");
    co_await transaction.execute(std::move(command.sql), std::move(command.parameters));
    transaction.enqueue(Command{"select 1 / 0"});
    co_await transaction.commit();
  };
  EXPECT_THROW(run(loop, write()), QueryError);
  EXPECT_EQ(run(loop, count(ada)), 0);
}

TEST_F(TransactionTest, ShowsTheNextUserOfAConnectionNothingOfTheOne) {
  run(loop, add(ada, "private"));
  EXPECT_EQ(run(loop, count(ada)), 1);
  EXPECT_EQ(run(loop, count(bob)), 0);
  const auto nobody = [&]() -> task<int> {
    auto transaction = co_await database.begin(std::nullopt, Mode::read);
    auto rows = co_await transaction.execute("select count(*) from notes");
    co_return valueAs<int>(rows);
  };
  EXPECT_EQ(run(loop, nobody()), 0);
  EXPECT_EQ(database.statistics().connects, 1U);
}

TEST_F(TransactionTest, RefusesToWriteRowsOfAnotherUser) {
  const auto write = [&]() -> task<void> {
    auto transaction = co_await database.begin(bob, Mode::write);
    Command command = insertNote(ada, "forged");
    co_await transaction.execute(std::move(command.sql), std::move(command.parameters));
    co_await transaction.commit();
  };
  try {
    run(loop, write());
    FAIL() << "the row was written";
  } catch (const QueryError& error) {
    EXPECT_EQ(error.status, Status::forbidden);
  }
}

TEST_F(TransactionTest, ReadsRowsIntoDescribedStructsByName) {
  const auto id = makeUuid();
  const auto write = [&]() -> task<Note> {
    auto transaction = co_await database.begin(ada, Mode::write);
    const std::vector<std::string> tags{"a b", "c\"d\\e", "NULL", ""};
    auto rows = co_await transaction.execute(
        "insert into notes (id, user_id, text, tags) values ($1, $2, $3, $4)"
        " returning tags, created_at, done, number, colour, text, id, user_id",
        parameters(id, ada.user_id, "żółw", tags));
    co_await transaction.commit();
    co_return rowAs<Note>(rows, 0);
  };
  const Note note = run(loop, write());
  EXPECT_EQ(note.id, id);
  EXPECT_EQ(note.text, "żółw");
  EXPECT_EQ(note.colour, std::nullopt);
  EXPECT_EQ(note.number, 7);
  EXPECT_FALSE(note.done);
  EXPECT_EQ(toString(note.created_at), "2026-11-22T08:00:00.500Z");
  EXPECT_EQ(note.tags, (std::vector<std::string>{"a b", "c\"d\\e", "NULL", ""}));
}

TEST_F(TransactionTest, SaysWhenANonOptionalMemberMeetsNull) {
  const auto read = [&]() -> task<Rows> {
    auto transaction = co_await database.begin(ada, Mode::read);
    co_return co_await transaction.execute("select null::text as value");
  };
  const Rows rows = run(loop, read());
  EXPECT_THROW(valueAs<std::string>(rows), std::logic_error);
  EXPECT_EQ(valueAs<std::optional<std::string>>(rows), std::nullopt);
}

TEST_F(TransactionTest, RefusesNulCharactersInsteadOfCuttingTextThere) {
  EXPECT_THROW(run(loop, add(ada, std::string{"a\0b", 3})), Error);
  EXPECT_EQ(run(loop, count(ada)), 0);
}

TEST_F(TransactionTest, CarriesManyLargeValuesBothWaysAtOnce) {
  const auto read = [&]() -> task<std::size_t> {
    auto transaction = co_await database.begin(ada, Mode::read);
    std::vector<Command> commands;
    for (int i = 0; i < 20; ++i) {
      commands.emplace_back("select $1::text", parameters(std::string(1'000'000, 'x')));
    }
    const auto rows = co_await transaction.executeAll(std::move(commands));
    std::size_t size = 0;
    for (const auto& row : rows) size += row.at(0, 0)->size();
    co_return size;
  };
  EXPECT_EQ(run(loop, read()), 20'000'000U);
}

TEST_F(TransactionTest, StopsAStatementThatTakesTooLong) {
  auto options = optionsFor(place);
  options.statement_timeout = std::chrono::milliseconds{100};
  Database impatient{loop, options};
  const auto read = [&]() -> task<void> {
    auto transaction = co_await impatient.begin(ada, Mode::read);
    co_await transaction.execute("select pg_sleep(20)");
  };
  try {
    run(loop, read());
    FAIL() << "it was not stopped";
  } catch (const QueryError& error) {
    EXPECT_EQ(error.sqlstate, "57014");
    EXPECT_EQ(error.status, Status::unavailable);
    EXPECT_TRUE(error.retry_after);
    EXPECT_FALSE(error.detail.contains("select"));
  }
}

TEST_F(TransactionTest, TellsTheLogAndNobodyElseWhatTheServerSaidUnlessItQuotesData) {
  const auto failureOf = [&](std::string sql) {
    const auto read = [&]() -> task<void> {
      auto transaction = co_await database.begin(ada, Mode::read);
      co_await transaction.execute(sql);
    };
    try {
      run(loop, read());
    } catch (const QueryError& error) {
      return std::pair{std::string{error.what()}, error.detail};
    }
    return std::pair{std::string{}, std::string{}};
  };
  const auto [of_schema, told] = failureOf("select 1 from nowhere");
  EXPECT_TRUE(of_schema.contains("42P01") && of_schema.contains("nowhere")) << of_schema;
  EXPECT_FALSE(told.contains("nowhere"));
  const auto [of_data, ignored] = failureOf("select '2026-11-22 10:00+99'::timestamptz");
  EXPECT_TRUE(of_data.contains("22009")) << of_data;
  EXPECT_FALSE(of_data.contains("2026")) << of_data;
}

TEST_F(TransactionTest, WaitsForTheDiskAtItsCommitUnlessTheNextOneDoes) {
  place.executeAsOwner(
      "create table waits (id int, setting text);"
      "grant select, insert, update on waits to parley_app;"
      "create function note_wait() returns trigger language plpgsql as $$ begin"
      "  update waits set setting = current_setting('synchronous_commit') where id = new.id;"
      "  return null; end $$;"
      "create constraint trigger at_commit after insert on waits deferrable initially deferred "
      "for each row execute function note_wait()");
  const auto commit = [&](int id, Durability durability) -> task<void> {
    auto transaction = co_await database.begin(std::nullopt, Mode::write);
    transaction.enqueue({"insert into waits (id) values ($1)", parameters(id)});
    co_await transaction.commit(durability);
  };
  run(loop, commit(1, Durability::with_next));
  run(loop, commit(2, Durability::now));  // on the same connection: nothing of it is left
  EXPECT_EQ(place.askAsOwner("select string_agg(setting, ' ' order by id) from waits"), "off on");
  EXPECT_EQ(database.statistics().commits, 2U);
  EXPECT_EQ(database.statistics().durable_commits, 1U);
}

}  // namespace
}  // namespace parley::database
