#include "case/input.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace iamproof {

static constexpr std::size_t block_bytes = std::size_t{64} << 10U;

ByteStream::ByteStream(const std::string& path)
    : descriptor_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)),
      name_(path == "-" ? "<stdin>" : path) {
  if (descriptor_ >= 0) return;
  error_ = Error{name_, {}, std::string("cannot be opened: ") + std::strerror(errno)};
  ended_ = true;
}

ByteStream::~ByteStream() {
  if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
}

bool ByteStream::fill(std::size_t offset) {
  while (!ended_ && at_ + offset >= buffer_.size()) {
    // What has been taken is dropped when it is most of the buffer, so that each byte is moved once at most.
    if (at_ > buffer_.size() / 2) {
      buffer_.erase(0, at_);
      at_ = 0;
    }
    const std::size_t used = buffer_.size();
    buffer_.resize(used + block_bytes);
    const ::ssize_t got = ::read(descriptor_, buffer_.data() + used, block_bytes);
    buffer_.resize(used + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got > 0 || (got < 0 && errno == EINTR)) continue;
    if (got < 0) error_ = Error{name_, {}, std::string("cannot be read: ") + std::strerror(errno)};
    ended_ = true;
  }
  return at_ + offset < buffer_.size();
}

void ByteStream::take(std::size_t count) {
  for (const char c : ahead(count)) {
    if (c == '\n') {
      position_ = {position_.line + 1, 1};
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++position_.column;  // a code point counts at its first byte
    }
  }
  at_ += count;
}

}  // namespace iamproof
