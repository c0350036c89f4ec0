#pragma once

#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "language_model/testing/node_child.hpp"

namespace parley::language_model::testing {

/// Holds requests against the types of the providers' official SDKs (e2e/peers/contract.mjs).
class Contract {
 public:
  /// Why `body` is none of that type; empty when it is one.
  static std::string problems(std::string_view type, std::string_view body) {
    if (!NodeChild::isInstalled()) {
      std::cerr << "*** The SDKs are not installed: run `npm ci` in e2e/. The requests' types are "
                   "NOT checked. ***\n";
      return {};
    }
    static NodeChild checker{"peers/contract.mjs"};
    checker.write(std::string{type} + ' ' + std::string{body} + '\n');
    return checker.readLine();
  }
};

}  // namespace parley::language_model::testing
