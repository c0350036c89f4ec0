#include "app/node.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "app/logging.hpp"
#include "app/node_fixture.hpp"
#include "http/static_files.hpp"

namespace parley::app {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::filesystem::path Nodes::webFolder() {
  const auto folder =
      std::filesystem::path{::testing::TempDir()} / fmt::format("parley_web_{}", ::getpid());
  std::filesystem::create_directories(folder);
  std::ofstream{folder / "index.html"}
      << "<!doctype html><title>Parley</title><script>var a=1</script>";
  return folder;
}

namespace {

/// The first connection of a node may take longer than its health check waits.
template <class Client>
bool becomesReady(Client& client) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (std::chrono::steady_clock::now() < deadline) {
    if (client.get("/readyz").status == 200) return true;
  }
  return false;
}

TEST_F(Nodes, ServeThePagesTheApiAndItsDescription) {
  RunningNode node{configuration(), storage_};
  auto client = node.connect();
  EXPECT_EQ(client.get("/healthz").body, R"({"status":"ok"})");
  EXPECT_TRUE(becomesReady(client));
  EXPECT_THAT(client.get("/api/instance").body, HasSubstr(R"("name":"Parley")"));
  EXPECT_THAT(client.get("/contacts").body, HasSubstr("<title>Parley</title>"));
  EXPECT_EQ(json::parse(client.get("/api/openapi.json").body).at("openapi").as_string(), "3.1.0");
  EXPECT_THAT(client.get("/api/docs").body, HasSubstr("/api/docs/docs.js"));
  EXPECT_EQ(client.get("/api/docs/docs.js").status, 200);
  const auto missing = client.get("/api/nothing");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.header("content-type"), "application/problem+json");
}

TEST_F(Nodes, TellAPageThatOpensWithoutAnErrorThatNobodyHasSignedIn) {
  RunningNode node{configuration(), storage_};
  auto client = node.connect();
  const std::string asked =
      "POST /api/auth/refresh HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n";
  const std::string softly = "Parley-Session: optional\r\n";
  EXPECT_EQ(client.exchange(asked + softly + "\r\n").status, 204);
  EXPECT_EQ(client.exchange(asked + "\r\n").status, 401);
  EXPECT_EQ(client.exchange(asked + softly + "Cookie: parley_refresh=x\r\n\r\n").status, 401);
}

TEST_F(Nodes, ProtectTheirPages) {
  auto chosen = configuration();
  chosen.public_url = "https://crm.example.com";
  RunningNode node{chosen, storage_};
  const auto answer = node.connect().get("/");
  const auto hash = http::inlineScriptHashes("<script>var a=1</script>").at(0);
  EXPECT_THAT(answer.header("content-security-policy"),
              HasSubstr("script-src 'self' " + hash + ";"));
  EXPECT_THAT(answer.header("content-security-policy"),
              HasSubstr("require-trusted-types-for 'script'"));
  EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
  EXPECT_THAT(answer.header("strict-transport-security"), HasSubstr("max-age="));
}

TEST_F(Nodes, CountWhatTheyDo) {
  RunningNode node{configuration(), storage_};
  auto client = node.connect();
  client.get("/api/instance");
  const auto metrics = client.get("/metrics");
  EXPECT_THAT(metrics.header("content-type"), HasSubstr("text/plain; version=0.0.4"));
  EXPECT_THAT(
      metrics.body,
      HasSubstr(
          R"(parley_http_requests_total{method="GET",route="/api/instance",status="200"} 1)"));
  EXPECT_THAT(
      metrics.body,
      HasSubstr(
          R"(parley_http_request_seconds_bucket{method="GET",route="/api/instance",le="+Inf"} 1)"));
  EXPECT_THAT(metrics.body, HasSubstr("process_resident_memory_bytes "));
  EXPECT_THAT(metrics.body, HasSubstr("parley_database_connections_open "));
  EXPECT_THAT(metrics.body, HasSubstr("parley_run_commits_total 0"));
  EXPECT_THAT(metrics.body, HasSubstr("parley_run_commit_seconds_total 0"));
}

