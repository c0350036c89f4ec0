#include "database/embedded_cluster.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "database/blocking_session.hpp"
#include "database/cluster_folder.hpp"
#include "database/postmaster_file.hpp"

namespace parley::database {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds look_interval{20};
constexpr std::chrono::seconds watch_interval{60};
constexpr std::chrono::seconds healthy_time{
    30};  // a server that ran this long starts with a short back-off again

/// Ends a wait for the child from another thread.
class Wake {
 public:
  Wake() : descriptor_{::eventfd(0, EFD_CLOEXEC)} {}
  Wake(const Wake&) = delete;
  ~Wake() { ::close(descriptor_); }
  void signal() { ::eventfd_write(descriptor_, 1); }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string conninfoValue(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

std::string conninfoAt(const std::filesystem::path& sockets, std::string_view role,
                       std::string_view database) {
  return fmt::format("host={} port=5432 user={} dbname={}", conninfoValue(sockets.string()),
                     conninfoValue(role), conninfoValue(database));
}

std::vector<std::string> serverArguments(const ClusterFolder& folder,
                                         const ClusterOptions& options) {
  const std::string base = folder.baseForChild();
  std::vector<std::string> arguments{folder.program("postgres"), "-D", base + "/data"};
  const auto set = [&](std::string_view name, std::string_view value) {
    arguments.push_back("-c");
    arguments.push_back(fmt::format("{}={}", name, value));
  };
  set("listen_addresses", "");
  set("unix_socket_directories", folder.socketsForChild());
  set("unix_socket_permissions", "0700");
  set("hba_file", base + "/pg_hba.conf");
  set("ident_file", base + "/pg_ident.conf");
  set("max_connections", std::to_string(options.max_connections));
  set("shared_buffers", options.shared_buffers);
  set("random_page_cost", "1.1");
  set("jit", "off");  // short statements
  set("timezone", "UTC");
  set("log_timezone", "UTC");
  set("cluster_name", "parley");
  set("parley.cluster",
      folder.base().string());  // by which a later start knows it, see endLeftOver()
  if (options.durable) {
    set("logging_collector", "on");
    set("log_directory", "log");
    set("log_filename", "postgresql-%a.log");  // a week, each day overwriting its predecessor
    set("log_truncate_on_rotation", "on");
    set("log_rotation_age", "1d");
    set("log_rotation_size", "0");
  } else {
    set("fsync", "off");  // survives the death of processes all the same, not of the machine
    set("full_page_writes", "off");
  }
  return arguments;
}

/// Roles and database; does what an interrupted start left undone.
void prepareDatabase(const std::string& superuser_conninfo, const std::string& parley_conninfo) {
  BlockingSession server{superuser_conninfo};
  for (const char* role : {"parley_owner", "parley_app"}) {
    const auto known = server.execute("select from pg_roles where rolname = $1", parameters(role));
    if (known.empty()) server.runScript(fmt::format("create role {} login", role));
  }
  const auto known = server.execute("select from pg_database where datname = 'parley'");
  if (known.empty()) server.runScript("create database parley owner parley_owner");
  BlockingSession parley{parley_conninfo};
  parley.runScript(
      "alter schema public owner to parley_owner; revoke create on schema public from public;"
      " grant usage on schema public to parley_app");
}

}  // namespace

struct EmbeddedCluster::State {
  explicit State(ClusterOptions its_options) : options{std::move(its_options)}, folder{options} {}

  std::string conninfo(std::string_view role, std::string_view database) const {
    return conninfoAt(folder.sockets(), role, database);
  }

  /// The watching thread: it starts the server itself, because the server is told to end when this
  /// thread does.
  void supervise();
  void watchServer();
  bool startServer();
  bool awaitReady();
  void stopServer();
  void report(std::string failure);
  bool isStopping();
  bool sleepUnlessStopping(std::chrono::milliseconds time);

  const ClusterOptions options;
  const ClusterFolder folder;

  std::atomic<pid_t> child{0};
  std::atomic<int> restarts{0};

  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;               // guarded by mutex
  std::optional<std::string> outcome;  // of the first start: "" is success; guarded by mutex

