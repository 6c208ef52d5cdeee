// Cases come one a line, or one after another in any layout, or in an array. Which of these it is shows in the first
// line: when that is an object by itself, each line is taken as one, so that a broken line costs that line only.
// Otherwise brackets are matched, strings passed over, and what lies between a bracket and its partner is handed to the
// JSON reader: `[ {...}, {...} ]` is never in memory as a whole either.
//
// A broken first line must not hide that the others are fine:
//
//   {"id": "a", "request": {          broken off
//   {"id": "b", ...}                  an object cannot begin here, unless `:`, `[` or `,` came before it:
//                                     so these are lines
#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "case/input.h"
#include "iamproof/case.h"
#include "json/json.h"

namespace iamproof {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Follows brackets and strings byte by byte.
class Nesting {
 public:
  void add(char c) {
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = false;
      }
      return;
    }
    if (c == '"') in_string_ = true;
    if (c == '{' || c == '[') ++depth_;
    if ((c == '}' || c == ']') && depth_ > 0) --depth_;
  }
  bool is_outside() const { return depth_ == 0 && !in_string_; }

 private:
  std::size_t depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

bool is_one_object(std::string_view line) {
  const std::size_t last = line.find_last_not_of(" \t\r\n");
  Nesting nesting;
  for (std::size_t i = line.find_first_not_of(" \t\r\n"); i < line.size(); ++i) {
    nesting.add(line[i]);
    if (nesting.is_outside()) return i == last && line[i] == '}';
  }
  return false;
}

bool is_named_as_lines(std::string_view path) {
  return path.ends_with(".ndjson") || path.ends_with(".jsonl");
}

class CaseStream {
 public:
  CaseStream(const std::string& path, PolicyFiles& files, const std::function<void(CaseReading)>& sink)
      : name_(path == "-" ? "<stdin>" : path), input_(path), files_(files), sink_(sink) {}

  void run() {
    skip_blanks();
    if (input_.peek()) {
      if (is_named_as_lines(name_) || has_lines()) {
        read_lines();
      } else {
        read_values();
      }
    }
    if (input_.error()) hand_over_errors({*input_.error()});
  }

 private:
  std::size_t most() const { return files_.limits().case_bytes; }

  void skip_blanks() {
    while (input_.peek() && is_blank(*input_.peek())) input_.take(1);
  }

  /// The length of the line that comes, without its end; at most one more than the limit.
  std::size_t line_length() {
    std::size_t length = 0;
    while (length <= most() && input_.peek(length) && *input_.peek(length) != '\n') ++length;
    return length;
  }

  bool has_lines() {
    if (*input_.peek() == '[') return false;
    const std::size_t length = line_length();
    const std::string_view line = input_.ahead(length);
    if (length > most()) return false;
    if (is_one_object(line)) return true;
    const char last = line[line.find_last_not_of(" \t\r")];
    if (last == ':' || last == '[' || last == ',') return false;
    std::size_t next = length;
    while (next <= most() && input_.peek(next) && is_blank(*input_.peek(next))) ++next;
    return input_.peek(next) == '{';
  }

  void read_lines() {
    for (skip_blanks(); input_.peek(); skip_blanks()) {
      const std::size_t length = line_length();
      if (length <= most()) {
        read(length);
        continue;
      }
      too_long();
      while (input_.peek() && *input_.peek() != '\n') input_.take(1);
    }
  }

  void read_values() {
    for (skip_blanks(); input_.peek(); skip_blanks()) {
      const char first = *input_.peek();
      const bool goes_on = first == '[' ? read_array() : first == '{' ? read_value("") : read_rest();
      if (!goes_on) return;
    }
  }

  /// False where the file cannot be read on.
  bool read_array() {
    const Position opening = input_.position();
    input_.take(1);
    skip_blanks();
    if (input_.peek() == ']') {
      input_.take(1);
      return true;
    }
    while (input_.peek()) {
      if (!read_value(",]")) return false;
      skip_blanks();
      if (!input_.peek()) break;
      const bool closed = *input_.peek() == ']';
      input_.take(1);
      if (closed) return true;
      skip_blanks();
      if (input_.peek() == ']') return fail(input_.position(), "a case is missing after the comma");
    }
    return fail(opening, "the array of cases is not closed");
  }

  /// A value, up to the bracket that closes it; or, where it is an element, to what ends one.
  bool read_value(std::string_view ends) {
    Nesting nesting;
    std::size_t length = 0;
    for (; length <= most(); ++length) {
      const std::optional<char> c = input_.peek(length);
      if (!c) break;
      if (nesting.is_outside() && ends.find(*c) != std::string_view::npos) break;
      nesting.add(*c);
      if (ends.empty() && nesting.is_outside()) {
        ++length;
        break;
      }
    }
    if (length > most()) return too_long();
    read(length);
    return true;
  }

  /// What is no case at all: the JSON reader tells why.
  bool read_rest() {
    std::size_t length = 0;
    while (length <= most() && input_.peek(length)) ++length;
    if (length > most()) return too_long();
    read(length);
    return false;
  }

  void read(std::size_t length) {
    auto text = std::make_shared<const Source>(name_, std::string(input_.ahead(length)), input_.position());
    input_.take(length);
    sink_(read_case(std::move(text), files_));
  }

  bool too_long() {
    return fail(input_.position(), fmt::format("the case has more bytes than the limit of {}", most()));
  }

  bool fail(Position position, std::string message) {
    hand_over_errors({Error{name_, position, std::move(message)}});
    return false;
  }

  void hand_over_errors(Errors errors) {
    CaseReading reading;
    reading.value.path = name_;
    reading.value.line = errors.front().position ? errors.front().position->line : 1;
    reading.errors = std::move(errors);
    sink_(std::move(reading));
  }

  std::string name_;
  ByteStream input_;
  PolicyFiles& files_;
  const std::function<void(CaseReading)>& sink_;
};

}  // namespace

void read_cases(const std::string& path, PolicyFiles& files, const std::function<void(CaseReading)>& sink) {
  if (path == "-") files.reserve_standard_input();
  CaseStream(path, files, sink).run();
}

bool looks_like_cases(const std::string& path) {
  const Result<std::string> text = read_file(path);
  if (!text) return true;
  std::string_view rest = *text;
  const auto skip_blanks = [&] { rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size())); };
  skip_blanks();
  if (rest.starts_with('[')) {
    rest.remove_prefix(1);
    skip_blanks();
  }
  return json::has_key(rest, "request");
}

}  // namespace iamproof
