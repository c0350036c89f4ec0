#include "database/blocking_session.hpp"

#include <libpq-fe.h>

#include <array>

namespace parley::database {
namespace {

std::string trimmed(std::string message) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.pop_back();
  return message;
}

}  // namespace

void BlockingSession::Close::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

BlockingSession::BlockingSession(const std::string& conninfo,
                                 std::chrono::seconds connect_timeout) {
  const std::string timeout = std::to_string(connect_timeout.count());
  constexpr std::array<const char*, 5> keywords{"dbname", "fallback_application_name",
                                                "client_encoding", "connect_timeout", nullptr};
  const std::array<const char*, 5> values{conninfo.c_str(), "parley", "UTF8", timeout.c_str(),
                                          nullptr};
  connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) {
    throw SessionError(trimmed(PQerrorMessage(connection_.get())), "");
  }
  PQsetNoticeReceiver(connection_.get(), [](void*, const PGresult*) {}, nullptr);
}

Rows BlockingSession::execute(const std::string& sql, const std::vector<Parameter>& parameters) {
  std::vector<const char*> values;
  for (const auto& parameter : parameters)
    values.push_back(parameter ? parameter->c_str() : nullptr);
  return check(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()),
                            nullptr, values.data(), nullptr, nullptr, 0));
}

void BlockingSession::runScript(const std::string& sql) {
  check(PQexec(connection_.get(), sql.c_str()));
}

Rows BlockingSession::check(pg_result* result) const {
  Rows rows{result};
  const auto status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY)
    return rows;
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  throw SessionError(trimmed(PQerrorMessage(connection_.get())), sqlstate ? sqlstate : "");
}

int BlockingSession::serverVersion() const {
  return PQserverVersion(connection_.get());
}

bool BlockingSession::inTransaction() const {
  return PQtransactionStatus(connection_.get()) == PQTRANS_INTRANS;
}

}  // namespace parley::database
