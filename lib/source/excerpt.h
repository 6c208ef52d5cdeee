/// The user's text inside our messages.
#pragma once

#include <string>
#include <string_view>

namespace iamproof {

/// `text` between backticks, fit for one line: control characters and bytes that are not UTF-8 become escapes, and a
/// long text is cut after 80 characters, ending in "...".
std::string in_backticks(std::string_view text);

/// How many bytes the UTF-8 character at the start of `text` has; 0 if there is none (RFC 3629: no overlong form, no
/// surrogate, nothing above U+10FFFF).
std::size_t utf8_length(std::string_view text);

}  // namespace iamproof
