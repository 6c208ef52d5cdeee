#include "process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace iamproof::cli {

namespace {

/// Descriptors of a new process. One that is -1 is /dev/null there.
struct Streams {
  int in = -1, out = -1, error = -1;
};

class Actions {
 public:
  Actions() { ::posix_spawn_file_actions_init(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }

  void connect(int stream, int descriptor, int flags) {
    if (descriptor >= 0) {
      ::posix_spawn_file_actions_adddup2(&actions_, descriptor, stream);
    } else {
      ::posix_spawn_file_actions_addopen(&actions_, stream, "/dev/null", flags, 0);
    }
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// The new process, or -1 with errno set.
pid_t spawn(const std::vector<std::string>& arguments, const Streams& streams) {
  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));  // not written
  words.push_back(nullptr);
  Actions actions;
  actions.connect(STDIN_FILENO, streams.in, O_RDONLY);
  actions.connect(STDOUT_FILENO, streams.out, O_WRONLY);
  actions.connect(STDERR_FILENO, streams.error, O_WRONLY);
  pid_t process = -1;
  errno = ::posix_spawnp(&process, words.front(), actions.get(), nullptr, words.data(), environ);
  return errno == 0 ? process : -1;
}

/// The exit status; -1 for a process that was killed.
int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Appends what there is to read. False at the end.
bool read_some(int descriptor, std::string& to) {
  std::array<char, 65536> block;
  while (true) {
    const ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count > 0) to.append(block.data(), static_cast<std::size_t>(count));
    if (count >= 0 || errno != EINTR) return count > 0;
  }
}

/// Reads two descriptors until both have ended, so that the writer never has to wait for one of them.
void read_both(int out, std::string& out_text, int error, std::string& error_text) {
  std::array<pollfd, 2> waiting = {pollfd{out, POLLIN, 0}, pollfd{error, POLLIN, 0}};
  const std::array<std::string*, 2> texts = {&out_text, &error_text};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].fd >= 0 && waiting[i].revents != 0 && !read_some(waiting[i].fd, *texts[i])) waiting[i].fd = -1;
    }
  }
}

}  // namespace

Finished run_program(const std::vector<std::string>& arguments) {
  Finished finished;
  std::array<int, 2> out{}, error{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0) return {-1, "", std::strerror(errno)};
  if (::pipe2(error.data(), O_CLOEXEC) != 0) {
    finished.error = std::strerror(errno);
    for (const int descriptor : out) ::close(descriptor);
    return finished;
  }
  const pid_t process = spawn(arguments, {-1, out[1], error[1]});
  if (process < 0) finished.error = std::strerror(errno);
  ::close(out[1]);
  ::close(error[1]);
  if (process >= 0) {
    read_both(out[0], finished.out, error[0], finished.error);
    finished.status = wait_for(process);
  }
  ::close(out[0]);
  ::close(error[0]);
  return finished;
}

// Its standard input is a socket: writing to one whose other end is gone is an error and not a signal.
Dialogue::Dialogue(const std::vector<std::string>& arguments) {
  std::array<int, 2> to{}, from{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to.data()) != 0) return;
  to_ = to[0];
  if (::pipe2(from.data(), O_CLOEXEC) == 0) {
    from_ = from[0];
    process_ = spawn(arguments, {to[1], from[1], -1});
    ::close(from[1]);
  }
  ::close(to[1]);
}

Dialogue::~Dialogue() {
  if (to_ >= 0) ::close(to_);
  if (from_ >= 0) ::close(from_);
  if (process_ >= 0) wait_for(process_);  // its input has ended, so it ends
}

bool Dialogue::send(const std::string& text) const {
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t count = ::send(to_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) sent += static_cast<std::size_t>(count);
  }
  return process_ >= 0;
}

bool Dialogue::fill() {
  return from_ >= 0 && read_some(from_, buffer_);
}

bool Dialogue::read_line(std::string& line) {
  std::size_t end = buffer_.find('\n');
  while (end == std::string::npos) {
    if (!fill()) return false;
    end = buffer_.find('\n');
  }
  line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  return true;
}

bool Dialogue::read(std::size_t count, std::string* to) {
  while (count > 0) {
    if (buffer_.empty() && !fill()) return false;
    const std::size_t some = std::min(count, buffer_.size());
    if (to != nullptr) to->append(buffer_, 0, some);
    buffer_.erase(0, some);
    count -= some;
  }
  return true;
}

}  // namespace iamproof::cli
