/// A request as the oracle sees it. The oracle keeps its own so that it depends on nothing of the library's but the
/// shape of a context value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "iamproof/request.h"
#include "support/json.h"

namespace oracle {

using iamproof::ContextValue;

struct Request {
  std::string principal;
  std::string action;
  std::string resource;
  std::optional<std::string> resource_account;  ///< whose resource it is, where the ARN does not say
  std::optional<std::string> session_issuer;    ///< the ARN of the role or user that a session was made from
  std::vector<std::pair<std::string, ContextValue>> context;  ///< no two names that differ only by case

  /// The value of a key, whose name is compared without regard to case; null if the key is absent.
  const ContextValue* find(std::string_view key) const;
};

/// {"principal", "action", "resource", "resource_account", "session_issuer", "context": {key: "text" | number | boolean
/// | [...]}}. Throws if it is not one.
Request read_request(const support::Json& json);
support::Json write_request(const Request& request);

}  // namespace oracle
