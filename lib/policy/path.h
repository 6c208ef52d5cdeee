/// The way to an element, kept on the stack while it is looked at and written out only when something is said about it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace iamproof {

/// A link of a chain; each must not outlive the one it continues.
class Path {
 public:
  Path() = default;
  /// Starts from a pointer already written out.
  explicit Path(std::string_view pointer) : key_(pointer) {}
  Path(const Path& parent, std::string_view key) : parent_(&parent), key_(key) {}
  Path(const Path& parent, std::size_t index) : parent_(&parent), index_(index), is_index_(true) {}

  /// As a JSON pointer, RFC 6901: "/Statement/0/Condition/StringEquals/aws:RequestTag~1team".
  std::string to_string() const;

 private:
  void append_to(std::string& out) const;

  const Path* parent_ = nullptr;
  std::string_view key_;
  std::size_t index_ = 0;
  bool is_index_ = false;
};

/// A member's name as a token of a JSON pointer: `~` and `/` escaped.
std::string pointer_token(std::string_view name);

}  // namespace iamproof
