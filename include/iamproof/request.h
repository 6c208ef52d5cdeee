/// One request, as AWS would see it: who, what, on what, in which context.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace iamproof {

/// What a request carries for one context key: a single value, or a set of values (possibly empty).
/// Whether a key is single-valued or multivalued is a property of the key, so {"a"} and "a" differ.
using ContextValue = std::variant<std::string, std::vector<std::string>>;

/// Orders key names without regard to ASCII case, as IAM compares them. Looks up by string_view.
struct KeyNameLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

/// A key that is not in the map is absent from the request.
using Context = std::map<std::string, ContextValue, KeyNameLess>;

struct Request {
  std::string principal;                        ///< an ARN, "anonymous", or a service such as "s3.amazonaws.com"
  std::string action;                           ///< "s3:GetObject"
  std::string resource;                         ///< an ARN, or "*" for an action without resource-level permissions
  std::optional<std::string> resource_account;  ///< owner, where the ARN does not say
  Context context;
};

}  // namespace iamproof
