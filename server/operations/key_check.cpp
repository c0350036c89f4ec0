#include "operations/key_check.hpp"

#include "database/binary.hpp"
#include "database/described_rows.hpp"

namespace parley::operations {

task<std::optional<std::string>> holdKeyCheck(database::Transaction& tx) {
  const auto rows =
      co_await tx.execute("select value from installation where name = 'key_check' for share");
  if (rows.empty()) co_return std::nullopt;
  co_return database::fromBytea(database::valueAs<std::string>(rows));
}

}  // namespace parley::operations
