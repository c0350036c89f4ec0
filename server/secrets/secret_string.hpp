#pragma once

#include <fmt/core.h>

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace parley::secrets {

/// A secret in memory of its own: between guard pages, kept out of swap and core dumps where the
/// system allows it, and zeroed when it goes. It cannot be copied, compared, printed or formatted
/// by accident; who needs the bytes says so with `reveal()`.
class SecretString {
 public:
  SecretString() = default;
  /// Copies; the caller's own copy stays the caller's to wipe.
  explicit SecretString(std::string_view bytes);
  /// Copies and wipes the given string.
  static SecretString take(std::string&& bytes);
  static SecretString random(std::size_t count);

  SecretString(SecretString&& other) noexcept;
  SecretString& operator=(SecretString&& other) noexcept;
  SecretString(const SecretString&) = delete;
  SecretString& operator=(const SecretString&) = delete;
  ~SecretString();

  /// Never null, also when empty: libsodium wants it so.
  std::string_view reveal() const { return {data_ ? data_ : "", size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  SecretString clone() const { return SecretString{reveal()}; }

  /// For code that fills the secret in place; `size` bytes of unspecified content.
  static SecretString sized(std::size_t size);
  char* data() { return data_; }

 private:
  void release() noexcept;

  char* data_ = nullptr;
  std::size_t size_ = 0;
};

std::ostream& operator<<(std::ostream&, const SecretString&) = delete;

}  // namespace parley::secrets

template <>
struct fmt::formatter<parley::secrets::SecretString> {
  formatter() = delete;
};
