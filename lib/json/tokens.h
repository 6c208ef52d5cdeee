/// Where the tokens of a JSON text start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "iamproof/source.h"
#include "json/fault.h"

namespace iamproof::json {

/// The offsets of `{ } [ ] : ,` outside strings, of each string's opening quotation mark, and of the first character of
/// every other run that is not white space. One more offset stands behind the last: where the text, or what could be
/// read of it, ends. Between a token and the next there is only white space after it, so the token's last byte is
/// found backwards from the next offset.
struct Tokens {
  std::unique_ptr<std::uint32_t[]> offsets;
  std::size_t count = 0;
  bool cut = false;  ///< the text goes on, but a string was not closed: nothing after it can be told apart
};

/// By simdjson. Nothing for a text that has no token, is not UTF-8, or has control characters or open strings.
std::optional<Tokens> find_tokens_fast(const Source& source);

/// The same, one byte at a time, for any text; says what is wrong with its characters. `begin` skips a byte-order mark.
Tokens find_tokens(const Source& source, std::size_t begin, std::vector<Fault>& faults);

}  // namespace iamproof::json
