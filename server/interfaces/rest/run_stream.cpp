#include "interfaces/rest/run_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <string>

#include "http/event_stream.hpp"

namespace parley::rest {

/// Lives on one loop. The hub calls from any thread; what it says is posted to the loop.
class RunFollower : public std::enable_shared_from_this<RunFollower> {
 public:
  RunFollower(Loop& loop, std::size_t queue_limit)
      : loop_{loop},
        queue_limit_{queue_limit},
        wake_{loop, std::chrono::steady_clock::time_point::max()} {}

  void subscribe(operations::Hub& hub, UserId user) {
    subscription_ = hub.subscribe(
        user, [weak = weak_from_this(), &loop = loop_](const operations::Notice& notice) {
          if (!notice.run_id) return;
          boost::asio::post(loop, [weak, notice] {
            if (const auto self = weak.lock()) self->push(notice);
          });
        });
  }

  task<void> stream(http::BodyWriter& writer, RunId run) {
    writer.onGone([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->wake_.cancel();
    });
    bool last = false;
    while (!last && !writer.gone() && !overrun_) {
      if (queue_.empty()) {
        co_await wake_.async_wait(
            boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{}));
        continue;
      }
      const auto notice = std::move(queue_.front());
      queue_.pop_front();
      if (notice.run_id != run) continue;
      last = notice.last;
      if (!notice.json) break;
      http::Event event;
      event.id = std::to_string(notice.seq);
      event.data = *notice.json;
      auto frame = http::format(event);
      if (!co_await writer.write(std::move(frame))) co_return;
    }
  }

 private:
  void push(const operations::Notice& notice) {
    // A reader this slow is cut off; it reads the log from its last event.
    overrun_ = overrun_ || queue_.size() >= queue_limit_;
    if (!overrun_) queue_.push_back(notice);
    wake_.cancel();
  }

  Loop& loop_;
  std::size_t queue_limit_;
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>,
                                    Loop::executor_type>
      wake_;
  std::deque<operations::Notice> queue_;
  bool overrun_ = false;
  operations::Hub::Subscription subscription_;
};

std::shared_ptr<RunFollower> followRuns(operations::Services& services, UserId user,
                                        std::size_t queue_limit) {
  auto follower = std::make_shared<RunFollower>(services.loop, queue_limit);
  follower->subscribe(services.hub, user);
  return follower;
}

http::Response streamRun(std::shared_ptr<RunFollower> follower, RunId run) {
  return http::eventStream([follower = std::move(follower), run](http::BodyWriter& writer) {
    return follower->stream(writer, run);
  });
}

}  // namespace parley::rest
