#include "database/connection.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <string_view>

#include "database/host_addresses.hpp"

namespace parley::database {
namespace {

constexpr int oldest_server = 150000;
constexpr std::size_t most_parameters = 65535;

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

void ignoreNotice(void*, const PGresult*) {}

/// The session's settings, in one statement. Nothing of it depends on whom the connection is lent
/// to.
Command setUpSession(const Options& options) {
  std::string sql =
      "select set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO, YMD', false),"
      " set_config('IntervalStyle', 'iso_8601', false), set_config('bytea_output', 'hex', false),"
      // A statement is planned once: what one plan cannot serve is another statement.
      " set_config('plan_cache_mode', 'force_generic_plan', false),"
      " set_config('lock_timeout', $1, false),"
      " set_config('idle_in_transaction_session_timeout', $2, false),"
      " set_config('client_connection_check_interval', $3, false)";
  return {std::move(sql),
          parameters(options.lock_timeout.count(), options.idle_in_transaction_timeout.count(),
                     options.orphan_check_interval.count())};
}

void checkParameters(const Command& command) {
  if (command.parameters.size() > most_parameters)
    throw std::logic_error("too many parameters in a statement");
  for (const auto& parameter : command.parameters) {
    // libpq would silently cut it there.
    if (parameter && parameter->contains('\0')) {
      throw Error{Status::unprocessable, "invalid", "Text must not contain NUL characters."};
    }
  }
}

}  // namespace

/// What was put into the pipeline; each gets one answer.
struct Connection::Sent {
  enum class Kind { prepare, execute, deallocate };
  Kind kind;
  std::size_t step = 0;  ///< index of its step
  std::string name;      ///< of the deallocated statement
};

struct Connection::Reading {
  explicit Reading(const std::vector<Step>& its_steps) : steps{its_steps} {}

