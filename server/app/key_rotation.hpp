#pragma once

#include <functional>
#include <string>

#include "app/configuration.hpp"

namespace parley::app {

/// What a rotation has done for good: where it can be cut off and taken up again.
enum class RotationStep {
  key_stored,  ///< the new key stands in the key file, before the old ones
  key_in_use,  ///< servers wrap what is new with it
  signing_keys_wrapped,
  workspace_sealed,  ///< one more, with a data key of its own
  old_keys_forgotten
};

struct RotationReport {
  int workspaces = 0;  ///< given a new data key
  int fields = 0;      ///< sealed anew
  /// Old keys still stand in PARLEY_KEY, which only the operator can change.
  bool keys_to_remove = false;
};

/// The command `rotate-keys`: a new installation key, a new data key for every workspace, every
/// sealed field sealed anew, signing keys that are replaced when they are known everywhere. Servers
/// go on serving. Cut off anywhere, it is taken up by the next call. `owner` is how the owner of
/// the tables connects. `done` hears of each step. Blocks. Throws std::runtime_error that says what
/// to do.
RotationReport rotateKeys(const Configuration& configuration, const std::string& owner,
                          const std::function<void(RotationStep)>& done = {});

}  // namespace parley::app
