/// Texts inside Markdown as GitHub and its like show it.
#pragma once

#include <string>
#include <string_view>

#include "iamproof/report.h"

namespace iamproof {

/// An untrusted text as code, for a line or a cell of a table: it shows as itself and does nothing. No mention, link,
/// emphasis, HTML or end of the cell can come of it; what would not show is spelled out. Beyond `limit` columns it is
/// cut with an ellipsis.
///   `arn:aws:s3:::b/*`
///   <code>a&#124;b</code>
std::string markdown_code(std::string_view text, const TextOptions& options, std::size_t limit = 200);

/// An untrusted text as plain words of a line or a cell, likewise.
std::string markdown_text(std::string_view text, const TextOptions& options, std::size_t limit = 500);

}  // namespace iamproof
