#include "iamproof/source.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace iamproof {

Source::Source(std::string name, std::string text, Position first)
    : name_(std::move(name)), padded_(std::move(text)), first_(first) {
  padded_.append(padding, '\0');
}

std::string_view Source::slice(Span span) const {
  return text().substr(span.begin, span.end - span.begin);
}

Position Source::position(std::size_t offset) const {
  const std::string_view before = text().substr(0, std::min(offset, text().size()));
  const auto lines = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  // A code point is counted at its first byte; continuation bytes are 10xxxxxx.
  const auto columns = static_cast<std::uint32_t>(
      std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(),
                    [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  return {first_.line + lines, columns + (lines == 0 ? first_.column : 1)};
}

std::string_view Source::line_at(std::size_t offset) const {
  const std::size_t at = std::min(offset, text().size());
  const std::size_t begin = at == 0 ? 0 : text().rfind('\n', at - 1) + 1;
  std::string_view line = text().substr(begin);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
  const bool standard_input = path == "-";
  const FileDescriptor file(standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const std::string name = standard_input ? "<stdin>" : path;
  if (file.get() < 0) return Error{name, {}, std::string("cannot be opened: ") + std::strerror(errno)};

  std::string text;
  std::size_t used = 0;
  while (true) {
    if (used == text.size()) text.resize(std::max<std::size_t>(std::size_t{16} << 10U, text.size() * 2));
    const ::ssize_t got = ::read(file.get(), text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{name, {}, std::string("cannot be read: ") + std::strerror(errno)};
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (used > max_bytes) {
      return Error{name, {}, "is larger than the limit of " + std::to_string(max_bytes) + " bytes"};
    }
  }
  text.resize(used);
  return text;
}

static bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ::ssize_t put = ::write(file, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

// A new file belongs to whoever makes it. Where it cannot be given to the owner of the old one, its permissions are at
// least those of the old one; changing the owner takes away bits such as set-user-id, so the mode is set last.
static bool take_after(int file, const struct ::stat& old) {
  const bool is_own = ::fchown(file, old.st_uid, old.st_gid) == 0;
  return ::fchmod(file, old.st_mode & (is_own ? 07777U : 0777U)) == 0;
}

std::optional<Error> replace_file(const std::string& path, std::string_view text) {
  const auto failed = [&](std::string_view what) {
    return Error{path, {}, std::string(what) + ": " + std::strerror(errno)};
  };
  const std::unique_ptr<char, decltype(&std::free)> target(::realpath(path.c_str(), nullptr), &std::free);
  struct ::stat old {};
  if (!target || ::stat(target.get(), &old) != 0) return failed("cannot be found");
  if (!S_ISREG(old.st_mode)) return Error{path, {}, "is not a regular file: nothing is written there"};
  if (::access(target.get(), W_OK) != 0) return failed("cannot be written");

  std::string beside = std::string(target.get()) + ".XXXXXX";
  const int file = ::mkstemp(beside.data());
  if (file < 0) return failed("no file can be made beside it");
  // Closing may be what tells that a disk is full.
  bool done = write_all(file, text) && take_after(file, old) && ::fsync(file) == 0;
  done = ::close(file) == 0 && done;
  if (done && std::rename(beside.c_str(), target.get()) == 0) return std::nullopt;
  const Error error = failed("cannot be written");
  ::unlink(beside.c_str());
  return error;
}

}  // namespace iamproof
