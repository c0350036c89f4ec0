#pragma once

#include <optional>

#include "operations/catalog.hpp"

/// `Idempotency-Key`: the repetition of a request answers what the first one answered.
namespace parley::operations {

/// Claims the key of the call within the transaction, waiting for whoever claims it at the same
/// time. Answers what was answered before, or nothing: then the call is to be carried out. Throws
/// 422 when the key came with another request, 409 while the first one is being worked on.
task<std::optional<Answer>> claimKey(database::Transaction& transaction, Call& call,
                                     const Options& options);

/// Keeps the answer with the claimed key.
database::Command keepAnswer(const Call& call, const Answer& answer);

/// Notes the run that the request started, in the transaction that starts it: should the answer be
/// lost, the repetition waits for that run.
void keepRun(database::Transaction& transaction, const Call& call, RunId run);

/// After a failure: the key may be used again.
database::Command releaseKey(const Call& call);

}  // namespace parley::operations
