#include "interfaces/rest/run_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <stdexcept>
#include <string>

#include "http/event_stream.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"

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

  task<void> stream(http::BodyWriter& writer, RunId run, std::vector<operations::Notice> logged) {
    queue_.insert(queue_.begin(), logged.begin(), logged.end());
    std::int32_t told = 0;
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
      if (!notice.json) break;
      if (notice.seq <= told) continue;  // it came while the log was read
      told = notice.seq;
      last = notice.last;
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

task<std::vector<operations::Notice>> loggedEvents(const operations::Catalog& catalog,
                                                   operations::Call call, RunId run,
                                                   const json::object& arguments) {
  const auto* operation = catalog.find("read_run_events");
  if (operation == nullptr) throw std::logic_error{"no operation reads the events of a run"};
  const json::object of_run{{"run_id", run.toString()}};
  const auto answer = co_await catalog.invoke(call, *operation, of_run);
  const auto document = json::parse(answer.body, {.max_depth = 64});
  const auto* approval = arguments.if_contains("id");

  std::vector<operations::Notice> logged;
  for (const auto& event : document.at("events").as_array()) {
    const bool decided = approval != nullptr && event.at("type") == "approval.decided" &&
                         event.at_pointer("/data/id") == *approval;
    // A run that died before it could write the decision has nothing but its end.
    const bool died =
        event.at("type") == "run.finished" && event.at_pointer("/data/status") == "interrupted";
    if (approval != nullptr && logged.empty() && !decided && !died) continue;
    operations::Notice notice;
    notice.run_id = run;
    notice.seq = event.at("seq").to_number<std::int32_t>();
    notice.last = event.at("type") == "run.finished";
    std::string text;
    json::writeValue(text, event);
    notice.json = std::make_shared<const std::string>(std::move(text));
    logged.push_back(std::move(notice));
    if (logged.back().last) break;
  }
  co_return logged;
}

http::Response streamRun(std::shared_ptr<RunFollower> follower, RunId run,
                         std::vector<operations::Notice> logged) {
  return http::eventStream(
      [follower = std::move(follower), run, logged = std::move(logged)](http::BodyWriter& writer) {
        return follower->stream(writer, run, logged);
      });
}

}  // namespace parley::rest