TEST_F(Nodes, LogWhatTheyDoAsJsonLinesWithoutWhatPeopleSay) {
  const auto logger_before = spdlog::default_logger();
  ::testing::internal::CaptureStderr();
  startLogging("info");
  Person ada;
  std::string request_id;
  {
    RunningNode node{configuration(), storage_};
    ada = registerPerson(node, "ada@example.com");
    auto client = node.connect();
    client.post("/api/chat", R"({"message":"Add Canary Featherstone"})", ada.headers());
    request_id = client.get("/api/contacts?search=Canary", ada.headers()).header("x-request-id");
    spdlog::warn("of any folder:\n\"{}\"", "\x01");
  }
  stopLogging();
  spdlog::set_default_logger(logger_before);

  std::istringstream log{::testing::internal::GetCapturedStderr()};
  EXPECT_THAT(log.str(),
              Not(AnyOf(HasSubstr("Canary"), HasSubstr("correct horse"), HasSubstr(ada.token))));
  int found = 0;
  for (std::string line; std::getline(log, line);) {
    const auto entry = json::parse(line).as_object();
    const auto* id = entry.if_contains("request_id");
    if (id == nullptr || id->as_string() != request_id) continue;
    ++found;
    EXPECT_EQ(entry.at("route").as_string(), "/api/contacts");
    EXPECT_EQ(entry.at("status").as_int64(), 200);
  }
  EXPECT_EQ(found, 1);
}

TEST_F(Nodes, EndInGoodOrderOnSigterm) {
  RunningNode node{configuration(), storage_};
  const auto started = std::chrono::steady_clock::now();
  ::raise(SIGTERM);
  EXPECT_TRUE(node.wait());
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{5});
  EXPECT_THROW(node.connect(), std::runtime_error);
}

TEST_F(Nodes, TellWhenTheDatabaseIsAway) {
  auto lost = std::make_unique<testing::TestDatabase>();
  RunningNode node{configuration(), *lost};
  auto client = node.connect();
  EXPECT_TRUE(becomesReady(client));
  lost.reset();
  const auto answer = client.get("/readyz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.header("retry-after"), "");
  EXPECT_EQ(client.get("/healthz").status, 200);
}

TEST_F(Nodes, RefuseAPortThatIsTaken) {
  RunningNode first{configuration(), storage_};
  auto chosen = configuration();
  chosen.http.port = first.port();
  Node second{chosen, storage_.appConninfo(), false};
  try {
    second.run([](const std::string&) { FAIL() << "it cannot serve"; });
    FAIL() << "it must say what is wrong";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("--port"));
  }
}

TEST_F(Nodes, RefuseAnotherInstallationKey) {
  {
    RunningNode first{configuration(), storage_};
  }
  auto chosen = configuration();
  chosen.installation_key = std::string(64, 'b');
  EXPECT_THROW((Node{chosen, storage_.appConninfo(), false}), std::runtime_error);
}

