#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/error.hpp"
#include "operations/catalog.hpp"
#include "testing/run.hpp"
#include "testing/test_database.hpp"

/// For tests of features: a catalog on a real database, and people who use it.
namespace parley::testing {

class TestClock final : public Clock {
 public:
  /// Every look takes a millisecond, so that times tell what came first.
  Timestamp now() const override { return time += std::chrono::milliseconds{1}; }
  mutable Timestamp time = Timestamp{std::chrono::seconds{1'795'000'000}};
};

/// What came of one use of an operation: its answer, or the error it ended with.
struct Used {
  int status = 0;
  std::string code;
  std::string detail;
  std::string fields;  ///< the names of the wrong ones, joined by commas
  std::string current;
  json::value body;
  operations::Answer answer;

  std::string text(std::string_view pointer) const {
    const auto& value = body.at_pointer(pointer);
    return value.is_null() ? "null" : std::string{std::string_view{value.as_string()}};
  }
  std::int64_t number(std::string_view pointer) const {
    return body.at_pointer(pointer).as_int64();
  }
  std::size_t count(std::string_view pointer) const {
    return body.at_pointer(pointer).as_array().size();
  }
  std::string changeId() const {
    return answer.changes.empty() ? "" : answer.changes.back().id.toString();
  }
};

class CatalogTest : public ::testing::Test {
 protected:
  template <class T>
  T run(task<T> coroutine) {
    return testing::run(loop_, std::move(coroutine));
  }

  /// A person in a workspace; of a new one unless told otherwise.
  operations::Actor newPerson(std::optional<WorkspaceId> workspace = std::nullopt,
                              const std::string& name = "Maya Lind") {
    operations::Actor actor;
    actor.user_id = UserId::make();
    actor.session_id = SessionId::make();
    actor.role = operations::Role::owner;
    actor.workspace_id = workspace.value_or(WorkspaceId::make());
    const auto user = actor.user_id.toString();
    const auto space = actor.workspace_id.toString();
    storage_.executeAsOwner("insert into workspaces (id, name) values ('" + space +
                            "', 'Test') on conflict do nothing; " +
                            "insert into users (id, workspace_id, name, email, email_key, role, "
                            "password_hash) values ('" +
                            user + "', '" + space + "', '" + name + "', '" + user +
                            "@example.com', '" + user + "@example.com', 'owner', '-')");
    return actor;
  }

  Used use(const operations::Actor& actor, std::string_view name, std::string_view arguments = "{}",
           std::optional<int> if_match = std::nullopt) {
    const auto source = name.starts_with("find_") ? json::Source::query : json::Source::body;
    return use(actor, name, arguments, source, if_match);
  }
  Used use(const operations::Actor& actor, std::string_view name, std::string_view arguments,
           json::Source source, std::optional<int> if_match = std::nullopt) {
    return run(useOne(actor, std::string{name}, boost::json::parse(arguments).as_object(), source,
                      [if_match](operations::Call& call) {
                        if (if_match) call.if_match = {false, {*if_match}};
                      }));
  }

  task<Used> useOne(operations::Actor actor, std::string name, json::object arguments,
                    json::Source source, std::function<void(operations::Call&)> prepare) {
    operations::Call call{services_, actor, operations::Channel::api};
    prepare(call);
    Used used;
    try {
      used.answer = co_await catalog_.invoke(call, *catalog_.find(name), arguments, source);
      used.status = used.answer.status;
      if (!used.answer.body.empty()) used.body = boost::json::parse(used.answer.body);
    } catch (const Error& error) {
      used.status = static_cast<int>(error.status);
      used.code = error.code;
      used.detail = error.detail;
      used.current = error.current;
      for (const auto& field : error.fields)
        used.fields += (used.fields.empty() ? "" : ",") + field.field;
    }
    co_return used;
  }

  testing::TestDatabase storage_;
  Loop loop_{1};
  TestClock clock_;
  operations::Hub hub_;
  database::Database database_{loop_, patient(storage_.appConninfo())};
  operations::Services services_{loop_, database_, clock_, hub_};
  operations::Catalog catalog_;
};

}  // namespace parley::testing
