/// The bytes of a file as a stream, with as much of what is to come as one wants to look at.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "iamproof/result.h"

namespace iamproof {

/// Holds what has been looked at and not taken yet, and one block more.
class ByteStream {
 public:
  /// Opens a file; "-" is standard input.
  explicit ByteStream(const std::string& path);
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  ~ByteStream();

  /// Why the file could not be opened or read on; it then seems to end there.
  const std::optional<Error>& error() const { return error_; }

  /// The byte `offset` bytes ahead; nothing where the file has ended.
  std::optional<char> peek(std::size_t offset = 0) {
    if (at_ + offset >= buffer_.size() && !fill(offset)) return std::nullopt;
    return buffer_[at_ + offset];
  }

  /// The next `count` bytes, which have been looked at. Borrowed until the next call.
  std::string_view ahead(std::size_t count) const { return std::string_view(buffer_).substr(at_, count); }

  /// Goes on by `count` bytes, which have been looked at.
  void take(std::size_t count);

  /// Where the next byte stands.
  Position position() const { return position_; }

 private:
  bool fill(std::size_t offset);

  int descriptor_ = -1;
  std::string name_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool ended_ = false;
  Position position_;
  std::optional<Error> error_;
};

}  // namespace iamproof
