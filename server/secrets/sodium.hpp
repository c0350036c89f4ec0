#pragma once

namespace parley::secrets {

/// Makes libsodium ready, once, from any thread. Inside `secrets` only.
void startSodium();

}  // namespace parley::secrets
