/// The piece of a line that a span is about, with a run of carets beneath it.
#pragma once

#include <cstddef>
#include <string>

#include "iamproof/report.h"
#include "iamproof/source.h"

namespace iamproof {

struct Excerpt {
  std::string line;        ///< fit to show
  std::size_t caret = 0;   ///< columns before the carets
  std::size_t length = 1;  ///< of the run of carets, at least one
};

/// The line where `span` begins, at most about `options.width` columns of it, cut with an ellipsis at either end where
/// there is more. A span that goes on beyond the line is marked to the line's end. Time O(width), however long the
/// line.
Excerpt excerpt(const Source& source, Span span, const TextOptions& options);

}  // namespace iamproof
