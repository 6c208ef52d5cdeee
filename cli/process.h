/// Other programs, run with a list of arguments and without a shell.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <sys/types.h>

namespace iamproof::cli {

struct Finished {
  int status = -1;    ///< its exit status; -1 where it could not be run or was killed
  std::string out;    ///< standard output
  std::string error;  ///< standard error, or why it could not be run
};

/// Runs a program found by PATH to its end. Its standard input is empty.
Finished run_program(const std::vector<std::string>& arguments);

/// A program that answers requests: what is sent to its standard input, on its standard output.
class Dialogue {
 public:
  explicit Dialogue(const std::vector<std::string>& arguments);
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;
  ~Dialogue();

  /// Each is false where the program does not run or has ended.
  bool send(const std::string& text) const;
  bool read_line(std::string& line);              ///< without its line end
  bool read(std::size_t count, std::string* to);  ///< exactly so many bytes; null: they are passed over

 private:
  bool fill();

  pid_t process_ = -1;
  int to_ = -1, from_ = -1;
  std::string buffer_;
};

}  // namespace iamproof::cli
