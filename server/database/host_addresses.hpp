#pragma once

#include <string>

#include "foundation/task.hpp"

namespace parley::database {

/// Connection keywords that replace a conninfo's own; all empty when it names no host that has to
/// be looked up.
struct HostAddresses {
  std::string host;      ///< names, for TLS
  std::string hostaddr;  ///< where they are
  std::string port;
};

/// Looks host names up off the loop: libpq would do it on the loop and block for as long as the
/// name server is silent. Throws QueryError when no host is known.
task<HostAddresses> findHosts(Loop& loop, std::string conninfo);

}  // namespace parley::database
