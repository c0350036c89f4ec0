#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "foundation/task.hpp"

namespace parley::secrets {

/// Argon2id on threads of its own: a hash takes about 100 ms of a core and 64 MiB, which no event
/// loop may spend. The coroutines can be awaited on any Loop and resume there. Must be destroyed
/// when the Loops have stopped and still exist. Every password given is wiped after use.
class PasswordHasher {
 public:
  struct Options {
    std::size_t memory_bytes = std::size_t{64} << 20;  ///< no less than 19 MiB
    unsigned passes = 2;                               ///< no less than 2
    std::size_t workers = 2;                           ///< each needs `memory_bytes` while it works
    std::size_t queue = 256;                           ///< waiting jobs; one more is answered 503
    std::chrono::seconds retry_after{2};               ///< said in that 503
  };

  /// Throws std::invalid_argument when the options lie under the floor.
  explicit PasswordHasher(Options options);
  ~PasswordHasher();
  PasswordHasher(const PasswordHasher&) = delete;
  PasswordHasher& operator=(const PasswordHasher&) = delete;

  /// The PHC string (`$argon2id$v=19$m=...`).
  task<std::string> hash(std::string password);
  /// False for a wrong password and for a text that is no PHC string.
  task<bool> verify(std::string phc, std::string password);
  /// The work of `verify` for nobody: an unknown address must not be told by time.
  task<void> verifyForNobody(std::string password);

  /// Whether a hash was made with other parameters than today's. To be asked after a successful
  /// verification.
  bool needsRehash(const std::string& phc) const;

 private:
  class Workers;

  void reserve();

  Options options_;
  std::string nobody_;  ///< a well-formed PHC string that no password matches
  std::unique_ptr<Workers> workers_;
};

}  // namespace parley::secrets
