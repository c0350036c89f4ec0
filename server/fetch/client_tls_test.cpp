#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "fetch/client.hpp"
#include "fetch/testing/run.hpp"

namespace parley::fetch {
namespace {

using testing::run;
using Tcp = boost::asio::ip::tcp;
namespace ssl = boost::asio::ssl;

template <class T, auto Free>
using Owned = std::unique_ptr<T, decltype([](T* pointer) { Free(pointer); })>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Owned<X509, X509_free>;

/// A certificate for 127.0.0.1 that vouches for itself.
Certificate selfSigned(EVP_PKEY* key) {
  Certificate certificate{X509_new()};
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  auto* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  Owned<X509_EXTENSION, X509_EXTENSION_free> names{
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1")};
  X509_add_ext(certificate.get(), names.get(), -1);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

class TlsServer {
 public:
  explicit TlsServer(Loop& loop)
      : acceptor_{loop.get_executor(), {boost::asio::ip::address_v4::loopback(), 0}} {
    const Key key{EVP_EC_gen("P-256")};
    const auto certificate = selfSigned(key.get());
    SSL_CTX_use_PrivateKey(context_.native_handle(), key.get());
    SSL_CTX_use_certificate(context_.native_handle(), certificate.get());
    Owned<std::FILE, std::fclose> file{std::fopen(caFile().c_str(), "w")};
    PEM_write_X509(file.get(), certificate.get());
    boost::asio::co_spawn(loop, serve(), boost::asio::detached);
  }
  ~TlsServer() { std::filesystem::remove(caFile()); }

  std::string caFile() const {
    return std::filesystem::temp_directory_path() / fmt::format("parley-fetch-test-{}.pem", port());
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  task<void> serve() {
    constexpr auto token =
        boost::asio::as_tuple(boost::asio::use_awaitable_t<Loop::executor_type>{});
    while (true) {
      auto [failed, socket] = co_await acceptor_.async_accept(token);
      if (failed) co_return;
      ssl::stream<boost::asio::basic_stream_socket<Tcp, Loop::executor_type>> stream{
          std::move(socket), context_};
      const auto [refused] = co_await stream.async_handshake(ssl::stream_base::server, token);
      if (refused) continue;
      std::string request;
      co_await boost::asio::async_read_until(stream, boost::asio::dynamic_buffer(request),
                                             "\r\n\r\n", token);
      const std::string answer =
          "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret";
      co_await boost::asio::async_write(stream, boost::asio::buffer(answer), token);
    }
  }

  ssl::context context_{ssl::context::tls_server};
  boost::asio::basic_socket_acceptor<Tcp, Loop::executor_type> acceptor_;
};

Response get(Loop& loop, Client& client, std::string url) {
  Request request;
  request.url = std::move(url);
  request.network = Network::anywhere;
  auto work = client.send(std::move(request));
  return run(loop, std::move(work));
}

TEST(FetchTls, SpeaksToAServerWhoseCertificateIsVouchedFor) {
  Loop loop;
  TlsServer server{loop};
  Client::Options options;
  options.ca_file = server.caFile();
  Client client{loop, options};
  EXPECT_EQ(get(loop, client, fmt::format("https://127.0.0.1:{}/", server.port())).body, "secret");
}

TEST(FetchTls, RefusesACertificateOfAnotherNameOrOfNobodyKnown) {
  Loop loop;
  TlsServer server{loop};
  Client::Options options;
  options.ca_file = server.caFile();
  Client vouching{loop, options};
  Client strict{loop};
  const auto kind = [&](Client& client, std::string url) {
    try {
      get(loop, client, std::move(url));
    } catch (const Failure& failure) {
      return failure.kind;
    }
    return FailureKind::cancelled;
  };
  EXPECT_EQ(kind(vouching, fmt::format("https://localhost:{}/", server.port())), FailureKind::tls);
  EXPECT_EQ(kind(strict, fmt::format("https://127.0.0.1:{}/", server.port())), FailureKind::tls);
}

}  // namespace
}  // namespace parley::fetch
