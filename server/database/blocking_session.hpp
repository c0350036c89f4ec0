#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "database/rows.hpp"
#include "database/values.hpp"

struct pg_conn;  // libpq's PGconn

namespace parley::database {

/// What a blocking session was told; `what()` is the server's message, for operators only.
class SessionError : public std::runtime_error {
 public:
  SessionError(const std::string& message, std::string its_sqlstate)
      : std::runtime_error{message}, sqlstate{std::move(its_sqlstate)} {}
  std::string sqlstate;  ///< empty when the connection failed
};

/// A plain connection that blocks: for start-up, the command line and tests, never on a Loop.
class BlockingSession {
 public:
  explicit BlockingSession(const std::string& conninfo,
                           std::chrono::seconds connect_timeout = std::chrono::seconds{10});

  Rows execute(const std::string& sql, const std::vector<Parameter>& parameters = {});
  /// Several statements separated by semicolons, without parameters.
  void runScript(const std::string& sql);

  int serverVersion() const;  ///< 150004 for 15.4
  bool inTransaction() const;

 private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };
  Rows check(pg_result* result) const;

  std::unique_ptr<pg_conn, Close> connection_;
};

}  // namespace parley::database
