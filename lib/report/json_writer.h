/// JSON text, piece by piece. The caller keeps objects and arrays balanced; commas are put where they belong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace iamproof {

class JsonWriter {
 public:
  JsonWriter& begin(char bracket);  ///< '{' or '['
  JsonWriter& end(char bracket);    ///< '}' or ']'
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view value);
  JsonWriter& number(std::size_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  /// A value that is JSON already.
  JsonWriter& raw(std::string_view json);

  const std::string& text() const { return out_; }

 private:
  void separate();

  std::string out_;
};

/// Appends a JSON string. Bytes that are not UTF-8 become U+FFFD; what a terminal would not show is escaped.
void append_json_string(std::string& out, std::string_view value);

/// Appends a valid JSON text without the white space between its tokens, otherwise as written, and with characters in
/// its strings escaped that a terminal would not show.
void append_compact(std::string& out, std::string_view json);

}  // namespace iamproof
