#include "interfaces/websocket/websocket.hpp"

#include <memory>
#include <utility>

#include "interfaces/websocket/session.hpp"

namespace parley::websocket {
namespace {

task<void> serve(std::shared_ptr<const Mount> mount, std::shared_ptr<http::WebSocket> socket) {
  const auto session = std::make_shared<Session>(std::move(mount), std::move(socket));
  co_await session->run();
}

}  // namespace

void mount(http::Router& router, const operations::Catalog& catalog, operations::Services& services,
           Options options) {
  auto socket_options = options.socket;
  const auto shared = std::make_shared<const Mount>(Mount{catalog, services, std::move(options)});
  router.websocket(
      "/api/ws",
      [shared](std::shared_ptr<http::WebSocket> socket) {
        return serve(shared, std::move(socket));
      },
      std::move(socket_options));
}

}  // namespace parley::websocket
