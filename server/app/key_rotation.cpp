#include "app/key_rotation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include "app/key_rotation_store.hpp"
#include "secrets/key_file.hpp"

namespace parley::app {
namespace {

using database::BlockingSession;
using secrets::InstallationKey;
using secrets::SecretString;

/// Everything that is sealed with a workspace's data key.
constexpr std::array sealed_columns{SealedColumn{"model_keys", "key_sealed"}};

constexpr std::string_view signing_owner = "signing_keys";
constexpr int workspaces_per_look = 500;

InstallationKey::Keys copyOf(const InstallationKey::Keys& keys) {
  InstallationKey::Keys copy;
  for (const auto& key : keys) copy.push_back(key.clone());
  return copy;
}

SecretString openedField(const SecretString& data_key, const secrets::FieldPlace& place,
                         std::string_view sealed) {
  try {
    return secrets::open(data_key, place, sealed);
  } catch (const secrets::OpenFailure&) {
    throw std::runtime_error{
        fmt::format("{}.{} of the row {} in workspace {} does not open with its own key: it was "
                    "changed. Delete "
                    "or restore that row, and run this again. No key was forgotten.",
                    place.table, place.column, place.row_id, place.workspace_id)};
  }
}

class Rotation {
 public:
  Rotation(const Configuration& configuration, const std::string& owner,
           const std::function<void(RotationStep)>& done)
      : file_{configuration.keyFile()},
        given_{configuration.installation_key},
        session_{owner},
        done_{done} {}

  RotationReport run() {
    if (!seesAllKeys(session_)) {
      throw std::runtime_error{
          "Rotating keys needs the role that owns the tables. Give it as "
          "PARLEY_MIGRATION_DATABASE_URL."};
    }
    if (!lockOutOthers(session_))
      throw std::runtime_error{"Keys are being rotated just now, by another process."};
    readKeys();
    putInUse();
    while (wrapSigningKeys() + sealWorkspaces() > 0) {
      // Until a look finds nothing: then no key but the newest is needed.
    }
    forgetOldKeys();
    return report_;
  }

 private:
  void did(RotationStep step) const {
    if (done_) done_(step);
  }

  /// A rotation that was cut off has left its new key before the old ones.
  void readKeys() {
    keys_ = secrets::loadInstallationKeys(file_, given_, secrets::MissingKeyFile::refuse);
    const auto check = selectKeyCheck(session_);
    if (!check) throw std::runtime_error{"Nothing to rotate: nobody has served this database yet."};
    makeRings();
    if (!all_->accepts(*check)) {
      throw std::runtime_error{
          "The installation key is not the one that this database's secrets are sealed with. "
          "Nothing was changed. Restore the key file that belongs to it, or give the key as "
          "PARLEY_KEY."};
    }
    if (keys_.size() > 1) return;
    if (!given_.empty()) {
      throw std::runtime_error{
          "The installation key stands in PARLEY_KEY, which only you can change. Put a new key "
          "before it, with a comma between (openssl rand -hex 32 makes one), restart the servers "
          "with that one after another, run this again with it, and then take the old key out."};
    }
    keys_.insert(keys_.begin(), secrets::makeDataKey());
    secrets::storeInstallationKeys(file_, keys_);
    makeRings();
    did(RotationStep::key_stored);
  }

  void makeRings() {
    newest_.emplace(keys_.front().clone());
    all_.emplace([this] { return copyOf(keys_); });
  }

  /// From here on servers wrap what is new with the new key: they ask the check value which it is,
  /// and find it in the key file.
  void putInUse() {
    WritingSession writing{session_};
    const auto check = lockKeyCheck(session_);
    if (newest_->accepts(check.value_or(""))) return;
    updateKeyCheck(session_, newest_->makeCheckValue());
    retireSigningKeys(session_);
    writing.commit();
    did(RotationStep::key_in_use);
  }

  bool isDone(std::string_view owner, const WrappedKey& key) const {
    try {
      newest_->unwrapKey(owner, key.id, key.wrapped);
      return true;
    } catch (const secrets::OpenFailure&) {
      return false;
    }
  }

