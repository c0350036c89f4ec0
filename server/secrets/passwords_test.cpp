#include "secrets/passwords.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <thread>
#include <vector>

#include "foundation/error.hpp"
#include "testing/run.hpp"

namespace parley::secrets {
namespace {

using testing::run;

/// The floor: as fast as the hasher lets a test be.
PasswordHasher::Options quick() {
  PasswordHasher::Options options;
  options.memory_bytes = std::size_t{19} << 20;
  options.workers = 1;
  return options;
}

TEST(PasswordHasher, VerifiesTheRightPasswordAlone) {
  Loop loop;
  PasswordHasher hasher{quick()};
  const std::string phc = run(loop, hasher.hash("violet kites"));
  EXPECT_TRUE(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << phc;
  EXPECT_TRUE(run(loop, hasher.verify(phc, "violet kites")));
  EXPECT_FALSE(run(loop, hasher.verify(phc, "violet kite")));
  EXPECT_FALSE(run(loop, hasher.verify(phc, "")));
  EXPECT_NE(run(loop, hasher.hash("violet kites")), phc);
}

TEST(PasswordHasher, ReadsAPublishedArgon2idHashAndNoOtherAlgorithm) {
  Loop loop;
  PasswordHasher hasher{quick()};
  // From the reference implementation's tests: password "password", salt "somesalt", 256 KiB, 2
  // passes.
  const std::string known =
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  EXPECT_TRUE(run(loop, hasher.verify(known, "password")));
  EXPECT_TRUE(hasher.needsRehash(known));
  const std::string argon2i =
      "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY";
  EXPECT_FALSE(run(loop, hasher.verify(argon2i, "password")));
  for (const auto* text :
       {"", "password", "$argon2id$", "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$x"}) {
    EXPECT_FALSE(run(loop, hasher.verify(text, "password"))) << text;
  }
}

TEST(PasswordHasher, SaysWhichHashesAreNotOfToday) {
  Loop loop;
  PasswordHasher hasher{quick()};
  auto more = quick();
  more.memory_bytes += std::size_t{1} << 20;
  const std::string phc = run(loop, hasher.hash("violet kites"));
  EXPECT_FALSE(hasher.needsRehash(phc));
  EXPECT_TRUE(PasswordHasher{more}.needsRehash(phc));
}

TEST(PasswordHasher, WorksAsLongForNobodyAsForSomebody) {
  Loop loop;
  PasswordHasher hasher{quick()};
  const std::string phc = run(loop, hasher.hash("violet kites"));
  const auto median = [&](auto attempt) {
    std::vector<double> times;
    for (int i = 0; i < 9; ++i) {
      const auto start = std::chrono::steady_clock::now();
      attempt();
      times.push_back(
          std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::nth_element(times, times.begin() + 4);
    return times[4];
  };
  const double somebody = median([&] { run(loop, hasher.verify(phc, "wrong")); });
  const double nobody = median([&] { run(loop, hasher.verifyForNobody("wrong")); });
  // The machine may be busy; that no work is done at all would be a factor of a thousand.
  EXPECT_LT(nobody, somebody * 20);
  EXPECT_GT(nobody, somebody / 20);
}

TEST(PasswordHasher, RefusesOptionsUnderTheFloor) {
  auto options = quick();
  options.memory_bytes -= 1;
  EXPECT_THROW(PasswordHasher{options}, std::invalid_argument);
  options = quick();
  options.passes = 1;
  EXPECT_THROW(PasswordHasher{options}, std::invalid_argument);
  options = quick();
  options.workers = 0;
  EXPECT_THROW(PasswordHasher{options}, std::invalid_argument);
}

TEST(PasswordHasher, AnswersBusyWhenItsQueueIsFull) {
  Loop loop;
  auto options = quick();
  options.queue = 2;
  PasswordHasher hasher{options};
  int done = 0;
  int busy = 0;
  for (int i = 0; i < 8; ++i) {
    boost::asio::co_spawn(loop, hasher.hash("violet kites"),
                          [&](std::exception_ptr failure, const std::string&) {
                            if (!failure) {
                              ++done;
                              return;
                            }
                            try {
                              std::rethrow_exception(failure);
                            } catch (const Error& error) {
                              EXPECT_EQ(error.status, Status::unavailable);
                              EXPECT_EQ(error.retry_after, std::chrono::seconds{2});
                              ++busy;
                            }
                          });
  }
  loop.run();
  // One more may be done where a place becomes free meanwhile.
  EXPECT_GE(done, 3);
  EXPECT_GT(busy, 0);
  EXPECT_EQ(done + busy, 8);
  EXPECT_TRUE(run(loop, hasher.hash("violet kites")).starts_with("$argon2id$"));
}

task<bool> resumesOnItsLoop(PasswordHasher& hasher) {
  const auto before = std::this_thread::get_id();
  co_await hasher.verifyForNobody("violet kites");
  co_return before == std::this_thread::get_id();
}

TEST(PasswordHasher, ComesBackToTheLoopThatAsked) {
  std::array<Loop, 3> loops;
  PasswordHasher hasher{quick()};
  std::vector<std::jthread> threads;
  for (Loop& loop : loops) {
    threads.emplace_back([&] { EXPECT_TRUE(run(loop, resumesOnItsLoop(hasher))); });
  }
}

TEST(PasswordHasher, MayEndWhileOthersWait) {
  Loop loop;
  {
    PasswordHasher hasher{quick()};
    for (int i = 0; i < 5; ++i)
      boost::asio::co_spawn(loop, hasher.verifyForNobody("violet kites"),
                            [](std::exception_ptr) {});
    loop.poll();
  }
}

}  // namespace
}  // namespace parley::secrets
