/// JSON in one canonical style, or without white space. Only white space changes: every token stays as it was written.
#pragma once

#include <cstddef>
#include <string>

#include "iamproof/policy.h"
#include "iamproof/result.h"
#include "iamproof/source.h"

namespace iamproof {

struct FormatOptions {
  bool minify = false;     ///< no white space at all
  std::size_t width = 80;  ///< columns that an array or object may take to stand on one line
  ReadLimits limits;
};

/// Formats one JSON document. The document, its `Statement` and each statement take a line for every element; any other
/// array or object stands on one line if it fits. Two spaces a level, `\n` as line end, one at the end; the order is
/// kept. Formatting what was formatted changes nothing.
///
/// The result is proved before it is returned: read again, it has the same tokens in the same order.
/// Errors: those of parse() for text that is not JSON, an outcome larger than its limit. Time O(bytes).
Result<std::string> format(const Source& source, const FormatOptions& options = {});

}  // namespace iamproof
