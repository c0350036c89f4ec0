#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "app/catalog.hpp"
#include "app/description.hpp"

namespace parley::app {
namespace {

TEST(TheDescriptionOfTheApi, IsTheOneInTheRepository) {
  std::ifstream file{PARLEY_SOURCE_DIR "/api/openapi.json"};
  std::stringstream committed;
  committed << file.rdbuf();
  // When this fails: parley openapi > api/openapi.json, then npm run generate in web/.
  EXPECT_TRUE(committed.str() == describeApi() + '\n')
      << "api/openapi.json is not what the catalog says";
}

}  // namespace
}  // namespace parley::app
