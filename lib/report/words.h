/// What the text reports have in common: a few words, and how a place in a document is shown.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "iamproof/evaluate.h"
#include "iamproof/policy.h"
#include "iamproof/report.h"
#include "iamproof/request.h"
#include "report/terminal.h"

namespace iamproof {

std::string_view kind_of(PolicyType type);              ///< "identity policy"
std::string with_article(std::string_view word);        ///< "an identity policy"
std::string_view decision_in_words(Decision decision);  ///< "explicitly denied"

/// `"true"`, or `["a", "b"]`; a long list is cut unless `verbose`.
std::string value_in_words(const ContextValue& value, const TextOptions& options);

struct ShownPlace {
  std::string path;
  const Source* source = nullptr;  ///< none where only the path is known
  Span span;
  Position position;
  std::optional<std::string> sid;
};

/// Appends where a place is, and its line with carets under it. Returns the width of the line numbers, for what is to
/// stand below.
///    --> policies/admin.json:4:17  (Sid Bills)
///     |
///   4 |       "Action": "b*:*",
///     |                 ^^^^^^
std::size_t append_place(std::string& out, const ShownPlace& place, Style carets, const TextOptions& options);

}  // namespace iamproof
