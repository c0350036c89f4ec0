#include "secrets/key_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "secrets/random.hpp"

namespace parley::secrets {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t longest_file = 4096;
constexpr std::string_view blanks = " \r\n,";

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
  if (text.size() == key_size * 2) {
    if (auto key = fromHex(text)) return std::move(*key);
  }
  if (auto bytes = fromBase64Url(text); bytes && bytes->size() == key_size) {
    return SecretString::take(std::move(*bytes));
  }
  throw std::runtime_error{fmt::format(
      "The key in {} must be 32 bytes, as 43 characters of base64url or 64 of hex.", origin)};
}

InstallationKey::Keys parseKeys(std::string_view text, std::string_view origin) {
  InstallationKey::Keys keys;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    if (text.empty() && !keys.empty()) return keys;
    const auto end = std::min(text.find_first_of(blanks), text.size());
    keys.push_back(parseKey(text.substr(0, end), origin));
    text.remove_prefix(end);
  }
}

std::optional<InstallationKey::Keys> readKeys(const std::filesystem::path& path) {
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
  SecretString text = SecretString::sized(longest_file);
  const ssize_t size = ::read(file.get(), text.data(), text.size());
  if (size < 0) fail("Cannot read the key file", path);
  return parseKeys(text.reveal().substr(0, static_cast<std::size_t>(size)), path.string());
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

void syncFolder(const std::filesystem::path& folder) {
  const File directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.isOpen()) ::fsync(directory.get());
}

/// The keys in a file beside the one that they are for, which is then linked or renamed: whoever
/// looks sees the whole of it.
class Draft {
 public:
  Draft(const std::filesystem::path& path, const InstallationKey::Keys& keys)
      : folder_{path.has_parent_path() ? path.parent_path() : "."},
        draft_{folder_ / fmt::format(".{}.{}", path.filename().string(), toHex(randomBytes(8)))} {
    const File file{::open(draft_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400)};
    if (!file.isOpen()) fail("Cannot make the key file", draft_);
    keepOwner(file, path);
    std::string text;
    for (const auto& key : keys) text += toBase64Url(key.reveal()) + "\n";
    writeAll(file, SecretString::take(std::move(text)).reveal(), draft_);
  }
  ~Draft() { ::unlink(draft_.c_str()); }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  /// Of two who do so at once one wins.
  void becomeNew(const std::filesystem::path& path) const {
    if (::link(draft_.c_str(), path.c_str()) != 0 && errno != EEXIST)
      fail("Cannot make the key file", path);
    syncFolder(folder_);
  }
  void replace(const std::filesystem::path& path) const {
    if (::rename(draft_.c_str(), path.c_str()) != 0) fail("Cannot replace the key file", path);
    syncFolder(folder_);
  }

 private:
  /// A server that runs as somebody else must be able to read what root has written.
  static void keepOwner(const File& file, const std::filesystem::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return;
    if (status.st_uid == ::geteuid() && status.st_gid == ::getegid()) return;
    if (::fchown(file.get(), status.st_uid, status.st_gid) != 0)
      fail("Cannot keep the owner of the key file", path);
  }

  std::filesystem::path folder_;
  std::filesystem::path draft_;
};

void createKey(const std::filesystem::path& path) {
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
  InstallationKey::Keys keys;
  keys.push_back(SecretString::random(key_size));
  Draft{path, keys}.becomeNew(path);
}

}  // namespace

InstallationKey::Keys loadInstallationKeys(const std::filesystem::path& file,
                                           std::string_view override_text,
                                           MissingKeyFile when_missing) {
  if (!override_text.empty()) return parseKeys(override_text, "PARLEY_KEY");
  if (auto keys = readKeys(file)) return std::move(*keys);
  if (when_missing == MissingKeyFile::refuse) {
    throw std::runtime_error{fmt::format(
        "The key file {} is missing, but the database holds secrets sealed with it. Restore the "
        "file, or give the key as PARLEY_KEY.",
        file.string())};
  }
  createKey(file);
  if (auto keys = readKeys(file)) return std::move(*keys);
  fail("Cannot open the key file", file);
}

void storeInstallationKeys(const std::filesystem::path& file, const InstallationKey::Keys& keys) {
  Draft{file, keys}.replace(file);
}

}  // namespace parley::secrets
