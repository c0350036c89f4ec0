#include "features/assistant/binding.hpp"

#include <charconv>

#include "secrets/random.hpp"

namespace parley::assistant {

std::string bindingOf(const Binding& binding) {
  const auto version = binding.version ? std::to_string(*binding.version) : std::string{"-"};
  const auto text = binding.user.toString() + '\n' + binding.conversation.toString() + '\n' +
                    binding.tool + '\n' + version + '\n' + binding.arguments + '\n' +
                    binding.definition;
  return version + ':' + secrets::toHex(secrets::sha256(text));
}

std::optional<int> versionOf(const std::string& binding) {
  int version = 0;
  const auto end = binding.find(':');
  if (end == std::string::npos) return std::nullopt;
  const auto result = std::from_chars(binding.data(), binding.data() + end, version);
  return result.ec == std::errc{} && result.ptr == binding.data() + end ? std::optional{version}
                                                                        : std::nullopt;
}

}  // namespace parley::assistant
