#include "json/tokens.h"

#include <string_view>

#include "source/excerpt.h"

namespace iamproof::json {

namespace {

class Scanner {
 public:
  Scanner(std::string_view text, std::vector<Fault>& faults) : text_(text), faults_(faults) {
    tokens_.offsets = std::make_unique<std::uint32_t[]>(text.size() + 1);
  }

  Tokens scan(std::size_t begin) {
    bool in_run = false;  // inside a number, a word, or anything else that is no string and no punctuation
    std::size_t at = begin;
    while (at < text_.size() && !tokens_.cut) {
      const char c = text_[at];
      if (c == '"') {
        if (!in_run) add(at);
        in_run = false;
        at = after_string(at);
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        in_run = false;
        ++at;
      } else if (c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ',') {
        in_run = false;
        add(at++);
      } else {
        if (!in_run) add(at);
        in_run = true;
        at += character(at);
      }
    }
    tokens_.offsets[tokens_.count] = static_cast<std::uint32_t>(at);
    return std::move(tokens_);
  }

 private:
  void add(std::size_t at) { tokens_.offsets[tokens_.count++] = static_cast<std::uint32_t>(at); }

  void fault(FaultKind kind, std::size_t begin, std::size_t end) {
    faults_.push_back({kind, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}});
  }

  // The length of the character at `at`, or of a run of bytes that start none, which is reported.
  std::size_t character(std::size_t at) {
    const std::size_t length = utf8_length(text_.substr(at, 4));
    if (length != 0) return length;
    std::size_t end = at + 1;
    while (end < text_.size() && utf8_length(text_.substr(end, 4)) == 0) ++end;
    fault(FaultKind::not_utf8, at, end);
    return end - at;
  }

  // A line end inside a string nearly always means that the closing quotation mark was forgotten. From there on inside
  // and outside are swapped, so nothing that follows would be worth reporting.
  std::size_t after_string(std::size_t open) {
    std::size_t at = open + 1;
    while (at < text_.size() && text_[at] != '\n') {
      const auto c = static_cast<unsigned char>(text_[at]);
      if (c == '"') return at + 1;
      if (c < 0x20) fault(FaultKind::control_character, at, at + 1);
      at += character(at);
      if (c == '\\' && at < text_.size() && text_[at] != '\n') at += character(at);
    }
    fault(FaultKind::unclosed_string, open, at);
    return cut(open);
  }

  // The token that was not closed goes too.
  std::size_t cut(std::size_t open) {
    tokens_.cut = true;
    if (tokens_.count > 0 && tokens_.offsets[tokens_.count - 1] == open) --tokens_.count;
    return open;
  }

  std::string_view text_;
  std::vector<Fault>& faults_;
  Tokens tokens_;
};

}  // namespace

Tokens find_tokens(const Source& source, std::size_t begin, std::vector<Fault>& faults) {
  return Scanner(source.text(), faults).scan(begin);
}

}  // namespace iamproof::json
