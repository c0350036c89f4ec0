#include "database/host_addresses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/query_error.hpp"
#include "testing/run.hpp"

namespace parley::database {
namespace {

using ::testing::AnyOf;
using ::testing::EndsWith;
using ::testing::StartsWith;

class HostAddressesTest : public ::testing::Test {
 protected:
  HostAddresses find(std::string conninfo) {
    return testing::run(loop, findHosts(loop, std::move(conninfo)));
  }
  Loop loop;
};

TEST_F(HostAddressesTest, LeavesSocketsAndNumbersAlone) {
  for (const char* conninfo :
       {"", "host=/run/postgresql", "host=127.0.0.1", "postgresql://[::1]:5433/parley",
        "host=nowhere.invalid hostaddr=10.0.0.1"}) {
    EXPECT_TRUE(find(conninfo).host.empty()) << conninfo;
  }
}

TEST_F(HostAddressesTest, LooksNamesUpAndKeepsThemForTls) {
  const auto found = find("postgresql://localhost:6000/parley");
  EXPECT_THAT(found.host, StartsWith("localhost"));
  EXPECT_THAT(found.hostaddr, AnyOf(StartsWith("127.0.0.1"), StartsWith("::1")));
  EXPECT_THAT(found.port, EndsWith("6000"));
}

TEST_F(HostAddressesTest, KeepsEachHostWithItsPort) {
  const auto found = find("host=/run/postgresql,localhost port=6000,6001");
  EXPECT_THAT(found.host, StartsWith("/run/postgresql,localhost"));
  EXPECT_THAT(found.hostaddr, StartsWith(","));
  EXPECT_THAT(found.port, StartsWith("6000,6001"));
}

TEST_F(HostAddressesTest, SaysThatNoHostIsKnown) {
  EXPECT_THROW(find("host=nowhere.invalid"), QueryError);
}

}  // namespace
}  // namespace parley::database
