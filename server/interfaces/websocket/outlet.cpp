#include "interfaces/websocket/outlet.hpp"

#include <utility>

namespace parley::websocket {

void Outlet::forward(const operations::Notice& notice) {
  if (!notice.json) return;
  const std::scoped_lock lock{mutex_};
  const auto replay = notice.run_id ? replays_.find(*notice.run_id) : replays_.end();
  if (replay == replays_.end()) {
    socket_->send(notice.json);
    return;
  }
  if (replay->second.held.size() >= max_held_) {
    socket_->close(http::close_code::try_again_later, "too many events wait");
    return;
  }
  replay->second.held.push_back(notice);
}

void Outlet::beginReplay(RunId run) {
  const std::scoped_lock lock{mutex_};
  ++replays_[run].readers;
}

void Outlet::endReplay(RunId run, std::int32_t last_seq) {
  const std::scoped_lock lock{mutex_};
  const auto replay = replays_.find(run);
  if (replay == replays_.end() || --replay->second.readers > 0) return;
  for (const auto& notice : replay->second.held) {
    if (notice.seq > last_seq) socket_->send(notice.json);
  }
  replays_.erase(replay);
}

}  // namespace parley::websocket