  const std::vector<Step>& steps;
  std::vector<Sent> sent;
  std::size_t answered = 0;  ///< of sent
  Trip trip;
  std::size_t failed_at = 0;    ///< index in sent; valid with an error
  bool server_refused = false;  ///< the error is the server's own word, not a broken connection
  bool plan_changed = false;
  bool synced = false;
};

Connection::Connection(Loop& loop, const Options& options, Statistics& statistics)
    : loop_{loop},
      options_{options},
      statistics_{statistics},
      readiness_{loop},
      prepared_{options.max_prepared} {}

Connection::~Connection() {
  close();
}

void Connection::close() {
  readiness_.letGo();
  if (connection_) PQfinish(connection_);
  connection_ = nullptr;
}

bool Connection::idle() const {
  return connection_ && !in_round_trip_ && PQtransactionStatus(connection_) == PQTRANS_IDLE;
}

bool Connection::inTransaction() const {
  if (!connection_ || in_round_trip_) return false;
  const auto status = PQtransactionStatus(connection_);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool Connection::alive() const {
  if (!connection_ || PQstatus(connection_) != CONNECTION_OK) return false;
  // What an idle session is told unasked is nearly always its end. It is told before the socket is
  // closed, and in pipeline mode libpq reads it only after the next statement: no second look
  // could tell it from the rest, which costs a new connection now and then.
  pollfd socket{PQsocket(connection_), POLLIN, 0};
  return ::poll(&socket, 1, 0) == 0;
}

std::string Connection::lastMessage() const {
  if (!connection_) return "closed";
  // libpq adds hints on further lines.
  const std::string_view message = PQerrorMessage(connection_);
  return std::string{message.substr(0, message.find('\n'))};
}

void Connection::require(bool succeeded) {
  if (!succeeded) throw connectionLost(lastMessage());
}

task<void> Connection::open() {
  const auto deadline = std::chrono::steady_clock::now() + options_.connect_timeout;
  co_await connect(deadline);
  beginPipelining();
  const Command set_up = setUpSession(options_);
  std::vector<Step> steps{{&set_up, Preparation::none}};
  Trip trip = co_await roundTrip(std::move(steps));
  if (trip.error) throw *trip.error;
}

task<void> Connection::connect(Readiness::Deadline deadline) {
  const HostAddresses hosts = co_await findHosts(loop_, options_.conninfo);
  // Later keywords win over what the conninfo says, fallback_ ones and empty values do not.
  constexpr std::array<const char*, 9> keywords{"dbname",
                                                "fallback_application_name",
                                                "client_encoding",
                                                "keepalives_idle",
                                                "tcp_user_timeout",
                                                "host",
                                                "hostaddr",
                                                "port",
                                                nullptr};
  const std::array<const char*, 9> values{options_.conninfo.c_str(),
                                          options_.application_name.c_str(),
                                          "UTF8",
                                          "30",
                                          "10000",
                                          hosts.host.c_str(),
                                          hosts.hostaddr.c_str(),
                                          hosts.port.c_str(),
                                          nullptr};
  connection_ = PQconnectStartParams(keywords.data(), values.data(), 1);
  require(connection_ && PQstatus(connection_) != CONNECTION_BAD);
  PQsetNoticeReceiver(connection_, ignoreNotice, nullptr);

  auto polled = PGRES_POLLING_WRITING;
  while (polled != PGRES_POLLING_OK) {
    readiness_.watch(PQsocket(connection_));
    const Readiness::Wanted wanted{.read = polled == PGRES_POLLING_READING,
                                   .write = polled == PGRES_POLLING_WRITING};
    const bool in_time = co_await readiness_.wait(wanted, deadline);
    if (!in_time) throw connectionLost("the server did not answer in time");
    readiness_.letGo();
    polled = PQconnectPoll(connection_);
    require(polled != PGRES_POLLING_FAILED);
  }
  if (PQserverVersion(connection_) < oldest_server) {
    throw connectionLost("PostgreSQL is older than 15");
  }
  readiness_.watch(PQsocket(connection_));
}

void Connection::beginPipelining() {
  require(PQsetnonblocking(connection_, 1) == 0);
  require(PQenterPipelineMode(connection_) == 1);
}

task<Trip> Connection::roundTrip(std::vector<Step> steps, Contains contains) {
  for (const auto& step : steps) checkParameters(*step.command);
  if (!connection_) throw connectionLost("closed");

  const auto deadline =
      std::chrono::steady_clock::now() + options_.statement_timeout + options_.answer_grace;
  Reading reading{steps};
  std::optional<QueryError> lost;
  in_round_trip_ = true;
  ++statistics_.round_trips;
  try {
    reading.sent = send(steps);
    co_await flush(deadline);
    co_await read(reading, deadline);
  } catch (const QueryError& error) {
    lost = error;
  }
  if (lost) {
    ++statistics_.lost;
    close();
    // An error that the server sent for something before the commit proves that it was never
    // reached.
    const bool refused_before =
        reading.server_refused && reading.failed_at + 1 < reading.sent.size();
    if (contains == Contains::commit && !refused_before) throw outcomeUnknown(lost->message);
    throw *std::move(lost);
  }
  in_round_trip_ = false;
  settle(reading);
  co_return std::move(reading.trip);
}

task<void> Connection::rollBack() {
  static const Command rollback{"rollback"};
  if (!inTransaction()) co_return;
  ++statistics_.rollbacks;
  std::vector<Step> steps{{&rollback, Preparation::none}};
  Trip trip = co_await roundTrip(std::move(steps));
  if (trip.error) throw *trip.error;
}

std::vector<std::string> Connection::takeNotifications() {
  std::vector<std::string> payloads;
  while (PGnotify* notification = PQnotifies(connection_)) {
    payloads.emplace_back(notification->extra);
    PQfreemem(notification);
  }
  return payloads;
}

task<std::vector<std::string>> Connection::notifications(std::chrono::milliseconds time) {
  if (!connection_) throw connectionLost("closed");
  auto payloads = takeNotifications();  // some may have come during the last round trip
  if (!payloads.empty()) co_return payloads;
  const Readiness::Wanted wanted{};
  const bool in_time = co_await readiness_.wait(wanted, std::chrono::steady_clock::now() + time);
  if (!in_time) co_return payloads;
  require(PQconsumeInput(connection_) == 1);
  co_return takeNotifications();
}

std::vector<Connection::Sent> Connection::send(const std::vector<Step>& steps) {
  std::vector<Sent> sent;
  sendDeallocations(sent);
  for (std::size_t index = 0; index < steps.size(); ++index) {
    sendStep(steps[index], index, sent);
    sendDeallocations(sent);
  }
  require(PQpipelineSync(connection_) == 1);
  return sent;
}

void Connection::sendDeallocations(std::vector<Sent>& sent) {
  for (auto& name : prepared_.takeGivenUp()) {
    const std::string sql = "deallocate " + name;
    require(PQsendQueryParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) ==
            1);
    sent.push_back({Sent::Kind::deallocate, 0, std::move(name)});
  }
}

void Connection::sendStep(const Step& step, std::size_t index, std::vector<Sent>& sent) {
  const auto& [sql, parameters] = *step.command;
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters)
    values.push_back(parameter ? parameter->c_str() : nullptr);
  const int count = static_cast<int>(values.size());

