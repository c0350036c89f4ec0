#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "features/accounts/account.hpp"
#include "http/address.hpp"
#include "language_model/model.hpp"

/// The texts of settings and the values they mean. The readers throw std::runtime_error saying what
/// is expected.
namespace parley::app {

/// `16 KiB`, `1MiB`, `250MB`, or plain bytes.
std::uint64_t readSize(std::string_view text);
std::string showSize(std::uint64_t bytes);

/// `500ms`, `10s`, `15m`, `24h`, `7d`; a plain number is seconds.
std::chrono::milliseconds readDuration(std::string_view text);
std::string showDuration(std::chrono::milliseconds duration);

/// A whole number from `least` to `most`.
std::uint64_t readCount(std::string_view text, std::uint64_t least, std::uint64_t most);
double readNumber(std::string_view text);
/// `1`, `true`, `yes`, `on` and their opposites; empty is true, so that a bare flag switches on.
bool readSwitch(std::string_view text);
/// Addresses and networks separated by commas.
std::vector<http::Network> readNetworks(std::string_view text);
std::vector<std::string> readList(std::string_view text);
/// An http or https URL without query and fragment, or empty; a trailing slash is dropped.
std::string readUrl(std::string_view text);
accounts::RegistrationMode readRegistration(std::string_view text);
language_model::Effort readEffort(std::string_view text);
std::string showEffort(language_model::Effort effort);
std::string readLogLevel(std::string_view text);

}  // namespace parley::app
