#include "app/configuration.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

namespace parley::app {
namespace {

constexpr std::string_view general_help =
    "Parley, the CRM you talk to\n"
    "\n"
    "Usage: parley [serve] [settings]   serves (see parley serve --help)\n"
    "       parley migrate [settings]   brings the database up to date and ends\n"
    "       parley rotate-keys          makes a new installation key and seals all secrets anew\n"
    "       parley openapi              prints the OpenAPI document\n"
    "       parley --version\n";

const Setting* findSetting(std::string_view name) {
  const auto found = std::ranges::find(settings(), name, &Setting::name);
  return found == settings().end() ? nullptr : &*found;
}

void apply(Configuration& configuration, const Setting& setting, std::string_view value,
           std::string_view origin) {
  try {
    setting.set(configuration, value);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error{fmt::format("{}: {} {}.", origin, setting.name, error.what())};
  }
}

/// `PARLEY_DATA_DIR`, `DATA_DIR`, `data_dir` and `data-dir` are the same.
std::string settingName(std::string name) {
  for (char& c : name)
    c = c == '_' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return name.starts_with("parley-") ? name.substr(7) : name;
}

void applyFile(Configuration& configuration, const std::string& path) {
  std::ifstream file{path};
  if (!file)
    throw std::runtime_error{fmt::format("The configuration file {} cannot be read.", path)};
  std::vector<CLI::ConfigItem> items;
  try {
    items = CLI::ConfigINI{}.from_config(file);
  } catch (const CLI::Error& error) {
    throw std::runtime_error{
        fmt::format("The configuration file {} is not readable: {}", path, error.what())};
  }
  for (const auto& item : items) {
    if (item.name == "++" || item.name == "--")
      continue;  // CLI11's marks where a section begins and ends
    const auto* setting = findSetting(settingName(item.name));
    if (setting == nullptr) {
      throw std::runtime_error{
          fmt::format("The configuration file {} has no such setting: {}.", path, item.name)};
    }
    std::string value;
    for (const auto& input : item.inputs) value += (value.empty() ? "" : ",") + input;
    apply(configuration, *setting, value, path);
  }
}

struct Flags {
  std::map<std::string_view, std::string> given;
  std::string config;
  bool help = false;
  std::string help_text;
};

Flags readFlags(const std::string& command, std::vector<std::string> arguments) {
  Flags flags;
  Configuration defaults;
  CLI::App app{"Every setting is a flag, a variable or a line of the configuration file.",
               "parley " + command};
  app.set_help_flag();
  app.add_flag("-h,--help", flags.help, "Print this");
  app.add_option("--config", flags.config,
                 "File of settings: name = value, one a line (PARLEY_CONFIG)")
      ->type_name("FILE");
  for (const auto& setting : settings()) {
    if (setting.secret) continue;
    const auto shown = setting.show(defaults);
    app.add_option_function<std::string>(
           fmt::format("--{}", setting.name),
           [&flags, &setting](const std::string& value) { flags.given[setting.name] = value; },
           fmt::format("{} ({}{}{})", setting.help, setting.variable(),
                       shown.empty() ? "" : ", default ", shown))
        ->type_name(std::string{setting.type})
        ->group(std::string{setting.group});
  }
  try {
    std::ranges::reverse(arguments);
    app.parse(arguments);
  } catch (const CLI::Error& error) {
    throw std::runtime_error{fmt::format("{}. See parley {} --help.", error.what(), command)};
  }
  if (flags.help) {
    app.get_formatter()->column_width(48);
    flags.help_text = app.help();
    flags.help_text +=
        "\nSecrets are no flags, because other users of the machine can read those:\n";
    for (const auto& setting : settings()) {
      if (setting.secret)
        flags.help_text += fmt::format("  {:<46}{}\n", setting.variable(), setting.help);
    }
  }
  return flags;
}

void checkTogether(const Configuration& configuration) {
  if (configuration.database_url.empty() && !configuration.migration_database_url.empty()) {
    throw std::runtime_error{"PARLEY_MIGRATION_DATABASE_URL needs PARLEY_DATABASE_URL beside it."};
  }
  if (configuration.accounts.passwords.memory_bytes < (std::size_t{19} << 20)) {
    throw std::runtime_error{"password-memory must be 19MiB or more."};
  }
}

}  // namespace

Configuration::Configuration() {
  http.port = 8080;
  database.application_name = "parley";
}

std::optional<std::string> processEnvironment(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

CommandLine readCommandLine(const std::vector<std::string>& arguments,
                            const Environment& environment) {
  CommandLine line;
  auto rest = arguments;
  std::string command = "serve";
  if (!rest.empty() && !rest.front().starts_with('-')) {
    command = rest.front();
    rest.erase(rest.begin());
  } else if (!rest.empty() && (rest.front() == "--help" || rest.front() == "-h")) {
    line.command = CommandLine::Command::help;
    line.help = general_help;
    return line;
  } else if (!rest.empty() && rest.front() == "--version") {
    line.command = CommandLine::Command::version;
    return line;
  }

  if (command == "serve") {
    line.command = CommandLine::Command::serve;
  } else if (command == "migrate") {
    line.command = CommandLine::Command::migrate;
  } else if (command == "rotate-keys") {
    line.command = CommandLine::Command::rotate_keys;
  } else if (command == "openapi") {
    line.command = CommandLine::Command::openapi;
  } else {
    throw std::runtime_error{fmt::format("There is no command {}.\n\n{}", command, general_help)};
  }

  auto flags = readFlags(command, rest);
  if (flags.help) {
    line.command = CommandLine::Command::help;
    line.help = std::move(flags.help_text);
    return line;
  }
  if (flags.config.empty()) flags.config = environment("PARLEY_CONFIG").value_or("");
  if (!flags.config.empty()) applyFile(line.configuration, flags.config);
  for (const auto& setting : settings()) {
    // An empty variable is an unset one: that is how container files leave something out.
    const auto value = environment(setting.variable()).value_or("");
    if (!value.empty()) apply(line.configuration, setting, value, setting.variable());
    const auto given = flags.given.find(setting.name);
    if (given != flags.given.end())
      apply(line.configuration, setting, given->second, fmt::format("--{}", setting.name));
  }
  checkTogether(line.configuration);
  return line;
}

}  // namespace parley::app
