/// JSON for tests: a plain tree and a recursive-descent reader that shares nothing with the library's.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

struct Member;

/// Any JSON value. Objects keep the order of their members, numbers their lexeme.
struct Json {
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  std::string text;             ///< a string decoded, a number's lexeme, "true" or "false"
  std::vector<Json> items;      ///< of an array
  std::vector<Member> members;  ///< of an object

  static Json string(std::string text);
  static Json number(std::string lexeme);
  static Json boolean(bool value);
  static Json array();
  static Json array(std::vector<Json> items);
  static Json object();
  static Json object(std::vector<Member> members);

  bool is(Kind wanted) const { return kind == wanted; }
  /// The member of that name, or null if there is none or this is no object.
  const Json* find(std::string_view name) const;
  /// The member of that name; throws if there is none.
  const Json& at(std::string_view name) const;
  /// Adds a member at the end.
  Json& add(std::string name, Json value);
};

struct Member {
  std::string name;
  Json value;
};

/// Throws std::runtime_error that names the byte offset.
Json read_json(std::string_view text);
/// One line, no spaces, members in order.
std::string write_json(const Json& value);

/// A whole file. Throws if it cannot be read.
std::string read_text(const std::string& path);
/// Every non-empty line of a file as JSON; the number is the line's, from 1.
std::vector<std::pair<int, Json>> read_ndjson(const std::string& path);

}  // namespace support
