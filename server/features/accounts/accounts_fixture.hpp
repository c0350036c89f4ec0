#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "features/accounts/accounts.hpp"
#include "features/accounts/session_gate.hpp"
#include "foundation/error.hpp"
#include "operations/catalog.hpp"
#include "testing/run.hpp"
#include "testing/test_database.hpp"

namespace parley::accounts {

class TestClock final : public Clock {
 public:
  Timestamp now() const override { return time; }
  Timestamp time = Timestamp{std::chrono::seconds{1'795'000'000}};
};

inline secrets::InstallationKey makeInstallationKey() {
  return secrets::InstallationKey{secrets::SecretString{std::string(32, 'k')}};
}

inline Options quickOptions() {
  Options options;
  options.passwords.memory_bytes = std::size_t{19} << 20;
  return options;
}

/// One node: what a process holds of the feature.
struct Node {
  Node(Loop& loop, const testing::TestDatabase& storage, const Clock& clock,
       Options options = quickOptions(),
       secrets::InstallationKey installation_key = makeInstallationKey())
      : key{std::move(installation_key)},
        database{loop, testing::patient(storage.appConninfo())},
        services{loop, database, clock, hub},
        accounts{std::move(options), key, clock},
        gate{accounts, database} {
    catalog.add(feature(accounts));
  }

  secrets::InstallationKey key;
  operations::Hub hub;
  database::Database database;
  operations::Services services;
  Accounts accounts;
  SessionGate gate;
  operations::Catalog catalog;
};

/// What came of one use of an operation: its answer, or the error it ended with.
struct Outcome {
  int status = 0;
  std::string code;
  std::string detail;
  std::vector<FieldError> fields;
  std::optional<std::chrono::seconds> retry_after;
  json::value body;
  operations::Answer answer;

  std::string text(std::string_view pointer) const {
    return std::string{body.at_pointer(pointer).as_string()};
  }
  std::string token() const { return text("/access_token"); }
  std::string cookie() const { return answer.reply.refresh_token.value_or(""); }
  std::string fieldNames() const {
    std::string names;
    for (const auto& field : fields) names += (names.empty() ? "" : ",") + field.field;
    return names;
  }
};

/// Who uses an operation, and from where.
struct As {
  std::optional<operations::Actor> actor = std::nullopt;
  std::optional<std::string> cookie = std::nullopt;
  std::string address = "192.0.2.1";
  std::string user_agent = "Test";
  std::optional<operations::Upload> upload = std::nullopt;
};

class AccountsTest : public ::testing::Test {
 protected:
  static constexpr std::string_view password = "violet kites over rivers";

  void SetUp() override { run(node_.accounts.start(node_.database)); }

  /// One database for all tests of the program: making one takes longer than most tests. Emptied
  /// before each.
  static const testing::TestDatabase& emptyStorage() {
    static const testing::TestDatabase storage;
    storage.executeAsOwner(
        "delete from sessions; delete from invitations; delete from users; delete from workspaces; "
        "delete from "
        "signing_keys; "
        "delete from installation");
    return storage;
  }

  template <class T>
  T run(task<T> coroutine) {
    return testing::run(loop_, std::move(coroutine));
  }

  /// All at once; gives back what came of each.
  template <class T>
  std::vector<T> runTogether(std::vector<task<T>> coroutines) {
    return testing::runTogether(loop_, std::move(coroutines));
  }

  static task<Outcome> invoking(Node& node, std::string name, json::object arguments, As as) {
    operations::Call call{node.services, as.actor, operations::Channel::ui};
    call.caller = {as.address, as.user_agent, false, as.cookie};
    call.upload = as.upload;
    Outcome outcome;
    try {
      outcome.answer = co_await node.catalog.invoke(call, *node.catalog.find(name), arguments);
      outcome.status = outcome.answer.status;
      if (outcome.answer.content_type == "application/json" && !outcome.answer.body.empty()) {
        outcome.body = boost::json::parse(outcome.answer.body);
      }
    } catch (const Error& error) {
      outcome.status = static_cast<int>(error.status);
      outcome.code = error.code;
      outcome.detail = error.detail;
      outcome.fields = error.fields;
      outcome.retry_after = error.retry_after;
    }
    co_return outcome;
  }

  Outcome invoke(const std::string& name, json::object arguments = {}, As as = {}) {
    return run(invoking(node_, name, std::move(arguments), std::move(as)));
  }

  static json::object registration(std::string_view email) {
    return {{"workspace_name", "Analytical"},
            {"name", "Ada"},
            {"email", email},
            {"password", password}};
  }
  Outcome registerUser(std::string_view email, As as = {}) {
    return invoke("register", registration(email), std::move(as));
  }
  Outcome signIn(std::string_view email, std::string_view with = password, As as = {}) {
    return invoke("login", {{"email", email}, {"password", with}}, std::move(as));
  }
  Outcome refresh(const std::string& cookie) { return invoke("refresh", {}, {.cookie = cookie}); }

  /// Whom the gate makes of a token; the status of its refusal otherwise.
  static task<std::pair<int, std::optional<operations::Actor>>> entering(Node& node,
                                                                         std::string token) {
    try {
      const auto bearer = co_await node.gate.authenticate(std::move(token));
      co_return std::pair{200, std::optional{bearer.actor}};
    } catch (const Error& error) {
      co_return std::pair{static_cast<int>(error.status), std::optional<operations::Actor>{}};
    }
  }
  int enter(Node& node, const std::string& token) { return run(entering(node, token)).first; }
  int enter(const std::string& token) { return enter(node_, token); }
  operations::Actor actorOf(const std::string& token) {
    return run(entering(node_, token)).second.value();
  }

  const testing::TestDatabase& storage_ = emptyStorage();
  TestClock clock_;
  Loop loop_;
  Node node_{loop_, storage_, clock_};
};

}  // namespace parley::accounts
