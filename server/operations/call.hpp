#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "database/database.hpp"
#include "foundation/clock.hpp"
#include "operations/actor.hpp"
#include "operations/change.hpp"
#include "operations/hub.hpp"

namespace parley::operations {

/// What handlers may use of one core. Outlives every call on it.
struct Services {
  Loop& loop;
  database::Database& database;
  const Clock& clock;
  Hub& hub;
};

/// What the caller demands of the record's version (`If-Match`).
struct IfMatch {
  bool any = true;
  std::vector<int> versions;

  bool accepts(int version) const;
};

/// Facts of the connection, for the operations that sign people in.
struct Caller {
  std::string address;
  std::string user_agent;
  bool secure = false;
  std::optional<std::string> refresh_token;  ///< as the cookie brought it
  std::string origin;  ///< of this server as people reach it: `https://crm.example.com`
};

/// A body that is no JSON.
struct Upload {
  std::string content_type;
  std::string bytes;
};

/// What makes a repeated request known: see operations/idempotency.hpp.
struct Idempotency {
  std::string key;
  std::string request;          ///< the whole of what is asked, in any form that is always the same
  std::optional<RunId> run_id;  ///< the run that the first request started before it was cut off
};

/// What a handler may say beside its output.
struct Reply {
  std::string location;
  std::optional<int> version;
  /// Set: a new refresh cookie; empty text: the cookie is cleared.
  std::optional<std::string> refresh_token;
  std::optional<std::chrono::seconds> refresh_token_life;
};

/// The answer of an operation, the same for every protocol.
struct Answer {
  int status = 200;
  std::string body;  ///< JSON unless content_type says otherwise; empty for 204
  std::string content_type = "application/json";
  Reply reply;
  std::vector<Change> changes;
};

/// One use of one operation by somebody. Lives as long as the invocation.
class Call {
 public:
  Call(Services& services, std::optional<Actor> actor, Channel channel)
      : services{services}, channel{channel}, actor_{std::move(actor)} {}

  Services& services;

  /// Who acts. Operations open to anyone must ask hasActor() first.
  const Actor& actor() const { return *actor_; }
  bool hasActor() const { return actor_.has_value(); }

  /// The transaction that the catalog opened for the effect of the operation, acting as the actor.
  database::Transaction& transaction() { return *transaction_; }

  /// Keeps the change with its transaction and tells the owner's open pages after the commit.
  void record(Change change) { changes_.push_back(std::move(change)); }
  const std::vector<Change>& recorded() const { return changes_; }

  /// Throws 412 with the current record when the caller saw another version.
  void requireVersion(int version, const std::string& current_json) const;

  Channel channel;
  std::optional<RunId> run_id;
  std::optional<BatchId> batch_id;  ///< of changes that are undone together
  IfMatch if_match;
  Caller caller;
  std::optional<Upload> upload;
  std::optional<Idempotency> idempotency;  ///< of writes by a user only
  Reply reply;
  /// `with_next`: who calls tells the recorded changes (`publishChange`), once a later commit has
  /// made them safe.
  database::Durability durability = database::Durability::now;
  /// Adds statements to the transaction of a write just before it commits, with the `durability`
  /// that then stands here: what must happen with it or not at all.
  std::function<task<void>(database::Transaction&, const Answer&)> before_commit;
  /// Of a write to records: it answers as it would, and nothing of it is kept or told.
  bool rehearsal = false;

 private:
  friend class Catalog;

  std::optional<Actor> actor_;
  std::optional<database::Transaction> transaction_;
  std::vector<Change> changes_;
};

}  // namespace parley::operations
