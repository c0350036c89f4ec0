#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "secrets/envelope.hpp"
#include "secrets/random.hpp"

namespace parley::secrets {
namespace {

constexpr std::size_t key_size = 32;

class File {
 public:
  explicit File(int descriptor) : descriptor_{descriptor} {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int get() const { return descriptor_; }
  bool isOpen() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

[[noreturn]] void fail(std::string_view what, const std::filesystem::path& file) {
  const std::string reason = std::strerror(errno);
  throw std::runtime_error{fmt::format("{} {}: {}", what, file.string(), reason)};
}

std::optional<SecretString> fromHex(std::string_view text) {
  SecretString key = SecretString::sized(key_size);
  std::size_t size = 0;
  const int failed = sodium_hex2bin(reinterpret_cast<unsigned char*>(key.data()), key_size,
                                    text.data(), text.size(), nullptr, &size, nullptr);
  if (failed != 0 || size != key_size) return std::nullopt;
  return key;
}

SecretString parseKey(std::string_view text, std::string_view origin) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.remove_suffix(1);
  }
  if (text.size() == key_size * 2) {
    if (auto key = fromHex(text)) return std::move(*key);
  }
  if (auto bytes = fromBase64Url(text); bytes && bytes->size() == key_size) {
    return SecretString::take(std::move(*bytes));
  }
  throw std::runtime_error{fmt::format(
      "The key in {} must be 32 bytes, as 43 characters of base64url or 64 of hex.", origin)};
}

std::optional<SecretString> readKey(const std::filesystem::path& path) {
  const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (!file.isOpen()) {
    if (errno == ENOENT) return std::nullopt;
    fail("Cannot open the key file", path);
  }
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) fail("Cannot look at the key file", path);
  if ((status.st_mode & 077) != 0) {
    throw std::runtime_error{
        fmt::format("The key file {} can be read by others than its owner; run: chmod 400 {}",
                    path.string(), path.string())};
  }
  SecretString text = SecretString::sized(256);
  const ssize_t size = ::read(file.get(), text.data(), text.size());
  if (size < 0) fail("Cannot read the key file", path);
  return parseKey(text.reveal().substr(0, static_cast<std::size_t>(size)), path.string());
}

void writeAll(const File& file, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("Cannot write the key file", path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) fail("Cannot write the key file", path);
}

/// Written under another name and then linked: whoever looks sees no file or the whole key, and of
/// two starters one wins.
void createKey(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  std::filesystem::create_directories(folder);
  const std::filesystem::path draft =
      folder / fmt::format(".{}.{}", path.filename().string(), toHex(randomBytes(8)));
  {
    const File file{::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400)};
    if (!file.isOpen()) fail("Cannot make the key file", draft);
    const SecretString key = SecretString::random(key_size);
    const SecretString text = SecretString::take(toBase64Url(key.reveal()) + "\n");
    writeAll(file, text.reveal(), draft);
  }
  const int failed = ::link(draft.c_str(), path.c_str());
  const int reason = errno;
  ::unlink(draft.c_str());
  if (failed != 0 && reason != EEXIST) {
    errno = reason;
    fail("Cannot make the key file", path);
  }
  const File directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.isOpen()) ::fsync(directory.get());
}

}  // namespace

SecretString loadInstallationKey(const std::filesystem::path& file, std::string_view override_text,
                                 MissingKeyFile when_missing) {
  if (!override_text.empty()) return parseKey(override_text, "PARLEY_KEY");
  if (auto key = readKey(file)) return std::move(*key);
  if (when_missing == MissingKeyFile::refuse) {
    throw std::runtime_error{fmt::format(
        "The key file {} is missing, but the database holds secrets sealed with it. Restore the "
        "file, or give the key as PARLEY_KEY.",
        file.string())};
  }
  createKey(file);
  if (auto key = readKey(file)) return std::move(*key);
  fail("Cannot open the key file", file);
}

}  // namespace parley::secrets
