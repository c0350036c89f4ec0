#include "http/static_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "http/test_server.hpp"

namespace parley::http {
namespace {

namespace fs = std::filesystem;

class StaticFilesOfAFolder : public ::testing::Test {
 protected:
  StaticFilesOfAFolder() {
    std::string name = (fs::temp_directory_path() / "parley_static_XXXXXX").string();
    root_ = mkdtemp(name.data());
    put("web/index.html", "<!doctype html><title>Parley</title>");
    put("web/favicon.svg", "<svg/>");
    put("web/assets/index-BkZ3x9aQ.js", std::string(5'000, 'j'));
    put("web/assets/logo.png", "png");
    put("secret.txt", "secret");
  }
  ~StaticFilesOfAFolder() override { fs::remove_all(root_); }

  void put(const std::string& path, const std::string& bytes) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << bytes;
  }
  TestServer& start() {
    files_.emplace(root_ / "web");
    server_.emplace([this](Router& router, std::size_t) { router.fallback(files_->handler()); });
    return *server_;
  }
  testing::HttpAnswer get(const std::string& target, const std::string& headers = "") {
    if (!server_) start();
    return server_->connect().get(target, headers);
  }

  fs::path root_;
  std::optional<StaticFiles> files_;
  std::optional<TestServer> server_;
};

TEST_F(StaticFilesOfAFolder, WithAHashInTheirNameAreCachedForGood) {
  const auto answer = get("/assets/index-BkZ3x9aQ.js");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(answer.header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(answer.body, std::string(5'000, 'j'));
  EXPECT_EQ(get("/assets/logo.png").header("cache-control"), "no-cache");
}

TEST_F(StaticFilesOfAFolder, AreAskedForAgainByTheirEntityTag) {
  const auto answer = get("/favicon.svg");
  EXPECT_EQ(answer.header("cache-control"), "no-cache");
  const auto tag = answer.header("etag");
  EXPECT_THAT(tag, ::testing::MatchesRegex("\"[0-9a-f]+\""));
  const auto unchanged = get("/favicon.svg", "If-None-Match: \"other\", " + tag + "\r\n");
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(unchanged.header("etag"), tag);
  EXPECT_EQ(unchanged.header("content-length"), "");
  EXPECT_EQ(get("/favicon.svg", "If-None-Match: \"other\"\r\n").status, 200);
}

TEST_F(StaticFilesOfAFolder, ComeCompressedWithATagOfTheirOwn) {
  const auto plain = get("/assets/index-BkZ3x9aQ.js");
  const auto brotli = get("/assets/index-BkZ3x9aQ.js", "Accept-Encoding: gzip, br\r\n");
  const auto gzip = get("/assets/index-BkZ3x9aQ.js", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(brotli.header("content-encoding"), "br");
  EXPECT_EQ(gzip.header("content-encoding"), "gzip");
  EXPECT_LT(brotli.body.size(), 100U);
  EXPECT_NE(brotli.header("etag"), plain.header("etag"));
  EXPECT_NE(brotli.header("etag"), gzip.header("etag"));
  EXPECT_EQ(plain.header("vary"), "Accept-Encoding");
  EXPECT_EQ(get("/assets/logo.png", "Accept-Encoding: br\r\n").header("vary"), "");
}

TEST_F(StaticFilesOfAFolder, IncludeThePageForEveryPathOfAPage) {
  for (const auto* path : {"/", "/assistant", "/contacts/0190-af", "/index.html"}) {
    const auto answer = get(path);
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(answer.header("content-type"), "text/html; charset=utf-8") << path;
    EXPECT_EQ(answer.header("cache-control"), "no-cache") << path;
  }
}

TEST_F(StaticFilesOfAFolder, DoNotHideWhatIsMissing) {
  for (const auto* path : {"/api/nothing", "/api", "/assets/gone-12345678.js", "/robots.txt",
                           "/assets/deeper", "/mcp/x"}) {
    EXPECT_EQ(get(path).status, 404) << path;
  }
}

TEST_F(StaticFilesOfAFolder, EndAtTheFolder) {
  for (const auto* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt"}) {
    EXPECT_EQ(get(path).status, 400) << path;
  }
  EXPECT_EQ(get("/..%2fsecret.txt").status, 404);
  EXPECT_EQ(get("//secret.txt").status, 404);
}

TEST_F(StaticFilesOfAFolder, AreOnlyRead) {
  auto& server = start();
  const auto answer = server.connect().post("/favicon.svg", "x");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.header("allow"), "GET, HEAD");
  EXPECT_EQ(server.connect().post("/assistant", "x").status, 404);
  auto client = server.connect();
  const auto head = client.exchange("HEAD /favicon.svg HTTP/1.1\r\nHost: a\r\n\r\n", true);
  EXPECT_EQ(head.header("content-length"), "6");
}

TEST_F(StaticFilesOfAFolder, HaveALimit) {
  StaticOptions options;
  options.max_bytes = 100;
  EXPECT_THROW(StaticFiles(root_ / "web", options), Error);
  options.max_bytes = 1'000'000;
  options.max_files = 2;
  EXPECT_THROW(StaticFiles(root_ / "web", options), Error);
  EXPECT_THROW(StaticFiles(root_ / "missing"), Error);
}

TEST(InlineScripts, AreNamedByTheHashOfTheirText) {
  const auto hashes = inlineScriptHashes(
      "<head><script src=\"/a.js\"></script><SCRIPT>alert('Hello, world.');</SCRIPT>"
      "<script type=\"module\">x</script></head>");
  ASSERT_EQ(hashes.size(), 2U);
  EXPECT_EQ(hashes[0], "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
  EXPECT_TRUE(inlineScriptHashes("<p>no <b>scripts</b>").empty());
  EXPECT_TRUE(inlineScriptHashes("<script>unfinished").empty());
}

}  // namespace
}  // namespace parley::http
