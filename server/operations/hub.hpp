#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "foundation/uuid.hpp"

namespace parley::operations {

/// Something a user's open pages are told at once. A hint: what it speaks of is in the database.
struct Notice {
  std::optional<RunId> run_id;  ///< run events only
  std::int32_t seq = 0;
  bool last = false;                        ///< a run's stretch ends with it
  std::shared_ptr<const std::string> json;  ///< null with `last`: it ends without an event
};

/// In-process publish and subscribe by user. All members may be called from any thread.
class Hub {
 public:
  /// Called on the publisher's thread; must not block, throw or call back into the hub.
  using Listener = std::function<void(const Notice&)>;

  /// Ends with its destruction; after that the listener is not running and is not called again.
  class Subscription {
   public:
    Subscription() = default;
    ~Subscription();
    Subscription(Subscription&&) noexcept = default;
    Subscription& operator=(Subscription&& other) noexcept;

   private:
    friend class Hub;
    struct Entry;
    explicit Subscription(std::shared_ptr<Entry> entry) : entry_{std::move(entry)} {}
    std::shared_ptr<Entry> entry_;
  };

  Subscription subscribe(UserId user, Listener listener);
  std::size_t subscriptions(UserId user) const;

  /// Tells this process's listeners and, through the relay, those of other nodes.
  void publish(UserId user, const Notice& notice);
  /// Tells this process's listeners only: what came from another node.
  void deliver(UserId user, const Notice& notice);

  /// Set once, before anything is published.
  void relayThrough(std::function<void(UserId, const Notice&)> relay) { relay_ = std::move(relay); }

 private:
  mutable std::mutex mutex_;
  std::unordered_multimap<UserId, std::weak_ptr<Subscription::Entry>> entries_;
  std::function<void(UserId, const Notice&)> relay_;
};

struct Hub::Subscription::Entry {
  std::mutex mutex;
  Listener listener;  ///< empty once the subscription has ended
};

}  // namespace parley::operations
