#include "secrets/passwords.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/error.hpp"
#include "secrets/random.hpp"
#include "secrets/secret_string.hpp"
#include "secrets/sodium.hpp"

namespace parley::secrets {
namespace {

namespace asio = boost::asio;

constexpr std::size_t floor_memory = std::size_t{19} << 20;
constexpr unsigned floor_passes = 2;
constexpr asio::use_awaitable_t<Loop::executor_type> use_task{};

std::string unpaddedBase64(std::string_view bytes) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  text.pop_back();
  return text;
}

/// Random bytes in the place of the hash: verifying against it does all the work and never
/// succeeds.
std::string hashOfNobody(const PasswordHasher::Options& options) {
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", options.memory_bytes / 1024,
                     options.passes, unpaddedBase64(randomBytes(16)),
                     unpaddedBase64(randomBytes(32)));
}

std::string hashNow(const SecretString& password, const PasswordHasher::Options& options) {
  std::string phc(crypto_pwhash_STRBYTES, '\0');
  const int failed =
      crypto_pwhash_str_alg(phc.data(), password.reveal().data(), password.size(), options.passes,
                            options.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) throw unavailable("There is not enough memory to sign in right now.");
  phc.resize(phc.find('\0'));
  return phc;
}

bool verifyNow(const std::string& phc, const SecretString& password) {
  // libsodium would read Argon2i as well; nothing here ever wrote it.
  if (!phc.starts_with("$argon2id$") || phc.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(phc.c_str(), password.reveal().data(), password.size()) == 0;
}

}  // namespace

/// The threads and the bounded queue before them.
class PasswordHasher::Workers {
 public:
  using Job = std::move_only_function<void()>;

  Workers(std::size_t workers, std::size_t queue) : limit_{workers + queue} {
    for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
  }

  ~Workers() {
    {
      const std::scoped_lock lock{mutex_};
      stopping_ = true;
    }
    wake_.notify_all();
    threads_.clear();
  }

  /// Takes one place, to be filled by `add`; false when all are taken.
  bool reserve() {
    const std::scoped_lock lock{mutex_};
    if (taken_ == limit_) return false;
    ++taken_;
    return true;
  }

  void add(Job job) {
    {
      const std::scoped_lock lock{mutex_};
      jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
  }

 private:
  void work() {
    std::unique_lock lock{mutex_};
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
      job = {};
      lock.lock();
      --taken_;
    }
  }

  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::size_t taken_ = 0;  ///< waiting, working, and reserved
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

namespace {

/// Runs `function` on the workers, in a place reserved before, and resumes the awaiting coroutine
/// on its own Loop.
template <class Result, class Workers>
task<Result> onWorkers(Workers& workers, std::move_only_function<Result()> function) {
  auto initiate = [&workers](auto handler, std::move_only_function<Result()> run) {
    auto guard = asio::make_work_guard(asio::get_associated_executor(handler));
    workers.add([handler = std::move(handler), guard = std::move(guard),
                 run = std::move(run)]() mutable {
      std::exception_ptr failure;
      Result result{};
      try {
        result = run();
      } catch (...) {
        failure = std::current_exception();
      }
      run = {};  // the secrets go here, not when the Loop finds the time
      const auto executor = guard.get_executor();
      asio::post(executor, [handler = std::move(handler), guard = std::move(guard),
                            failure = std::move(failure), result = std::move(result)]() mutable {
        std::move(handler)(std::move(failure), std::move(result));
      });
    });
  };
  co_return co_await asio::async_initiate<decltype(use_task), void(std::exception_ptr, Result)>(
      std::move(initiate), use_task, std::move(function));
}

}  // namespace

PasswordHasher::PasswordHasher(Options options) : options_{options} {
  startSodium();
  if (options_.memory_bytes < floor_memory || options_.passes < floor_passes) {
    throw std::invalid_argument{"Argon2id needs at least 19 MiB and 2 passes."};
  }
  if (options_.workers == 0) throw std::invalid_argument{"Argon2id needs a worker."};
  nobody_ = hashOfNobody(options_);
  workers_ = std::make_unique<Workers>(options_.workers, options_.queue);
}

PasswordHasher::~PasswordHasher() = default;

void PasswordHasher::reserve() {
  if (workers_->reserve()) return;
  throw unavailable("Too many people are signing in right now.", options_.retry_after);
}

task<std::string> PasswordHasher::hash(std::string password) {
  auto secret = SecretString::take(std::move(password));
  reserve();
  std::move_only_function<std::string()> work = [secret = std::move(secret), options = options_] {
    return hashNow(secret, options);
  };
  co_return co_await onWorkers(*workers_, std::move(work));
}

task<bool> PasswordHasher::verify(std::string phc, std::string password) {
  auto secret = SecretString::take(std::move(password));
  reserve();
  std::move_only_function<bool()> work = [phc = std::move(phc), secret = std::move(secret)] {
    return verifyNow(phc, secret);
  };
  co_return co_await onWorkers(*workers_, std::move(work));
}

task<void> PasswordHasher::verifyForNobody(std::string password) {
  co_await verify(nobody_, std::move(password));
}

bool PasswordHasher::needsRehash(const std::string& phc) const {
  return crypto_pwhash_str_needs_rehash(phc.c_str(), options_.passes, options_.memory_bytes) != 0;
}

}  // namespace parley::secrets
