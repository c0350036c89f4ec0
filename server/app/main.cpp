#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "app/configuration.hpp"
#include "app/serve.hpp"

namespace {

int run(const parley::app::CommandLine& line) {
  using Command = parley::app::CommandLine::Command;
  switch (line.command) {
    case Command::help:
      std::fputs(line.help.c_str(), stdout);
      return EXIT_SUCCESS;
    case Command::version:
      std::puts("parley " PARLEY_VERSION);
      return EXIT_SUCCESS;
    case Command::openapi:
      return parley::app::printOpenApi();
    case Command::migrate:
      return parley::app::migrate(line.configuration);
    case Command::rotate_keys:
      return parley::app::rotateKeys(line.configuration);
    case Command::serve:
      return parley::app::serve(line.configuration);
  }
  return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int wrong_usage = 2;
  parley::app::CommandLine line;
  try {
    line = parley::app::readCommandLine({argv + 1, argv + argc}, parley::app::processEnvironment);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "parley: %s\n", error.what());
    return wrong_usage;
  }
  try {
    return run(line);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "parley: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