  SecretString unwrapped(std::string_view owner, const WrappedKey& key) const {
    try {
      return all_->unwrapKey(owner, key.id, key.wrapped);
    } catch (const secrets::OpenFailure&) {
      throw std::runtime_error{fmt::format(
          "The key {} of {} does not open with any key in the key file. Put the key that it was "
          "wrapped with at the end of {}, on a line of its own, and run this again. No key was "
          "forgotten.",
          key.id, owner == signing_owner ? "this installation" : fmt::format("workspace {}", owner),
          file_.string())};
    }
  }

  int wrapSigningKeys() {
    int count = 0;
    WritingSession writing{session_};
    lockKeyCheck(session_);
    for (auto& key : selectSigningKeys(session_)) {
      if (isDone(signing_owner, key)) continue;
      key.wrapped = newest_->wrapKey(signing_owner, key.id, unwrapped(signing_owner, key));
      updateSigningKey(session_, key);
      ++count;
    }
    writing.commit();
    if (count > 0) did(RotationStep::signing_keys_wrapped);
    return count;
  }

  int sealWorkspaces() {
    int count = 0;
    std::optional<std::string> last;
    while (true) {
      const auto workspaces = selectWorkspaces(session_, last, workspaces_per_look);
      if (workspaces.empty()) return count;
      for (const auto& workspace : workspaces) {
        if (!sealWorkspace(workspace)) continue;
        ++count;
        did(RotationStep::workspace_sealed);
      }
      last = workspaces.back();
    }
  }

  /// Gives it a new data key, in one transaction with all that is sealed with it.
  bool sealWorkspace(const std::string& workspace) {
    WritingSession writing{session_};
    lockKeyCheck(session_);
    const auto old_keys = selectDataKeys(session_, workspace);
    const auto done = [&](const WrappedKey& key) { return isDone(workspace, key); };
    if (std::ranges::all_of(old_keys, done)) return false;

    std::map<std::string, SecretString> opened;
    for (const auto& key : old_keys) opened.emplace(key.id, unwrapped(workspace, key));
    const auto data_key = secrets::makeDataKey();
    WrappedKey fresh{makeUuid().toString(), {}};
    fresh.wrapped = newest_->wrapKey(workspace, fresh.id, data_key);
    insertDataKey(session_, workspace, fresh);
    int fields = 0;
    for (const auto& column : sealed_columns) {
      for (auto& row : selectSealed(session_, column, workspace)) {
        secrets::FieldPlace place{workspace, std::string{column.table}, std::string{column.column},
                                  row.id, row.data_key_id};
        const auto plain = openedField(opened.at(row.data_key_id), place, row.sealed);
        place.dek_id = row.data_key_id = fresh.id;
        row.sealed = secrets::seal(data_key, place, plain.reveal());
        updateSealed(session_, column, workspace, row);
        ++fields;
      }
    }
    for (const auto& key : old_keys) deleteDataKey(session_, workspace, key.id);
    writing.commit();
    ++report_.workspaces;
    report_.fields += fields;
    return true;
  }

  void forgetOldKeys() {
    report_.keys_to_remove = !given_.empty();
    if (!given_.empty() || keys_.size() == 1) return;
    keys_.erase(keys_.begin() + 1, keys_.end());
    secrets::storeInstallationKeys(file_, keys_);
    did(RotationStep::old_keys_forgotten);
  }

  std::filesystem::path file_;
  std::string given_;
  BlockingSession session_;
  const std::function<void(RotationStep)>& done_;
  InstallationKey::Keys keys_;  ///< the newest first
  std::optional<InstallationKey> newest_;
  std::optional<InstallationKey> all_;
  RotationReport report_;
};

}  // namespace

RotationReport rotateKeys(const Configuration& configuration, const std::string& owner,
                          const std::function<void(RotationStep)>& done) {
  return Rotation{configuration, owner, done}.run();
}

}  // namespace parley::app