TEST_F(Nodes, LimitTheRequestsOfOneUser) {
  auto chosen = configuration();
  chosen.limits.requests_per_second = 1;
  chosen.limits.request_burst = 3;
  RunningNode node{chosen, storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto grace = registerPerson(node, "grace@example.com");
  auto client = node.connect();
  int served = 0;
  auto answer = client.get("/api/contacts", ada.headers());
  for (; answer.status == 200 && served < 100; ++served)
    answer = client.get("/api/contacts", ada.headers());
  EXPECT_GE(served, 3);
  EXPECT_EQ(answer.status, 429);
  EXPECT_NE(answer.header("retry-after"), "");
  EXPECT_EQ(client.get("/api/contacts", grace.headers()).status, 200);
}

TEST_F(Nodes, LimitRegistrationsFromOneAddress) {
  auto chosen = configuration();
  chosen.limits.registrations_per_minute = 2;
  RunningNode node{chosen, storage_};
  registerPerson(node, "a@example.com");
  registerPerson(node, "b@example.com");
  const auto refused = node.connect().post(
      "/api/auth/register",
      R"({"workspace_name":"C","name":"C","email":"c@example.com","password":"correct horse battery"})",
      "Content-Type: application/json\r\n");
  EXPECT_EQ(refused.status, 429);
}

TEST_F(Nodes, TellAUsersOpenPagesWhatChanged) {
  RunningNode node{configuration(), storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  const auto grace = registerPerson(node, "grace@example.com");
  testing::WebSocketClient of_ada{node.port(), "/api/ws"};
  testing::WebSocketClient of_grace{node.port(), "/api/ws"};
  of_ada.send(R"({"type":"auth","token":")" + ada.token + "\"}");
  of_grace.send(R"({"type":"auth","token":")" + grace.token + "\"}");
  EXPECT_EQ(of_ada.receive()->payload, R"({"type":"ready","user_id":")" + ada.id + "\"}");
  EXPECT_EQ(of_grace.receive()->payload, R"({"type":"ready","user_id":")" + grace.id + "\"}");

  const auto made = node.connect().post("/api/contacts", R"({"name":"Jane"})", ada.headers());
  ASSERT_EQ(made.status, 201) << made.body;
  const auto told = json::parse(of_ada.receive()->payload);
  EXPECT_EQ(told.at("type").as_string(), "record.changed");
  EXPECT_EQ(told.at_pointer("/record/id"), json::parse(made.body).at("id"));

  node.connect().post("/api/contacts", R"({"name":"Of Grace"})", grace.headers());
  const auto her_own = json::parse(of_grace.receive()->payload);
  EXPECT_NE(her_own.at_pointer("/record/id"), json::parse(made.body).at("id"));
}

TEST_F(Nodes, CloseTheSocketOfASessionThatWasEnded) {
  auto chosen = configuration();
  chosen.websocket.check_interval = std::chrono::milliseconds{50};
  RunningNode node{chosen, storage_};
  const auto ada = registerPerson(node, "ada@example.com");
  testing::WebSocketClient socket{node.port(), "/api/ws"};
  socket.send(R"({"type":"auth","token":")" + ada.token + "\"}");
  ASSERT_TRUE(socket.receive());
  auto client = node.connect();
  const auto sessions = json::parse(client.get("/api/sessions", ada.headers()).body);
  const std::string id{sessions.at_pointer("/items/0/id").as_string()};
  const auto ended = client.exchange("DELETE /api/sessions/" + id + " HTTP/1.1\r\nHost: test\r\n" +
                                     ada.headers() + "\r\n");
  EXPECT_EQ(ended.status, 204);
  EXPECT_EQ(socket.receive()->closeCode(), 4401);
}

TEST_F(Nodes, TellEachOtherWhatChanged) {
  RunningNode first{configuration(), storage_, true};
  RunningNode second{configuration(), storage_, true};
  const auto ada = registerPerson(first, "ada@example.com");
  testing::WebSocketClient socket{second.port(), "/api/ws"};
  socket.send(R"({"type":"auth","token":")" + ada.token + "\"}");
  ASSERT_THAT(socket.receive()->payload, HasSubstr("ready"));
  // Notifications are hints: those sent before the other node listens are lost, so the change is
  // made until one arrives.
  auto reading = std::async(std::launch::async, [&] { return socket.receive(); });
  auto client = first.connect();
  for (int i = 0;
       i < 200 && reading.wait_for(std::chrono::milliseconds{20}) == std::future_status::timeout;
       ++i) {
    ASSERT_EQ(client.post("/api/contacts", R"({"name":"Jane"})", ada.headers()).status, 201);
  }
  const auto told = reading.get();
  ASSERT_TRUE(told);
  EXPECT_THAT(told->payload, HasSubstr(R"("type":"record.changed")"));
}

}  // namespace
}  // namespace parley::app
