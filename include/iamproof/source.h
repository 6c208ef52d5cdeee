/// A text to analyse and the name it goes by. Everything found in it is a Span of its bytes; lines and
/// columns are worked out only when a place is shown to a person.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "iamproof/result.h"

namespace iamproof {

/// Bytes [begin, end) of a Source's text. A string's span includes its quotation marks.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// An immutable text. Policies borrow from their Source: it must outlive them and must not be moved meanwhile.
class Source {
 public:
  /// `first` is where the text begins, if it is cut out of a larger one of that name: a line of NDJSON, say.
  Source(std::string name, std::string text, Position first = {});
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  Source(Source&&) = delete;
  Source& operator=(Source&&) = delete;
  ~Source() = default;

  const std::string& name() const { return name_; }
  std::string_view text() const { return {padded_.data(), padded_.size() - padding}; }
  std::string_view slice(Span span) const;
  Position first() const { return first_; }

  /// The line and column of a byte, counted from first(). O(offset). An offset past the end is the end.
  Position position(std::size_t offset) const;
  /// The line that holds a byte, without its line end. O(offset + line).
  std::string_view line_at(std::size_t offset) const;

  /// Readable bytes after the text, all zero: SIMD readers may look at them.
  static constexpr std::size_t padding = 64;

 private:
  std::string name_;
  std::string padded_;
  Position first_;
};

/// The whole of a file, or of standard input for "-". Errors: unreadable, or larger than `max_bytes`.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes = std::size_t{64} << 20U);

/// Puts `text` in the place of an existing file, all of it or nothing: it is written beside the file and renamed. The
/// permissions stay, the owner and group where the system lets us; a link stays one and its target is replaced.
/// Errors: no permission to write the file, or anything that fails on the way; then the file is as it was.
std::optional<Error> replace_file(const std::string& path, std::string_view text);

}  // namespace iamproof
