#include "secrets/sodium.hpp"

#include <sodium.h>

#include <stdexcept>

namespace parley::secrets {

void startSodium() {
  static const bool started = sodium_init() >= 0;
  if (!started) throw std::runtime_error{"libsodium found no source of random numbers."};
}

}  // namespace parley::secrets
