#include "interfaces/openapi/document.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/describe/class.hpp>

#include "json/parse.hpp"

namespace parley::openapi {
namespace {

using operations::Access;
using operations::Call;
using operations::Effect;
using operations::NoContent;
using operations::NoInput;

struct Boat {
  static constexpr std::string_view schema_name = "Boat";
  Uuid id;
  int version = 1;
  std::string name;
  std::optional<std::string> harbour;
};
BOOST_DESCRIBE_STRUCT(Boat, (), (id, version, name, harbour))

struct BoatChanges {
  static constexpr std::string_view schema_name = "BoatChanges";
  static constexpr auto help = std::to_array<json::Help>({{"name", "As painted on it."}});
  Uuid id;
  Text<1, 20> name;
};
BOOST_DESCRIBE_STRUCT(BoatChanges, (), (id, name))

struct BoatKey {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(BoatKey, (), (id))

enum class Count { exact };
BOOST_DESCRIBE_ENUM(Count, exact)

struct FindBoats {
  static constexpr auto help = std::to_array<json::Help>({{"search", "Words of the name."}});
  std::optional<std::string> search;
  std::optional<Count> count;
};
BOOST_DESCRIBE_STRUCT(FindBoats, (), (search, count))

task<Boat> oneBoat(Call&, BoatKey) {
  co_return Boat{};
}
task<Boat> changedBoat(Call&, BoatChanges) {
  co_return Boat{};
}
task<Boat> foundBoat(Call&, FindBoats) {
  co_return Boat{};
}
task<void> sunk(Call&, BoatKey) {
  co_return;
}
task<Boat> hidden(Call&, NoInput) {
  co_return Boat{};
}

json::value described() {
  using operations::operation;
  operations::Feature feature;
  feature.operations.push_back(operation<FindBoats, Boat>({.name = "find_boats",
                                                           .title = "Find boats",
                                                           .summary = "Finds.",
                                                           .method = "GET",
                                                           .path = "/api/boats",
                                                           .access = Access::anyone},
                                                          foundBoat));
  feature.operations.push_back(operation<BoatKey, Boat>({.name = "get_boat",
                                                         .title = "Show a boat",
                                                         .summary = "Shows.",
                                                         .method = "GET",
                                                         .path = "/api/boats/{id}"},
                                                        oneBoat));
  feature.operations.push_back(operation<BoatChanges, Boat>({.name = "update_boat",
                                                             .title = "Change a boat",
                                                             .summary = "Changes.",
                                                             .method = "PATCH",
                                                             .path = "/api/boats/{id}",
                                                             .effect = Effect::write},
                                                            changedBoat));
  feature.operations.push_back(operation<BoatKey, NoContent>({.name = "sink_boat",
                                                              .title = "Sink a boat",
                                                              .summary = "Sinks.",
                                                              .method = "DELETE",
                                                              .path = "/api/boats/{id}",
                                                              .effect = Effect::destroy},
                                                             sunk));
  feature.operations.push_back(operation<BoatKey, Boat>({.name = "launch_boat",
                                                         .title = "Launch",
                                                         .summary = "Launches.",
                                                         .method = "POST",
                                                         .path = "/api/boats/{id}/launch",
                                                         .effect = Effect::write,
                                                         .success = 201},
                                                        oneBoat));
  feature.operations.push_back(operation<NoInput, Boat>(
      {.name = "inner", .title = "Inner", .summary = "No route."}, hidden));
  operations::Catalog catalog;
  catalog.add(std::move(feature));
  const auto text = document(catalog, "1.2.3");
  EXPECT_EQ(text, document(catalog, "1.2.3"));
  return json::parse(text);
}

std::string text(const json::value& tree, std::string_view pointer) {
  return std::string{tree.at_pointer(pointer).as_string()};
}

TEST(OpenApiDocument, NamesEveryOperationWithARoute) {
  const auto api = described();
  EXPECT_EQ(text(api, "/openapi"), "3.1.0");
  EXPECT_EQ(text(api, "/info/version"), "1.2.3");
  const auto& paths = api.at("paths").as_object();
  EXPECT_EQ(paths.size(), 3U);
  EXPECT_EQ(text(paths.at("/api/boats/{id}"), "/patch/operationId"), "update_boat");
  EXPECT_EQ(text(paths.at("/api/boats/{id}"), "/patch/tags/0"), "Boats");
}

TEST(OpenApiDocument, TakesTheParametersOfThePathOutOfTheBody) {
  const auto api = described();
  const auto& patch = api.at("paths").at("/api/boats/{id}").at("patch");
  EXPECT_EQ(text(patch, "/parameters/0/name"), "id");
  EXPECT_EQ(text(patch, "/parameters/0/in"), "path");
  EXPECT_EQ(text(patch, "/parameters/0/schema/format"), "uuid");
  EXPECT_EQ(text(patch, "/requestBody/content/application~1json/schema/$ref"),
            "#/components/schemas/BoatChanges");
  EXPECT_TRUE(patch.at("requestBody").at("required").as_bool());
  const auto& body = api.at("components").at("schemas").at("BoatChanges");
  EXPECT_FALSE(body.at("properties").as_object().contains("id"));
  EXPECT_EQ(body.at("required"), (json::array{"name"}));
  EXPECT_EQ(text(body, "/properties/name/description"), "As painted on it.");
}

TEST(OpenApiDocument, HasNoBodyWhereThePathSaysAll) {
  const auto api = described();
  EXPECT_FALSE(
      api.at("paths").at("/api/boats/{id}/launch").at("post").as_object().contains("requestBody"));
  EXPECT_TRUE(api.at("paths")
                  .at("/api/boats/{id}/launch")
                  .at("post")
                  .at("responses")
                  .as_object()
                  .contains("201"));
}

TEST(OpenApiDocument, PutsTheInputOfReadsIntoTheQuery) {
  const auto api = described();
  const auto& find = api.at("paths").at("/api/boats").at("get");
  EXPECT_EQ(text(find, "/parameters/0/name"), "search");
  EXPECT_EQ(text(find, "/parameters/0/in"), "query");
  EXPECT_EQ(text(find, "/parameters/0/description"), "Words of the name.");
  EXPECT_EQ(text(find, "/parameters/0/schema/type"), "string");
  EXPECT_EQ(find.at_pointer("/parameters/1/schema/enum"), (json::array{"exact"}));
}

TEST(OpenApiDocument, SaysWhoMayCallAndWhatTheyGet) {
  const auto api = described();
  EXPECT_EQ(api.at("paths").at("/api/boats").at("get").at("security"), json::array{});
  EXPECT_FALSE(api.at("paths").at("/api/boats/{id}").at("get").as_object().contains("security"));
  EXPECT_EQ(text(api, "/components/securitySchemes/bearer/scheme"), "bearer");
  EXPECT_TRUE(api.at("paths")
                  .at("/api/boats/{id}")
                  .at("delete")
                  .at("responses")
                  .as_object()
                  .contains("204"));
  EXPECT_EQ(
      text(api, "/components/responses/Problem/content/application~1problem+json/schema/$ref"),
      "#/components/schemas/Problem");
  EXPECT_FALSE(api.at("components").at("schemas").as_object().contains("NoInput"));
}

}  // namespace
}  // namespace parley::openapi
