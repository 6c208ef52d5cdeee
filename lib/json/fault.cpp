#include "json/fault.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "source/excerpt.h"

namespace iamproof::json {

// The token or character at `offset`, as a person would name it.
static std::string found(const Source& source, std::size_t offset) {
  const std::string_view rest = source.text().substr(offset);
  if (rest.empty()) return "the end of the text";
  std::size_t length = 0;
  while (length < rest.size() && (std::isalnum(static_cast<unsigned char>(rest[length])) != 0)) ++length;
  return in_backticks(rest.substr(0, std::max({length, utf8_length(rest), std::size_t{1}})));
}

static std::string message(const Source& source, const Fault& fault) {
  const std::string_view text = source.slice(fault.span);
  const auto quoted = [&] { return in_backticks(text); };
  const auto instead = [&] { return found(source, fault.span.begin); };
  switch (fault.kind) {
    case FaultKind::byte_order_mark:
      return "the text starts with a byte-order mark; expected plain UTF-8";
    case FaultKind::not_utf8:
      return fmt::format("{} is not UTF-8", quoted());
    case FaultKind::control_character:
      return fmt::format("control character {} in a string; expected an escape such as `\\t`", quoted());
    case FaultKind::unclosed_string:
      return "the string is not closed on its line; expected `\"`";
    case FaultKind::bad_escape:
      return fmt::format(
          "{} is not an escape; expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four digits", quoted());
    case FaultKind::lone_surrogate:
      return fmt::format("{} is half of a surrogate pair; expected \\ud800 to \\udbff followed by \\udc00 to \\udfff",
                         quoted());
    case FaultKind::escaped_nul:
      return "`\\u0000` in a string; expected text without NUL";
    case FaultKind::long_string:
      return fmt::format("the string has {} bytes, more than the limit for strings", text.size() - 2);
    case FaultKind::bad_scalar:
      return fmt::format("{} is not a JSON value; expected a string, number, true, false or null", quoted());
    case FaultKind::duplicate_key:
      return fmt::format("duplicate key {}; expected each key once in an object", quoted());
    case FaultKind::no_value:
      return fmt::format("expected a value, found {}", instead());
    case FaultKind::no_key:
      return fmt::format("expected a key in quotation marks, found {}", instead());
    case FaultKind::no_colon:
      return fmt::format("expected `:` after the key, found {}", instead());
    case FaultKind::no_comma_in_object:
      return fmt::format("expected `,` or `}}`, found {}", instead());
    case FaultKind::no_comma_in_array:
      return fmt::format("expected `,` or `]`, found {}", instead());
    case FaultKind::trailing_text:
      return fmt::format("expected nothing after the document, found {}", instead());
    case FaultKind::too_deep:
      return "nested deeper than the limit";
  }
  return {};
}

// Source::position() of ascending offsets, in one pass over the text.
class Positions {
 public:
  explicit Positions(const Source& source) : text_(source.text()), position_(source.first()) {}

  Position at(std::size_t offset) {
    for (; at_ < offset; ++at_) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == '\n') {
        ++position_.line;
        position_.column = 1;
      } else if ((byte & 0xC0U) != 0x80U) {
        ++position_.column;
      }
    }
    return position_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  Position position_;
};

Errors to_errors(const Source& source, std::vector<Fault> faults, std::size_t most) {
  std::stable_sort(faults.begin(), faults.end(),
                   [](const Fault& a, const Fault& b) { return a.span.begin < b.span.begin; });
  Positions positions(source);
  Errors errors;
  for (const Fault& fault : faults) {
    if (errors.size() == most) break;
    errors.push_back({source.name(), positions.at(fault.span.begin), message(source, fault)});
  }
  if (faults.size() > errors.size()) {
    errors.push_back({source.name(), {}, fmt::format("{} more errors are not listed", faults.size() - errors.size())});
  }
  return errors;
}

}  // namespace iamproof::json
