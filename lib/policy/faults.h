/// Collecting what is wrong with a document.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/finding.h"
#include "iamproof/source.h"
#include "policy/path.h"
#include "policy/policy_types.h"

namespace iamproof {

/// One rule of the grammar that a document can break.
struct GrammarCheck {
  std::string_view id;
  std::string_view aws_code;  ///< of IAM Access Analyzer, empty if it has none
  Severity severity;          ///< error where IAM refuses the document
  std::string_view help;
  PolicyTypes types = every_policy_type;  ///< of documents that can break it
};

class Faults {
 public:
  Faults(const Source& source, std::size_t most) : source_(source), most_(most) {}

  void add(const GrammarCheck& check, const Path& path, Span span, std::string message, std::optional<Fix> fix = {});
  void add(const GrammarCheck& check, Severity severity, const Path& path, Span span, std::string message,
           std::optional<Fix> fix = {});

  /// Faults added from now on belong to the statement with this Sid, which must outlive this object.
  void set_sid(std::optional<std::string_view> sid) { sid_ = sid; }

  /// Everything added, in the order of the text. Beyond the limit one finding counts the rest, as grave as the gravest.
  std::vector<Finding> take() &&;

 private:
  const Source& source_;
  std::size_t most_;
  std::size_t unlisted_ = 0;
  Severity gravest_unlisted_ = Severity::suggestion;
  std::optional<std::string_view> sid_;
  std::vector<Finding> findings_;
};

}  // namespace iamproof
