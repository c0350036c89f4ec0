#pragma once

#include <chrono>
#include <memory>

#include "foundation/task.hpp"

namespace parley::database {

/// Waits until a socket that libpq owns can be read or written. One coroutine at a time.
class Readiness {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  explicit Readiness(Loop& loop);
  ~Readiness();
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  /// Watches this socket from now on. To be called again whenever libpq may have replaced it, even
  /// by the same number.
  void watch(int socket);
  /// Forgets the socket; libpq's own number stays open.
  void letGo();

  struct Wanted {
    bool read = true;
    bool write = false;
  };
  /// False when the deadline passed or interrupt() was called first.
  task<bool> wait(Wanted wanted, Deadline deadline);
  void interrupt();

 private:
  struct Watched;
  static void arm(const std::shared_ptr<Watched>& watched, Wanted wanted);

  Loop& loop_;
  std::shared_ptr<Watched> watched_;
};

}  // namespace parley::database
