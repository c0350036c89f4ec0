#include "secrets/secret_string.hpp"

#include <sodium.h>

#include <cstring>
#include <new>
#include <utility>

#include "secrets/random.hpp"
#include "secrets/sodium.hpp"

namespace parley::secrets {

SecretString SecretString::sized(std::size_t size) {
  SecretString secret;
  if (size == 0) return secret;
  startSodium();
  // Locking fails quietly where RLIMIT_MEMLOCK is spent: guarded and zeroed is still better than
  // refused.
  secret.data_ = static_cast<char*>(sodium_malloc(size));
  if (!secret.data_) throw std::bad_alloc{};
  secret.size_ = size;
  return secret;
}

SecretString::SecretString(std::string_view bytes) : SecretString{sized(bytes.size())} {
  if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
}

SecretString SecretString::take(std::string&& bytes) {
  SecretString secret{bytes};
  wipe(bytes);
  return secret;
}

SecretString SecretString::random(std::size_t count) {
  SecretString secret = sized(count);
  randombytes_buf(secret.data_, count);
  return secret;
}

SecretString::SecretString(SecretString&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)} {}

SecretString& SecretString::operator=(SecretString&& other) noexcept {
  if (this != &other) {
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

SecretString::~SecretString() {
  release();
}

void SecretString::release() noexcept {
  if (data_) sodium_free(data_);
}

}  // namespace parley::secrets
