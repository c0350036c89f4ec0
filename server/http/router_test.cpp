#include "http/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace parley::http {
namespace {

Handler nothing() {
  return [](Request&) -> task<Response> { co_return Response{}; };
}

const Route* find(const Router& router, const std::vector<std::string>& segments) {
  return router.match(segments).route;
}

TEST(Router, PrefersLiteralSegmentsAndFallsBackToParameters) {
  Router router;
  router.add(Method::get, "/api/contacts/{id}", nothing());
  router.add(Method::get, "/api/contacts/new", nothing());
  router.add(Method::get, "/api/contacts/{id}/tasks", nothing());
  EXPECT_EQ(find(router, {"api", "contacts", "new"})->path, "/api/contacts/new");
  EXPECT_EQ(find(router, {"api", "contacts", "7"})->path, "/api/contacts/{id}");
  EXPECT_EQ(find(router, {"api", "contacts", "new", "tasks"})->path, "/api/contacts/{id}/tasks");
}

TEST(Router, HandsOutParametersInOrder) {
  Router router;
  router.add(Method::get, "/a/{first}/b/{second}", nothing());
  const std::vector<std::string> segments{"a", "1", "b", "2/3"};
  const auto match = router.match(segments);
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.route->parameters, (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(match.values, (std::vector<std::string_view>{"1", "2/3"}));
}

TEST(Router, DoesNotMatchEmptyOrMissingSegments) {
  Router router;
  router.add(Method::get, "/a/{id}", nothing());
  EXPECT_EQ(find(router, {"a", ""}), nullptr);
  EXPECT_EQ(find(router, {"a"}), nullptr);
  EXPECT_EQ(find(router, {"a", "1", "2"}), nullptr);
  EXPECT_EQ(find(router, {}), nullptr);
}

TEST(Router, ListsTheMethodsOfAPath) {
  Router router;
  router.add(Method::post, "/a", nothing());
  router.add(Method::get, "/a", nothing());
  router.add(Method::delete_, "/a", nothing());
  EXPECT_EQ(find(router, {"a"})->allow(), "GET, HEAD, POST, DELETE, OPTIONS");
}

TEST(Router, RefusesTheSameRouteTwice) {
  Router router;
  router.add(Method::get, "/a/{id}", nothing());
  EXPECT_THROW(router.add(Method::get, "/a/{id}", nothing()), std::logic_error);
  EXPECT_THROW(router.add(Method::put, "/a/{other}", nothing()), std::logic_error);
  EXPECT_THROW(router.add(Method::put, "a", nothing()), std::logic_error);
}

}  // namespace
}  // namespace parley::http