  Wake wake;
  std::thread thread;
  std::mutex joining;  // held while joining the thread
};

void EmbeddedCluster::State::report(std::string failure) {
  const std::scoped_lock lock{mutex};
  if (!outcome) outcome = std::move(failure);
  changed.notify_all();
}

bool EmbeddedCluster::State::isStopping() {
  const std::scoped_lock lock{mutex};
  return stopping;
}

bool EmbeddedCluster::State::sleepUnlessStopping(std::chrono::milliseconds time) {
  std::unique_lock lock{mutex};
  return !changed.wait_for(lock, time, [&] { return stopping; });
}

bool EmbeddedCluster::State::startServer() {
  try {
    endLeftOver(folder, options.stop_timeout);
    ChildOptions server = folder.child(serverArguments(folder, options));
    server.signal_when_we_die = SIGINT;  // fast shutdown
    child = startChild(server);
    if (awaitReady()) return true;
    report(fmt::format("PostgreSQL did not start: {}", tailOf(folder.startupLog())));
  } catch (const std::runtime_error& error) {
    spdlog::error("PostgreSQL cannot be started: {}", error.what());
    report(error.what());
  }
  return false;
}

bool EmbeddedCluster::State::awaitReady() {
  const std::string target = conninfo("postgres", "postgres") + " connect_timeout=5";
  const auto deadline = Clock::now() + options.start_timeout;
  while (Clock::now() < deadline) {
    int status = 0;
    if (waitForChild(child, look_interval, status)) {
      child = 0;
      spdlog::error("PostgreSQL ended while starting: {}", tailOf(folder.startupLog()));
      return false;
    }
    if (PQping(target.c_str()) == PQPING_OK) return true;
    if (isStopping()) return false;
  }
  return false;
}

void EmbeddedCluster::State::stopServer() {
  const pid_t server = child;
  if (server == 0) return;
  int status = 0;
  ::kill(server, SIGINT);
  bool ended = waitForChild(server, options.stop_timeout, status);
  if (!ended) {
    ::kill(server, SIGQUIT);
    ended = waitForChild(server, options.stop_timeout, status);
  }
  if (!ended) {
    ::kill(server, SIGKILL);
    ::waitpid(server, &status, 0);
  }
  child = 0;
  reapOrphans();
}

void EmbeddedCluster::State::watchServer() {
  int status = 0;
  while (!isStopping()) {
    if (!waitForChild(child, watch_interval, status, wake.get())) continue;
    child = 0;
    spdlog::error("PostgreSQL died (wait status {}), starting it again", status);
    reapOrphans();
    return;
  }
}

void EmbeddedCluster::State::supervise() {
  auto delay = options.first_retry;
  bool served = false;
  while (!isStopping()) {
    const auto started = Clock::now();
    if (startServer()) {
      served = true;
      report("");
      watchServer();
    } else {
      stopServer();
      if (!served) break;
    }
    if (Clock::now() - started > healthy_time) delay = options.first_retry;
    if (!sleepUnlessStopping(delay)) break;
    delay = std::min(delay * 2, options.longest_retry);
    ++restarts;
  }
  stopServer();
}

EmbeddedCluster::EmbeddedCluster(ClusterOptions options)
    : state_{std::make_unique<State>(std::move(options))} {
  auto& state = *state_;
  // Processes of a server that was killed come to us and can be reaped, whatever process 1 does.
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  state.thread = std::thread{[&state] { state.supervise(); }};
  std::string failure;
  {
    std::unique_lock lock{state.mutex};
    state.changed.wait(lock, [&] { return state.outcome.has_value(); });
    failure = *state.outcome;
  }
  try {
    if (!failure.empty()) throw std::runtime_error(failure);
    prepareDatabase(conninfo("postgres", "postgres"), conninfo("postgres", "parley"));
  } catch (...) {
    stop();
    throw;
  }
}

EmbeddedCluster::~EmbeddedCluster() {
  if (state_) stop();
}

std::optional<std::string> EmbeddedCluster::ownerOfRunning(const std::filesystem::path& data_dir) {
  const auto base = std::filesystem::absolute(data_dir) / "postgres";
  std::vector<std::filesystem::path> places{base / "run"};
  std::ifstream file{base / "data" / "postmaster.pid"};
  std::string line;
  constexpr int line_of_sockets = 5;
  for (int i = 0; i < line_of_sockets; ++i) std::getline(file, line);
  if (file) places.emplace_back(line);  // elsewhere, where the folder's own name is too long
  for (const auto& sockets : places) {
    const auto ping = conninfoAt(sockets, "postgres", "postgres") + " connect_timeout=5";
    if (PQping(ping.c_str()) == PQPING_OK) return conninfoAt(sockets, "parley_owner", "parley");
  }
  return std::nullopt;
}

void EmbeddedCluster::stop() {
  auto& state = *state_;
  {
    const std::scoped_lock lock{state.mutex};
    state.stopping = true;
    state.changed.notify_all();
  }
  state.wake.signal();
  const std::scoped_lock one_at_a_time{state.joining};
  if (state.thread.joinable()) state.thread.join();
}

std::string EmbeddedCluster::ownerConninfo() const {
  return conninfo("parley_owner", "parley");
}

std::string EmbeddedCluster::appConninfo() const {
  return conninfo("parley_app", "parley");
}

std::string EmbeddedCluster::conninfo(const std::string& role, const std::string& database) const {
  return state_->conninfo(role, database);
}

int EmbeddedCluster::postmasterPid() const {
  return state_->child;
}

int EmbeddedCluster::restarts() const {
  return state_->restarts;
}

}  // namespace parley::database
