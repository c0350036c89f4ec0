#include "features/assistant/binding.hpp"

#include <algorithm>
#include <charconv>

#include "secrets/random.hpp"

namespace parley::assistant {

namespace {

std::string frontOf(const Shown& shown) {
  auto front = shown.version ? std::to_string(*shown.version) : std::string{"-"};
  if (shown.removal) front += '/' + *shown.removal;
  return front;
}

}  // namespace

std::string bindingOf(const Binding& binding) {
  const auto front = frontOf(binding.shown);
  const auto text = binding.user.toString() + '\n' + binding.conversation.toString() + '\n' +
                    binding.tool + '\n' + front + '\n' + binding.arguments + '\n' +
                    binding.definition;
  return front + ':' + secrets::toHex(secrets::sha256(text));
}

Shown shownIn(const std::string& binding) {
  const auto front = binding.substr(0, binding.find(':'));
  const auto slash = front.find('/');
  Shown shown;
  int version = 0;
  const auto* end = front.data() + std::min(slash, front.size());
  const auto result = std::from_chars(front.data(), end, version);
  if (result.ec == std::errc{} && result.ptr == end) shown.version = version;
  if (slash != std::string::npos) shown.removal = front.substr(slash + 1);
  return shown;
}

}  // namespace parley::assistant
