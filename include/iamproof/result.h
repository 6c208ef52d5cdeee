/// What a function returns when it may be unable to do its work: a value, or every reason why not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace iamproof {

/// A place in a text as people count: both from 1, the column in code points.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(const Position&, const Position&) = default;
};

/// Something that could not be done: a file unreadable, a limit reached, a text that is not JSON.
/// (What is true of a policy is a Finding; a mistake of ours is an assert.)
struct Error {
  std::string source;                ///< the name of the text concerned, empty if there is none
  std::optional<Position> position;  ///< where in it, when it is about one place
  std::string message;               ///< one line, lower case, no full stop, says what was expected
};

using Errors = std::vector<Error>;

/// A T, or a non-empty list of Errors in the order of the text.
template <class T>
class Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>) { std::get<1>(state_).push_back(std::move(error)); }
  Result(Errors errors) : state_(std::in_place_index<1>, std::move(errors)) {}

  explicit operator bool() const { return state_.index() == 0; }

  /// Only when the Result holds a value.
  T& operator*() & { return *std::get_if<0>(&state_); }
  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }

  /// Only when it does not.
  const Errors& errors() const& { return *std::get_if<1>(&state_); }
  Errors&& errors() && { return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Errors> state_;
};

}  // namespace iamproof
