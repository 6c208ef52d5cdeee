/// How long a document is, as quotas count it, and how long it may be.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "iamproof/policy.h"

namespace iamproof {

/// What white space outside strings counts.
enum class WhiteSpace : std::uint8_t {
  counted,
  not_counted,
  not_known,  ///< AWS does not say: a document is too long for certain only if it is without any
};

/// A row of data/policy-quotas.tsv.
struct Quota {
  std::string_view of;  ///< "scp", "resource:s3"
  std::size_t limit;
  bool in_bytes;  ///< else in characters
  WhiteSpace white_space;
  std::string_view what;  ///< "a service control policy"
};

std::span<const Quota> quotas();

/// Of policies of a type, or "resource:SERVICE"; none where AWS publishes none.
const Quota* find_quota(std::string_view of);

struct Size {
  std::size_t written;   ///< from the first brace to the last
  std::size_t minified;  ///< without white space outside strings
};

/// O(bytes).
Size size_of(const Policy& policy, bool in_bytes);

/// A document that is longer than its quota.
struct Excess {
  std::string message, help;
};

/// Most documents are short enough as they are written, or by what the model has of them.
std::optional<Excess> excess_of(const Policy& policy, const Quota& quota);

}  // namespace iamproof