  if (step.preparation == Preparation::none) {
    require(PQsendQueryParams(connection_, sql.c_str(), count, nullptr, values.data(), nullptr,
                              nullptr, 0) == 1);
  } else {
    const auto [name, is_new] = prepared_.use(sql);
    if (is_new) {
      require(PQsendPrepare(connection_, name.c_str(), sql.c_str(), 0, nullptr) == 1);
      sent.push_back({Sent::Kind::prepare, index, {}});
    }
    require(PQsendQueryPrepared(connection_, name.c_str(), count, values.data(), nullptr, nullptr,
                                0) == 1);
  }
  sent.push_back({Sent::Kind::execute, index, {}});
}

task<void> Connection::flush(Readiness::Deadline deadline) {
  // Reading meanwhile: a server that is busy answering would stop reading what we send.
  int pending = PQflush(connection_);
  while (pending == 1) {
    const Readiness::Wanted wanted{.read = true, .write = true};
    const bool in_time = co_await readiness_.wait(wanted, deadline);
    if (!in_time) throw connectionLost("the server did not take the statements in time");
    require(PQconsumeInput(connection_) == 1);
    pending = PQflush(connection_);
  }
  require(pending == 0);
}

task<void> Connection::read(Reading& reading, Readiness::Deadline deadline) {
  int empty_in_a_row = 0;
  while (!reading.synced) {
    while (PQisBusy(connection_)) {
      const Readiness::Wanted wanted{};
      const bool in_time = co_await readiness_.wait(wanted, deadline);
      if (!in_time) throw connectionLost("the server did not answer in time");
      // What a dying server said last is still to be read, so a failure is looked at below.
      if (!PQconsumeInput(connection_)) break;
    }
    PGresult* result = PQgetResult(connection_);
    if (result) {
      empty_in_a_row = 0;
      take(result, reading);
    } else {
      // One separates answers; more mean that none will come.
      require(PQstatus(connection_) == CONNECTION_OK && ++empty_in_a_row < 3);
    }
  }
}

void Connection::take(pg_result* result, Reading& reading) {
  Rows rows{result};
  const auto status = PQresultStatus(result);
  if (status == PGRES_PIPELINE_SYNC) {
    reading.synced = true;
  } else if (status == PGRES_FATAL_ERROR) {
    takeFailure(result, reading);
    ++reading.answered;
  } else if (status == PGRES_PIPELINE_ABORTED) {
    ++reading.answered;
  } else if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK ||
             status == PGRES_EMPTY_QUERY) {
    const bool is_step = reading.answered < reading.sent.size() &&
                         reading.sent[reading.answered].kind == Sent::Kind::execute;
    if (is_step) reading.trip.rows.push_back(std::move(rows));
    ++reading.answered;
  } else {
    throw connectionLost("COPY is not spoken here");
  }
}

void Connection::takeFailure(const pg_result* result, Reading& reading) {
  if (reading.trip.error) return;
  std::string sqlstate = field(result, PG_DIAG_SQLSTATE);
  reading.failed_at = reading.answered;
  reading.server_refused = !sqlstate.empty();
  // The function's name, because the message is in the server's language.
  reading.plan_changed = field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
  reading.trip.error = queryError(std::move(sqlstate), field(result, PG_DIAG_CONSTRAINT_NAME),
                                  field(result, PG_DIAG_MESSAGE_PRIMARY));
}

/// Brings the books in line with what the server has really prepared and deallocated.
void Connection::settle(Reading& reading) {
  const std::size_t done = reading.trip.error ? reading.failed_at : reading.sent.size();
  for (std::size_t index = 0; index < reading.sent.size(); ++index) {
    auto& [kind, step, name] = reading.sent[index];
    if (kind == Sent::Kind::execute) continue;
    const bool is_done = index < done;
    if (is_done) ++(kind == Sent::Kind::prepare ? statistics_.prepared : statistics_.deallocated);
    if (!is_done && kind == Sent::Kind::prepare) prepared_.forget(reading.steps[step].command->sql);
    if (!is_done && kind == Sent::Kind::deallocate && index != done)
      prepared_.returnGivenUp(std::move(name));
  }
  if (!reading.trip.error) return;
  ++statistics_.errors;
  reading.trip.stale = isStale(reading);
}

bool Connection::isStale(const Reading& reading) {
  if (reading.failed_at >= reading.sent.size()) return false;
  const auto& failed = reading.sent[reading.failed_at];
  if (reading.trip.error->sqlstate == "26000") {
    // Somebody discarded the session's statements, a pooler perhaps.
    prepared_.clear();
    return true;
  }
  if (!reading.plan_changed || failed.kind != Sent::Kind::execute) return false;
  prepared_.giveUp(reading.steps[failed.step].command->sql);
  return true;
}

}  // namespace parley::database
