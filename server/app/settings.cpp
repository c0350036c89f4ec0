// The one table of settings: what stands here is a flag, a variable, a line of the configuration
// file and a row of docs/configuration.md.
#include <fmt/format.h>

#include <limits>
#include <type_traits>
#include <utility>

#include "app/configuration.hpp"
#include "app/setting_values.hpp"

namespace parley::app {
namespace {

using Text = std::string_view;

/// Collects the rows; each helper binds one member by a function that finds it.
class Table {
 public:
  explicit Table(std::vector<Setting>& rows) : rows_{rows} {}

  void group(Text name) { group_ = name; }

  template <class Find>
  Setting& text(Text name, Text type, Text help, Find find) {
    return add(
        name, type, help, [find](Configuration& c, Text value) { find(c) = std::string{value}; },
        [find](Configuration& c) -> std::string { return find(c); });
  }
  template <class Find>
  Setting& url(Text name, Text help, Find find) {
    return add(
        name, "URL", help, [find](Configuration& c, Text value) { find(c) = readUrl(value); },
        [find](Configuration& c) -> std::string { return find(c); });
  }
  template <class Find>
  Setting& count(Text name, Text help, Find find, std::uint64_t least = 0,
                 std::uint64_t most = 1'000'000'000) {
    return add(
        name, "NUMBER", help,
        [=](Configuration& c, Text value) {
          using Number = std::remove_cvref_t<decltype(find(c))>;
          constexpr auto widest = static_cast<std::uint64_t>(std::numeric_limits<Number>::max());
          find(c) = static_cast<Number>(readCount(value, least, std::min(most, widest)));
        },
        [find](Configuration& c) { return std::to_string(find(c)); });
  }
  template <class Find>
  Setting& number(Text name, Text help, Find find) {
    return add(
        name, "NUMBER", help, [find](Configuration& c, Text value) { find(c) = readNumber(value); },
        [find](Configuration& c) { return fmt::format("{:g}", find(c)); });
  }
  template <class Find>
  Setting& size(Text name, Text help, Find find) {
    return add(
        name, "SIZE", help, [find](Configuration& c, Text value) { find(c) = readSize(value); },
        [find](Configuration& c) { return showSize(find(c)); });
  }
  template <class Find>
  Setting& duration(Text name, Text help, Find find) {
    return add(
        name, "DURATION", help,
        [find](Configuration& c, Text value) {
          using Unit = std::remove_cvref_t<decltype(find(c))>;
          find(c) = std::chrono::duration_cast<Unit>(readDuration(value));
        },
        [find](Configuration& c) { return showDuration(find(c)); });
  }
  template <class Set, class Show>
  Setting& add(Text name, Text type, Text help, Set set, Show show) {
    rows_.push_back({group_, name, help, type, false, std::move(set), std::move(show)});
    return rows_.back();
  }

