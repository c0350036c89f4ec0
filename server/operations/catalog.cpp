#include "operations/catalog.hpp"

#include <exception>
#include <stdexcept>
#include <utility>

#include "database/query_error.hpp"
#include "operations/change_log.hpp"
#include "operations/idempotency.hpp"

namespace parley::operations {
namespace {

constexpr int max_attempts = 3;

void checkAccess(const Call& call, const Facts& facts) {
  if (facts.access == Access::anyone) return;
  if (!call.hasActor()) {
    throw Error{Status::unauthenticated, "unauthenticated",
                "Sign in first: this needs a valid access token."};
  }
  if (facts.access == Access::administrator && call.actor().role == Role::member) {
    throw Error{Status::forbidden, "forbidden",
                "Only an owner or administrator of the workspace may do this."};
  }
}

bool isSerializationConflict(const database::QueryError& error) {
  return error.sqlstate == "40001" || error.sqlstate == "40P01";
}

}  // namespace

void Catalog::add(Feature feature) {
  for (auto& operation : feature.operations) {
    if (find(operation.facts.name) != nullptr) {
      throw std::logic_error{"two operations are named " + operation.facts.name};
    }
    operations_.push_back(std::move(operation));
  }
  for (auto& kind : feature.kinds) kinds_.push_back(std::move(kind));
  for (auto& words : feature.words) words_.push_back(std::move(words));
}

const Operation* Catalog::find(std::string_view name) const {
  for (const auto& operation : operations_) {
    if (operation.facts.name == name) return &operation;
  }
  return nullptr;
}

const RecordKind* Catalog::kind(std::string_view type) const {
  for (const auto& kind : kinds_) {
    if (kind.type == type) return &kind;
  }
  return nullptr;
}

/// For operations that bring their own transactions: the key is claimed before and answered after,
/// each in a transaction of its own.
task<Answer> Catalog::runOnce(Call& call, const Operation& operation, const json::object& arguments,
                              json::Source source,
                              std::optional<database::Identity> identity) const {
  if (call.idempotency) {
    auto claiming = co_await call.services.database.begin(identity, database::Mode::write);
    auto before = co_await claimKey(claiming, call, options_);
    if (before) co_return std::move(*before);
    co_await claiming.commit();
  }
  std::exception_ptr failure;
  Answer answer;
  try {
    answer = co_await operation.run(call, arguments, source);
    answer.changes = call.changes_;
  } catch (...) {
    failure = std::current_exception();
  }
  if (call.idempotency) {
    auto keeping = co_await call.services.database.begin(identity, database::Mode::write);
    keeping.enqueue(failure ? releaseKey(call) : keepAnswer(call, answer));
    co_await keeping.commit();
  }
  if (failure) std::rethrow_exception(failure);
  answer.reply = std::move(call.reply);
  co_return answer;
}

task<Answer> Catalog::invoke(Call& call, const Operation& operation, const json::object& arguments,
                             json::Source source) const {
  const auto& facts = operation.facts;
  checkAccess(call, facts);

  std::optional<database::Identity> identity;
  if (call.hasActor()) identity = identityOf(call.actor());
  if (call.rehearsal &&
      (facts.transactions == Transactions::own || facts.effect == Effect::outward))
    throw std::logic_error{facts.name + " cannot be rehearsed"};
  if (facts.transactions == Transactions::own) {
    Answer answer = co_await runOnce(call, operation, arguments, source, identity);
    for (const auto& change : call.changes_) publishChange(call.services, call.actor(), change);
    co_return answer;
  }

  const auto mode = facts.effect == Effect::read ? database::Mode::read : database::Mode::write;

  for (int attempt = 1;; ++attempt) {
    bool again = false;
    try {
      call.transaction_.emplace(co_await call.services.database.begin(identity, mode));
      if (call.idempotency) {
        if (auto before = co_await claimKey(call.transaction(), call, options_)) {
          call.transaction_.reset();
          co_return std::move(*before);
        }
      }
      Answer answer = co_await operation.run(call, arguments, source);
      answer.changes = call.changes_;
      if (mode == database::Mode::write && !call.rehearsal) {
        for (const auto& change : call.changes_) {
          if (!change.silent) call.transaction().enqueue(insertChange(call, change));
        }
        if (call.idempotency) call.transaction().enqueue(keepAnswer(call, answer));
        if (call.before_commit) co_await call.before_commit(call.transaction(), answer);
        co_await call.transaction().commit(call.durability);
      }
      call.transaction_.reset();
      answer.reply = std::move(call.reply);
      if (call.durability == database::Durability::now && !call.rehearsal) {
        for (const auto& change : answer.changes)
          publishChange(call.services, call.actor(), change);
      }
      co_return answer;
    } catch (const database::QueryError& error) {
      if (!isSerializationConflict(error) || attempt == max_attempts) throw;
      again = true;
    }
    if (again) {
      call.transaction_.reset();
      call.changes_.clear();
      call.reply = {};
    }
  }
}

}  // namespace parley::operations
