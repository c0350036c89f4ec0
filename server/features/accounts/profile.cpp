#include "features/accounts/profile.hpp"

#include <algorithm>
#include <utility>

#include "features/accounts/account_store.hpp"
#include "features/accounts/image_type.hpp"
#include "foundation/error.hpp"
#include "operations/bad_query.hpp"

namespace parley::accounts {
namespace {

using operations::Call;

constexpr int default_limit = 50;
constexpr int max_limit = 200;

/// Open pages learn of it; a profile has no history.
void announce(Call& call, int version) {
  operations::Change change;
  change.action = operations::Action::updated;
  change.record_type = "user";
  change.record_id = call.actor().user_id.uuid;
  change.record_version = version;
  change.silent = true;
  call.record(std::move(change));
}

void requireUnchanged(const Me& me, const MeChanges& input) {
  std::vector<FieldError> errors;
  if (input.name.given && !input.name.value) errors.push_back({"name", "must not be empty"});
  if (input.time_zone.given && !input.time_zone.value)
    errors.push_back({"time_zone", "must not be empty"});
  if (input.email && input.email->value() != me.email)
    errors.push_back({"email", "cannot be changed here"});
  if (input.role && *input.role != me.role) errors.push_back({"role", "cannot be changed here"});
  if (!errors.empty()) throw invalid(std::move(errors));
}

}  // namespace

task<Me> readMe(Call& call) {
  auto me = co_await selectMe(call.transaction(), call.actor().user_id);
  if (!me) throw notFound();
  co_return std::move(*me);
}

task<Me> changeMe(Call& call, MeChanges input, Timestamp now) {
  auto me = co_await readMe(call);
  requireUnchanged(me, input);
  std::optional<std::string> name;
  std::optional<std::string> time_zone;
  if (input.name.given) name = input.name.value->value();
  if (input.time_zone.given) time_zone = input.time_zone.value->value();
  if (name.value_or(me.name) == me.name && time_zone.value_or(me.time_zone) == me.time_zone)
    co_return me;
  const int version = co_await updateProfile(call.transaction(), me.id, name, time_zone, now);
  announce(call, version);
  co_return co_await readMe(call);
}

task<operations::Bytes> readAvatar(Call& call) {
  auto avatar = co_await selectAvatar(call.transaction(), call.actor().user_id);
  if (!avatar) throw notFound("You have no picture.");
  co_return operations::Bytes{std::move(avatar->type), std::move(avatar->bytes)};
}

task<void> setAvatar(Call& call, std::size_t max_bytes, Timestamp now) {
  const auto& upload = call.upload;
  if (!upload || upload->bytes.empty()) throw invalid("avatar", "must be a picture");
  if (upload->bytes.size() > max_bytes) {
    throw Error{Status::payload_too_large, "payload_too_large", "The picture is too large."};
  }
  if (!isImageType(upload->content_type)) {
    throw Error{Status::unsupported_media_type, "unsupported_media_type",
                "Send a PNG, JPEG or WebP picture."};
  }
  const auto type = imageTypeOf(upload->bytes);
  if (!type) throw invalid("avatar", "is not a PNG, JPEG or WebP picture");
  const Avatar avatar{std::string{*type}, upload->bytes};
  const int version = co_await updateAvatar(call.transaction(), call.actor().user_id, avatar, now);
  announce(call, version);
}

task<void> removeAvatar(Call& call, Timestamp now) {
  const int version =
      co_await updateAvatar(call.transaction(), call.actor().user_id, std::nullopt, now);
  announce(call, version);
}

task<MemberPage> listMembers(Call& call, FindMembers input) {
  const int limit = input.limit.value_or(default_limit);
  if (limit < 1 || limit > max_limit) throw operations::badQuery("limit", "must be from 1 to 200");
  std::optional<UserId> after;
  if (input.cursor) {
    after = UserId::parse(*input.cursor);
    if (!after) throw operations::badQuery("cursor", "is not a cursor of this list");
  }
  MemberPage page;
  page.items = co_await selectMembers(call.transaction(), call.actor().workspace_id, after,
                                      input.search.value_or(""), limit + 1);
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    page.next_cursor = page.items.back().id.toString();
  }
  co_return page;
}

}  // namespace parley::accounts