 private:
  std::vector<Setting>& rows_;
  Text group_;
};

// clang-format off
void listGeneral(Table& table) {
  table.group("General");
  table.text("listen", "ADDRESS", "Address to listen on", [](auto& c) -> auto& { return c.http.listen; });
  table.count("port", "Port; 0 picks one", [](auto& c) -> auto& { return c.http.port; });
  table.add("data-dir", "FOLDER", "Embedded PostgreSQL, key file",
            [](auto& c, Text value) { c.data_dir = value; }, [](auto& c) { return c.data_dir.string(); });
  table.add("web-dir", "FOLDER", "The built web application; empty: looked for beside the program",
            [](auto& c, Text value) { c.web_dir = value; }, [](auto& c) { return c.web_dir.string(); });
  table.url("public-url", "What people type to reach this server; empty: the host that was asked for", [](auto& c) -> auto& { return c.public_url; });
  table.add("registration", "open|closed", "open: anybody may make a workspace",
            [](auto& c, Text value) { c.accounts.registration = readRegistration(value); },
            [](auto& c) { return std::string{c.accounts.registration == accounts::RegistrationMode::open ? "open" : "closed"}; });
  table.add("trusted-proxies", "NETWORKS", "Whose X-Forwarded-For, -Proto and -Host are believed, separated by commas",
            [](auto& c, Text value) { c.http.trusted_proxies = readNetworks(value); }, [](auto&) { return std::string{}; });
  table.count("threads", "Cores to use, each with its own connections; 0: all", [](auto& c) -> auto& { return c.threads; }, 0, 256);
  table.add("log-level", "LEVEL", "debug, info, warn, error or off",
            [](auto& c, Text value) { c.log_level = readLogLevel(value); }, [](auto& c) { return c.log_level; });
  table.duration("shutdown-patience", "How long answers in flight may take after SIGTERM", [](auto& c) -> auto& { return c.shutdown_patience; });
  table.text("key", "KEY", "The installation key instead of the key file: 43 characters of base64url or 64 of hex; while it is replaced, the new one and the old one with a comma between", [](auto& c) -> auto& { return c.installation_key; }).secret = true;
}

void listDatabase(Table& table) {
  table.group("Database");
  table.text("database-url", "URL", "PostgreSQL 15 or later, as the app's role; empty: the embedded one", [](auto& c) -> auto& { return c.database_url; });
  table.text("migration-database-url", "URL", "The same database as the role that owns the tables", [](auto& c) -> auto& { return c.migration_database_url; });
  table.count("database-connections", "Connections, per core", [](auto& c) -> auto& { return c.database.connections; }, 1, 1'000);
  table.count("database-max-waiting", "Requests waiting for a connection, per core; more get 503", [](auto& c) -> auto& { return c.database.max_waiting; });
  table.duration("database-wait-timeout", "Wait for a connection, then 503", [](auto& c) -> auto& { return c.database.wait_timeout; });
  table.duration("database-connect-timeout", "One attempt to connect", [](auto& c) -> auto& { return c.database.connect_timeout; });
  table.duration("database-statement-timeout", "One statement", [](auto& c) -> auto& { return c.database.statement_timeout; });
  table.duration("database-lock-timeout", "Wait for a lock", [](auto& c) -> auto& { return c.database.lock_timeout; });
  table.duration("database-answer-grace", "Beyond the statement timeout, then the connection counts as lost", [](auto& c) -> auto& { return c.database.answer_grace; });
  table.duration("database-idle-transaction-timeout", "A transaction in which nothing happens", [](auto& c) -> auto& { return c.database.idle_in_transaction_timeout; });
  table.duration("database-orphan-check-interval", "How often a running statement looks whether its caller is gone", [](auto& c) -> auto& { return c.database.orphan_check_interval; });
  table.duration("database-first-retry", "First pause before connecting again, doubled each time", [](auto& c) -> auto& { return c.database.first_retry; });
  table.duration("database-longest-retry", "Longest pause before connecting again", [](auto& c) -> auto& { return c.database.longest_retry; });
  table.count("database-max-prepared", "Prepared statements, per connection", [](auto& c) -> auto& { return c.database.max_prepared; }, 1);
  table.count("relay-max-waiting", "Notices waiting to be sent to other nodes; beyond, the oldest are dropped", [](auto& c) -> auto& { return c.relay.max_waiting; });
  table.add("postgres-binaries", "FOLDER", "Programs of the embedded PostgreSQL; empty: Debian's",
            [](auto& c, Text value) { c.cluster.binaries = value; }, [](auto& c) { return c.cluster.binaries.string(); });
  table.text("postgres-user", "USER", "Whom the embedded PostgreSQL runs as when Parley is root", [](auto& c) -> auto& { return c.cluster.user; });
  table.text("postgres-shared-buffers", "SIZE", "Its shared_buffers, in PostgreSQL's units (128MB, 1GB)", [](auto& c) -> auto& { return c.cluster.shared_buffers; });
  table.count("postgres-max-connections", "Its max_connections, raised when the cores need more", [](auto& c) -> auto& { return c.cluster.max_connections; }, 10, 10'000);
  table.duration("postgres-start-timeout", "For it to start", [](auto& c) -> auto& { return c.cluster.start_timeout; });
  table.duration("postgres-stop-timeout", "For it to stop, then it is made to", [](auto& c) -> auto& { return c.cluster.stop_timeout; });
}

void listHttp(Table& table) {
  table.group("HTTP limits");
  table.count("max-connections", "Connections in all", [](auto& c) -> auto& { return c.http.max_connections; }, 1);
  table.count("max-connections-per-address", "Connections of one address (IPv6: of one /64)", [](auto& c) -> auto& { return c.http.max_connections_per_address; }, 1);
  table.add("unlimited-networks", "NETWORKS", "Addresses without that limit; trusted proxies have none either",
            [](auto& c, Text value) { c.http.unlimited_networks = readNetworks(value); }, [](auto&) { return std::string{"127.0.0.0/8,::1"}; });
  table.count("max-requests-per-connection", "Then it is closed; 0: no limit", [](auto& c) -> auto& { return c.http.max_requests_per_connection; });
  table.size("http-target-limit", "Path and query of a request; beyond: 414", [](auto& c) -> auto& { return c.http.target_limit; });
  table.size("http-head-limit", "All header fields of a request; beyond: 431", [](auto& c) -> auto& { return c.http.head_limit; });
  table.count("http-max-headers", "Header fields of a request; beyond: 431", [](auto& c) -> auto& { return c.http.max_headers; }, 1);
  table.size("http-body-limit", "Body of a request; beyond: 413", [](auto& c) -> auto& { return c.http.body_limit; });
  table.size("http-drain-limit", "Of a larger body, what is read and dropped so that the 413 arrives", [](auto& c) -> auto& { return c.http.drain_limit; });
  table.duration("http-head-timeout", "From the first byte of a request to the end of its header", [](auto& c) -> auto& { return c.http.head_timeout; });
  table.duration("http-idle-timeout", "Between two requests", [](auto& c) -> auto& { return c.http.idle_timeout; });
  table.duration("http-body-grace", "By how much a body may be late", [](auto& c) -> auto& { return c.http.body_grace; });
  table.size("http-body-rate", "Bytes a second, the least a body must arrive with", [](auto& c) -> auto& { return c.http.body_bytes_per_second; });
  table.duration("http-handler-timeout", "For an answer, then 503", [](auto& c) -> auto& { return c.http.handler_timeout; });
  table.duration("http-write-timeout", "For the client to take each 64 KiB of an answer", [](auto& c) -> auto& { return c.http.write_timeout; });
  table.duration("http-linger", "For the client to read a last answer", [](auto& c) -> auto& { return c.http.linger; });
  table.size("http-compression-threshold", "Smaller bodies go out as they are", [](auto& c) -> auto& { return c.http.compression_threshold; });
  table.count("web-max-files", "Files of the web application", [](auto& c) -> auto& { return c.files.max_files; });
  table.size("web-max-bytes", "Bytes of the web application, which is held in memory", [](auto& c) -> auto& { return c.files.max_bytes; });
}

void listWebSockets(Table& table) {
  table.group("WebSocket limits");
  table.count("max-websockets", "WebSockets in all", [](auto& c) -> auto& { return c.http.max_websockets; });
  table.count("max-websockets-per-user", "WebSockets of one user", [](auto& c) -> auto& { return c.websocket.max_per_user; }, 1);
  table.count("websocket-max-in-flight", "Messages of one socket being worked on", [](auto& c) -> auto& { return c.websocket.max_in_flight; }, 1);
  table.size("websocket-message-limit", "One received message", [](auto& c) -> auto& { return c.websocket.socket.message_limit; });
  table.count("websocket-outbox-messages", "Messages waiting for a slow client, then it is closed", [](auto& c) -> auto& { return c.websocket.socket.outbox_messages; }, 1);
  table.size("websocket-outbox-bytes", "Bytes waiting for a slow client, then it is closed", [](auto& c) -> auto& { return c.websocket.socket.outbox_bytes; });
  table.number("websocket-messages-per-second", "Received from one socket, on average; 0: no limit", [](auto& c) -> auto& { return c.websocket.socket.messages_per_second; });
  table.number("websocket-message-burst", "Received from one socket at once", [](auto& c) -> auto& { return c.websocket.socket.message_burst; });
  table.duration("websocket-sign-in-time", "For the first message, auth", [](auto& c) -> auto& { return c.websocket.sign_in_time; });
  table.duration("websocket-check-interval", "How soon a session that ended loses its socket", [](auto& c) -> auto& { return c.websocket.check_interval; });
  table.duration("websocket-idle-timeout", "A silent client is pinged after half of it and dropped after all of it", [](auto& c) -> auto& { return c.websocket.socket.idle_timeout; });
  table.duration("websocket-close-timeout", "For the closing handshake", [](auto& c) -> auto& { return c.websocket.socket.close_timeout; });
}

void listCallers(Table& table) {
  table.group("Limits per caller");
  table.count("requests-per-second", "Of one user, on average", [](auto& c) -> auto& { return c.limits.requests_per_second; }, 1, 1'000'000);
  table.count("request-burst", "Of one user at once", [](auto& c) -> auto& { return c.limits.request_burst; }, 1);
  table.count("registrations-per-minute", "From one address", [](auto& c) -> auto& { return c.limits.registrations_per_minute; }, 1, 1'000'000);
  table.count("taken-addresses-per-minute", "Answers that an e-mail address is in use, to one address", [](auto& c) -> auto& { return c.limits.taken_addresses_per_minute; }, 1, 1'000'000);
  table.count("sign-in-failures-per-minute", "From one address", [](auto& c) -> auto& { return c.limits.sign_in_failures_per_minute; }, 1, 1'000'000);
  table.count("sign-in-failure-burst", "Of one account at once", [](auto& c) -> auto& { return c.limits.sign_in_failure_burst; }, 1);
  table.duration("sign-in-failure-interval", "Of one account, then one each", [](auto& c) -> auto& { return c.limits.sign_in_failure_interval; });
  table.count("limit-max-keys", "Callers remembered, per limit", [](auto& c) -> auto& { return c.limits.max_keys; }, 1'000);
}

void listAccounts(Table& table) {
  table.group("Accounts");
  table.duration("access-token-life", "Of an access token", [](auto& c) -> auto& { return c.accounts.tokens.lifetime; });
  table.duration("session-idle-life", "Of a session that is not used", [](auto& c) -> auto& { return c.accounts.sessions.idle_life; });
  table.duration("session-absolute-life", "Of any session", [](auto& c) -> auto& { return c.accounts.sessions.absolute_life; });
  table.duration("refresh-race-window", "In which a refresh token that was just replaced is a race and no theft", [](auto& c) -> auto& { return c.accounts.sessions.predecessor_window; });
  table.count("max-sessions-per-user", "One more ends the one unused for longest", [](auto& c) -> auto& { return c.accounts.sessions.max_per_user; }, 1);
  table.duration("invitation-life", "How long the link of an invitation works", [](auto& c) -> auto& { return c.accounts.invitations.life; });
  table.count("max-invitations", "Open invitations of one workspace", [](auto& c) -> auto& { return c.accounts.invitations.max_open; }, 1);
  table.duration("signing-key-life", "Then tokens are signed with a new key", [](auto& c) -> auto& { return c.accounts.signing_keys.active_life; });
  table.size("password-memory", "Argon2id: memory of one hash, 19MiB or more", [](auto& c) -> auto& { return c.accounts.passwords.memory_bytes; });
  table.count("password-passes", "Argon2id: passes, 2 or more", [](auto& c) -> auto& { return c.accounts.passwords.passes; }, 2, 100);
  table.count("password-workers", "Hashes at once", [](auto& c) -> auto& { return c.accounts.passwords.workers; }, 1, 256);
  table.count("password-queue", "Hashes waiting; more get 503", [](auto& c) -> auto& { return c.accounts.passwords.queue; });
  table.size("avatar-limit", "A profile picture", [](auto& c) -> auto& { return c.accounts.max_avatar_bytes; });
}

void listServices(Table& table) {
  table.group("Other servers");
  table.url("anthropic-base-url", "Where Claude answers", [](auto& c) -> auto& { return c.anthropic_base_url; });
  table.url("openai-base-url", "Where OpenAI answers", [](auto& c) -> auto& { return c.openai_base_url; });
  table.url("gemini-base-url", "Where Gemini answers; the interface is v1 unless another version stands at its end", [](auto& c) -> auto& { return c.gemini_base_url; });
  table.text("anthropic-api-key", "KEY", "Where neither the person nor the workspace has a key for Claude", [](auto& c) -> auto& { return c.anthropic_api_key; }).secret = true;
  table.text("openai-api-key", "KEY", "Where neither the person nor the workspace has a key for OpenAI", [](auto& c) -> auto& { return c.openai_api_key; }).secret = true;
  table.text("gemini-api-key", "KEY", "Where neither the person nor the workspace has a key for Gemini", [](auto& c) -> auto& { return c.gemini_api_key; }).secret = true;
  table.add("allow-private-network", "1|0", "URLs that users give may lead into private networks",
            [](auto& c, Text value) { c.fetch.allow_private_network = readSwitch(value); },
            [](auto& c) { return std::string{c.fetch.allow_private_network ? "1" : "0"}; });
  table.add("allowed-private-servers", "LIST", "host:port of private servers that users may name, separated by commas",
            [](auto& c, Text value) { const auto list = readList(value); c.fetch.allowed_private = {list.begin(), list.end()}; },
            [](auto&) { return std::string{}; });
  table.text("fetch-proxy", "URL", "Proxy for calls to other servers; empty: none", [](auto& c) -> auto& { return c.fetch.proxy; });
  table.text("fetch-ca-file", "FILE", "Certificates to trust; empty: the system's", [](auto& c) -> auto& { return c.fetch.ca_file; });
  table.count("fetch-max-running", "Calls at once, per core", [](auto& c) -> auto& { return c.fetch.max_running; }, 1);
  table.count("fetch-max-waiting", "Calls waiting, per core", [](auto& c) -> auto& { return c.fetch.max_waiting; });
  table.duration("fetch-max-wait", "For a call to begin", [](auto& c) -> auto& { return c.fetch.max_wait; });
  table.count("fetch-kept-connections", "Connections kept open, per core", [](auto& c) -> auto& { return c.fetch.kept_connections; });
  table.size("fetch-buffer-bytes", "Of a streamed answer, what may wait to be read", [](auto& c) -> auto& { return c.fetch.buffer_bytes; });
  table.size("fetch-header-bytes", "Header of an answer", [](auto& c) -> auto& { return c.fetch.header_bytes; });
}

void listAssistant(Table& table) {
  table.group("Assistant");
  table.text("preferred-model", "ID", "The default of workspaces with a key for Claude, where it lists it", [](auto& c) -> auto& { return c.models.preferred; });
  table.text("preferred-openai-model", "ID", "The same with a key for OpenAI and none for Claude", [](auto& c) -> auto& { return c.models.preferred_openai; });
  table.text("preferred-gemini-model", "ID", "The same with a key for Gemini and none for those", [](auto& c) -> auto& { return c.models.preferred_gemini; });
  table.text("title-model", "ID", "What finds titles for conversations with Claude, where it is listed; else the model that answers", [](auto& c) -> auto& { return c.models.titles; });
  table.text("title-openai-model", "ID", "The same for conversations with OpenAI", [](auto& c) -> auto& { return c.models.titles_openai; });
  table.text("title-gemini-model", "ID", "The same for conversations with Gemini", [](auto& c) -> auto& { return c.models.titles_gemini; });
  table.duration("title-patience", "For a model to find a title; 0: conversations are called by their first message", [](auto& c) -> auto& { return c.title_patience; });
  table.add("model-prices", "LIST", "Dollars for a million tokens in and out, id=in/out or provider/id=in/out separated by commas, dated versions included; they come before the prices that Parley knows",
            [](auto& c, Text value) { c.models.prices = language_model::PriceList::parse(value); }, [](auto&) { return std::string{}; });
  table.count("run-max-steps", "Answers of the model to one message", [](auto& c) -> auto& { return c.runs.max_steps; }, 1, 1'000);
  table.count("run-max-calls", "Operations until the assistant answers or waits for the user", [](auto& c) -> auto& { return c.runs.max_calls; }, 1, 10'000);
  table.count("run-max-calls-per-step", "Operations that one answer of the model may ask for", [](auto& c) -> auto& { return c.runs.max_calls_per_step; }, 1, 1'000);
  table.count("run-max-parallel-reads", "Reading operations of one run at once", [](auto& c) -> auto& { return c.runs.max_parallel_reads; }, 1, 64);
  table.duration("run-max-time", "How long the assistant may work until it answers or waits for the user", [](auto& c) -> auto& { return c.runs.max_time; });
  table.number("run-max-dollars", "What its work until then may cost, where the model has a price, before the user is asked to go on; 0 stops at once", [](auto& c) -> auto& { return c.runs.max_dollars; });
  table.count("run-max-repeats", "The same read with the same arguments, while nothing is changed in between; the same change one time less, whatever happens in between", [](auto& c) -> auto& { return c.runs.loop.repeats; }, 1, 1'000);
  table.count("run-max-errors", "Operations that fail in a row before a model is told to stop; twice as many, and nothing more runs", [](auto& c) -> auto& { return c.runs.loop.errors; }, 1, 1'000);
  table.duration("run-lease", "A run whose server was silent for so long counts as interrupted", [](auto& c) -> auto& { return c.runs.lease; });
  table.duration("run-write-interval", "How often streamed text reaches the database", [](auto& c) -> auto& { return c.runs.write_interval; });
  table.duration("run-sync-interval", "How often what the interpreter does waits for the disk, and pages see it", [](auto& c) -> auto& { return c.runs.sync_interval; });
  table.duration("run-gather-interval", "How often streamed text goes out", [](auto& c) -> auto& { return c.runs.gather_interval; });
  table.add("model-effort", "low|medium|high", "How hard models think about a clear message",
            [](auto& c, Text value) { c.runs.effort = readEffort(value); }, [](auto& c) { return showEffort(c.runs.effort); });
  table.number("clear-confidence", "From 0 to 1: messages that are less clear make models think hard", [](auto& c) -> auto& { return c.runs.clear_confidence; });
  table.count("long-conversation", "Messages, of people and of models, behind which models think hard", [](auto& c) -> auto& { return c.runs.many_messages; });
  table.count("context-max-tokens", "The most a model is sent of a conversation, and never more than four fifths of what it reads; then its earlier part is summed up", [](auto& c) -> auto& { return c.runs.max_context_tokens; }, 1'000);
  table.count("context-unknown-tokens", "The same for a model that does not tell how much it reads", [](auto& c) -> auto& { return c.runs.unknown_context_tokens; }, 1'000);
  table.size("tool-result-limit", "Result of one operation that a model gets at once; it may read on", [](auto& c) -> auto& { return c.runs.max_result_bytes; });
  table.duration("approval-life", "How long an approval stays open", [](auto& c) -> auto& { return c.runs.approval_life; });
  table.count("stream-queue", "Events waiting for one slow reader; more are read from the log again", [](auto& c) -> auto& { return c.stream_queue; }, 1);
  table.duration("model-list-life", "How long a provider's list of models is kept", [](auto& c) -> auto& { return c.models.list_life; });
  table.duration("model-list-retry", "How long a provider that did not list its models is not asked again for them", [](auto& c) -> auto& { return c.models.list_retry; });
  table.duration("model-list-timeout", "For a provider to list its models", [](auto& c) -> auto& { return c.remote_models.list_timeout; });
  table.count("model-list-pages", "Pages read of a provider's list of models", [](auto& c) -> auto& { return c.remote_models.max_list_pages; }, 1, 1'000);
  table.count("model-max-lists", "Lists of models kept", [](auto& c) -> auto& { return c.models.max_lists; }, 1);
  table.count("model-max-failures", "Answers in a row that a model failed before it is left alone", [](auto& c) -> auto& { return c.breakers.failures; }, 1, 1'000);
  table.duration("model-pause", "How long a failing model is left alone", [](auto& c) -> auto& { return c.breakers.pause; });
  table.duration("model-key-use-interval", "How often it is written that a key for models is in use", [](auto& c) -> auto& { return c.models.use_interval; });
  table.count("model-max-retries", "Attempts after a provider's passing failure", [](auto& c) -> auto& { return c.remote_models.retry.max_retries; }, 0, 10);
  table.duration("model-longest-wait", "What a provider may ask to wait before a retry", [](auto& c) -> auto& { return c.remote_models.retry.longest_asked_delay; });
  table.duration("model-connect-timeout", "To reach a provider", [](auto& c) -> auto& { return c.remote_models.connect_timeout; });
  table.duration("model-silence-timeout", "Silence of a provider that is answering", [](auto& c) -> auto& { return c.remote_models.silence_timeout; });
  table.duration("model-count-timeout", "For a provider to count what a conversation takes, near the limit; then it is estimated", [](auto& c) -> auto& { return c.remote_models.count_timeout; });
  table.size("model-answer-limit", "One streamed answer of a model", [](auto& c) -> auto& { return c.remote_models.max_stream_bytes; });
}

void listOperations(Table& table) {
  table.group("Operations");
  table.duration("idempotency-key-life", "How long a request with the same Idempotency-Key answers what the first one did", [](auto& c) -> auto& { return c.operations.idempotency_life; });
  table.duration("idempotency-key-lease", "A first request that was not answered for so long counts as lost with its server", [](auto& c) -> auto& { return c.operations.idempotency_lease; });
  table.count("batch-max-records", "Records changed or deleted at once", [](auto& c) -> auto& { return c.operations.max_batch; }, 1, 1'000);  // what a list in a body may hold
}
// clang-format on

std::vector<Setting> makeSettings() {
  std::vector<Setting> rows;
  Table table{rows};
  listGeneral(table);
  listDatabase(table);
  listServices(table);
  listAssistant(table);
  listOperations(table);
  listCallers(table);
  listAccounts(table);
  listHttp(table);
  listWebSockets(table);
  return rows;
}

}  // namespace

std::string Setting::variable() const {
  std::string made = "PARLEY_";
  for (const char c : name)
    made += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return made;
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> rows = makeSettings();
  return rows;
}

std::string settingsDocument() {
  Configuration defaults;
  std::string document;
  std::string_view group;
  for (const auto& setting : settings()) {
    if (setting.group != group) {
      group = setting.group;
      document += fmt::format(
          "\n### {}\n\n| flag | variable | default | what it does |\n| --- | --- | --- | --- |\n",
          group);
    }
    const auto flag = setting.secret ? std::string{"none: a secret"}
                                     : fmt::format("`--{} {}`", setting.name, setting.type);
    auto shown = setting.show(defaults);
    if (!shown.empty()) shown = fmt::format("`{}`", shown);
    std::string escaped;
    for (const char c : flag) escaped += c == '|' ? std::string{"\\|"} : std::string{c};
    document +=
        fmt::format("| {} | `{}` | {} | {} |\n", escaped, setting.variable(), shown, setting.help);
  }
  return document;
}

}  // namespace parley::app
