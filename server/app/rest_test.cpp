// What clients meet at the edge: statuses, problem documents, headers, cookies, streams.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>

#include "app/node_fixture.hpp"

namespace parley::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view json_type = "Content-Type: application/json\r\n";

class Rest : public Nodes {
 protected:
  static testing::HttpAnswer send(const RunningNode& node, std::string_view method,
                                  std::string_view target, std::string_view headers,
                                  std::string_view body = "") {
    auto text = fmt::format("{} {} HTTP/1.1\r\nHost: test\r\n{}Content-Length: {}\r\n\r\n{}",
                            method, target, headers, body.size(), body);
    return node.connect().exchange(text);
  }
};

struct Mistake {
  std::string_view method;
  std::string_view target;
  std::string_view body;
  int status;
  std::string_view code;
  std::string_view field;
};

TEST_F(Rest, MistakesAreToldByStatusCodeAndField) {
  RunningNode node{configuration(), storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const std::string contacts = "/api/contacts";
  for (const auto& [method, target, body, status, code, field] : std::to_array<Mistake>({
           {"POST", contacts, R"({"name":"a","name":"b"})", 400, "malformed_json", ""},
           {"POST", contacts, R"({"name":"a"} x)", 400, "malformed_json", ""},
           {"POST", contacts, "{\"name\":\"\xff\"}", 400, "malformed_json", ""},
           {"POST", contacts, R"({"name":"a","metadata":{"x":1e999}})", 400, "malformed_json", ""},
           {"POST", contacts, R"(["a"])", 422, "invalid", ""},
           {"POST", contacts, R"({"name":"a","metadata":{"x":[1e300]}})", 422, "invalid",
            "metadata"},
           {"POST", contacts, R"({"name":"a","metadata":{"x":1e-300}})", 422, "invalid",
            "metadata"},
           {"POST", contacts, R"({"name":"a","metadata":{"x":98765432109876543210}})", 422,
            "invalid", "metadata"},
           {"POST", contacts, "", 422, "invalid", "name"},
           {"POST", contacts, R"({"name":"a\u0000b"})", 422, "invalid", "name"},
           {"POST", contacts, R"({"name":"a","nickname":"b"})", 422, "invalid", "nickname"},
           {"POST", "/api/contacts?dry=1", R"({"name":"a"})", 400, "bad_query", "dry"},
           {"GET", "/api/contacts?dry=1", "", 400, "bad_query", "dry"},
           {"GET", "/api/contacts?search=%00", "", 400, "bad_target", "search"},
           {"GET", "/api/contacts?search=%ff", "", 400, "bad_target", "search"},
           {"GET", "/api/contacts?limit=1&limit=2", "", 400, "bad_query", "limit"},
           {"GET", "/api/contacts?search=a+b+c+d+e+f+g+h+i+j+k+l+m", "", 400, "bad_query",
            "search"},
           {"GET", "/api/contacts?limit=201", "", 400, "bad_query", "limit"},
           {"GET", "/api/contacts?limit=99999999999", "", 400, "bad_query", "limit"},
           {"GET", "/api/contacts?created_at=9999-12-31T23:59:59-23:59", "", 400, "bad_query",
            "created_at"},
           {"GET", "/api/contacts/01a203f7-f543-7001-bdd7-ebecd73a12bc?id=1", "", 400, "bad_query",
            "id"},
           {"GET", "/api/changes?limit=0", "", 400, "bad_query", "limit"},
           {"GET", "/api/changes?cursor=1", "", 400, "bad_query", "cursor"},
           {"GET",
            "/api/conversations?cursor=YTpiHzAxYTIwM2Y3LWY1NDMtNzAwMS1iZGQ3LWViZWNkNzNhMTJiYw", "",
            400, "bad_query", "cursor"},
           {"GET", "/api/contacts/1", "", 404, "not_found", ""},
           {"DELETE", "/api/model-keys/nonsense", "", 404, "not_found", ""},
           {"PUT", "/api/model-keys/nonsense", R"({"key":"k"})", 404, "not_found", ""},
           {"GET", "/api/projects/1/tasks", "", 404, "not_found", ""},
           {"GET", "/api/nothing", "", 404, "not_found", ""},
           {"DELETE", contacts, "", 405, "method_not_allowed", ""},
           {"GET", "/api/ws", "", 426, "upgrade_required", ""},
       })) {
    SCOPED_TRACE(fmt::format("{} {} {}", method, target, body));
    const auto answer = send(node, method, target, ada.headers(), body);
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    const auto problem = json::parse(answer.body);
    EXPECT_EQ(problem.at("code").as_string(), code);
    EXPECT_EQ(problem.at("status").as_int64(), status);
    EXPECT_NE(problem.at("title").as_string(), "Internal error");
    EXPECT_EQ(problem.at("request_id").as_string(), answer.header("x-request-id"));
    const auto& errors = problem.at("errors").as_array();
    EXPECT_EQ(errors.empty() ? "" : errors.front().at("field").as_string(), field);
  }
  EXPECT_THAT(node.connect().get(contacts, ada.headers()).body, HasSubstr(R"("items":[])"));
}

TEST_F(Rest, BodiesAreJsonAndSaySo) {
  RunningNode node{configuration(), storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto bearer = "Authorization: Bearer " + ada.token + "\r\n";
  const auto post = [&](const std::string& type) {
    return send(node, "POST", "/api/contacts", bearer + type, R"({"name":"Jane"})").status;
  };
  EXPECT_EQ(post(""), 415);
  EXPECT_EQ(post("Content-Type: text/plain\r\n"), 415);
  EXPECT_EQ(post("Content-Type: Application/JSON; charset=utf-8\r\n"), 201);
}

TEST_F(Rest, NobodyIsToldToSignIn) {
  RunningNode node{configuration(), storage_};
  for (const std::string header :
       {"", "Authorization: Basic abc\r\n", "Authorization: Bearer abc\r\n"}) {
    const auto answer = node.connect().get("/api/contacts", header);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.header("www-authenticate"), "Bearer");
  }
}

TEST_F(Rest, StaleVersionIsRefusedWithTheRecordAsItIs) {
  RunningNode node{configuration(), storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto made = send(node, "POST", "/api/contacts", ada.headers(), R"({"name":"Jane"})");
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.header("etag"), "\"1\"");
  const auto change = [&](const std::string& condition, std::string_view name) {
    return send(node, "PATCH", made.header("location"), ada.headers() + condition,
                fmt::format(R"({{"name":"{}"}})", name));
  };
  EXPECT_EQ(change("If-Match: \"1\"\r\n", "June").header("etag"), "\"2\"");
  const auto stale = change("If-Match: \"1\"\r\n", "Jean");
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(json::parse(stale.body).at_pointer("/current/name").as_string(), "June");
  EXPECT_EQ(change("If-Match: \"7\", \"2\"\r\n", "Joan").status, 200);
  EXPECT_EQ(change("If-Match: *\r\n", "Jill").status, 200);
  EXPECT_EQ(change("If-Match: 4\r\n", "Jess").status, 412);
  EXPECT_EQ(change("", "Joy").status, 200);
}

TEST_F(Rest, ConversationMayBeWrittenBackAsItWasRead) {
  RunningNode node{configuration(), storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto said = send(node, "POST", "/api/chat", ada.headers(), R"({"message":"Hello"})");
  const auto path =
      fmt::format("/api/conversations/{}",
                  std::string_view{json::parse(said.body).at("conversation_id").as_string()});
  const auto read = send(node, "GET", path, ada.headers());
  const auto written = send(node, "PATCH", path, ada.headers(), read.body);
  EXPECT_EQ(written.status, 200) << written.body;
  EXPECT_EQ(written.header("etag"), read.header("etag"));
  EXPECT_EQ(send(node, "PATCH", path, ada.headers(), "{}").body, read.body);
  EXPECT_EQ(send(node, "PATCH", path, ada.headers(), R"({"title":null})").status, 422);
}

TEST_F(Rest, TasksOfAProjectAreListedAsAllTasksAre) {
  RunningNode node{configuration(), storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto made = [&](std::string_view path, const std::string& body) {
    return std::string{
        json::parse(send(node, "POST", path, ada.headers(), body).body).at("id").as_string()};
  };
  const auto project = made("/api/projects", R"({"name":"Relaunch"})");
  const auto task =
      made("/api/tasks", fmt::format(R"({{"name":"Call","project_id":"{}"}})", project));
  made("/api/tasks", fmt::format(R"({{"name":"Write","project_id":"{}"}})", project));
  const auto found = [&](const std::string& query) {
    return send(node, "GET", fmt::format("/api/projects/{}/tasks?{}", project, query),
                ada.headers());
  };
  EXPECT_EQ(json::parse(found("project_id=" + project).body).at("items").as_array().size(), 2U);
  EXPECT_EQ(json::parse(found("id=" + task).body).at("items").as_array().size(), 1U);
  EXPECT_EQ(found("project_id=" + task).status, 400);
}

TEST_F(Rest, InvitationsHaveNoPlaceOfTheirOwn) {
  RunningNode node{configuration(), storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto made =
      send(node, "POST", "/api/invitations", ada.headers(), R"({"email":"ben@example.com"})");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.header("location"), "");
}

TEST_F(Rest, RefreshCookieServesPagesOfThisServerAlone) {
  RunningNode node{configuration(), storage_};
  const auto registered = send(
      node, "POST", "/api/auth/register", json_type,
      R"({"workspace_name":"A","name":"Ada","email":"ada@example.com","password":"correct horse battery"})");
  const auto set = registered.header("set-cookie");
  EXPECT_THAT(set, AllOf(StartsWith("parley_refresh="), HasSubstr("; Path=/api/auth;"),
                         HasSubstr("; HttpOnly; SameSite=Strict"), Not(HasSubstr("Secure"))));
  const auto cookie = "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  for (const auto* path : {"/api/auth/refresh", "/api/auth/logout"}) {
    for (const std::string origin : {"Origin: http://evil.example\r\n", "Origin: null\r\n",
                                     "Sec-Fetch-Site: cross-site\r\n"}) {
      const auto refused = send(node, "POST", path, cookie + origin);
      EXPECT_EQ(refused.status, 403) << path << ' ' << origin;
      EXPECT_EQ(refused.header("set-cookie"), "");
    }
  }
  EXPECT_EQ(send(node, "POST", "/api/auth/refresh", cookie + "Origin: http://test\r\n").status,
            200);
}

TEST_F(Rest, RefreshCookieIsBoundToTheHostBehindAProxyThatEndsTls) {
  auto chosen = configuration();
  chosen.http.trusted_proxies = {http::Network::parse("127.0.0.0/8").value()};
  RunningNode node{chosen, storage_};
  const auto registered = send(
      node, "POST", "/api/auth/register", std::string{json_type} + "X-Forwarded-Proto: https\r\n",
      R"({"workspace_name":"A","name":"Ada","email":"ada@example.com","password":"correct horse battery"})");
  EXPECT_THAT(
      registered.header("set-cookie"),
      AllOf(StartsWith("__Host-parley_refresh="), HasSubstr("; Path=/;"), HasSubstr("; Secure")));
}

TEST_F(Rest, RepeatedRequestIsAnsweredOnce) {
  RunningNode node{configuration(), storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto headers = ada.headers() + "Idempotency-Key: k1\r\n";
  const auto first = send(node, "POST", "/api/contacts", headers, R"({"name":"Jane"})");
  const auto again = send(node, "POST", "/api/contacts", headers, R"({ "name": "Jane" })");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("location"), first.header("location"));
  const auto other_headers = "Authorization: Bearer " + ada.token +
                             "\r\nContent-Type: application/json; charset=utf-8\r\n" +
                             "Accept: */*\r\nIdempotency-Key: k1\r\n";
  EXPECT_EQ(send(node, "POST", "/api/contacts", other_headers, R"({"name":"Jane"})").body,
            first.body);
  EXPECT_EQ(send(node, "POST", "/api/contacts", headers, R"({"name":"June"})").status, 422);
  EXPECT_EQ(send(node, "POST", "/api/contacts", ada.headers() + "Idempotency-Key: a b\r\n",
                 R"({"name":"June"})")
                .status,
            400);
}

TEST_F(Rest, RepeatedStreamsEndWithTheEventsOfTheFirst) {
  RunningNode node{configuration(), storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto stream = [&](const std::string& path, std::string_view body, const std::string& key) {
    return send(node, "POST", path,
                ada.headers() + "Accept: text/event-stream\r\nIdempotency-Key: " + key + "\r\n",
                body);
  };
  const auto said = stream("/api/chat", R"({"message":"Add Jane Miller"})", "k1");
  EXPECT_THAT(said.body, AllOf(HasSubstr("run.started"), HasSubstr("run.finished")));
  EXPECT_EQ(stream("/api/chat", R"({"message":"Add Jane Miller"})", "k1").body, said.body);

  // The same for who tells messages apart by ids of their own.
  const auto named =
      fmt::format(R"({{"message":"Add Bo Lind","client_id":"{}"}})", makeUuid().toString());
  const auto once = [&] {
    return send(node, "POST", "/api/chat", ada.headers() + "Accept: text/event-stream\r\n", named);
  };
  const auto first = once();
  EXPECT_THAT(first.body, AllOf(HasSubstr("run.started"), HasSubstr("run.finished")));
  EXPECT_EQ(once().body, first.body);

  const auto asked = json::parse(
      send(node, "POST", "/api/chat", ada.headers(), R"({"message":"delete Jane Miller"})").body);
  const auto path = fmt::format("/api/approvals/{}",
                                std::string_view{asked.at_pointer("/approvals/0/id").as_string()});
  const auto decided = stream(path, R"({"decision":"approve"})", "k2");
  EXPECT_THAT(decided.body, AllOf(HasSubstr("approval.decided"), HasSubstr("run.finished"),
                                  Not(HasSubstr("run.started"))));
  EXPECT_EQ(stream(path, R"({"decision":"approve"})", "k2").body, decided.body);
}

}  // namespace
}  // namespace parley::app
