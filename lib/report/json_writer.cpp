#include "report/json_writer.h"

#include <fmt/format.h>

#include "report/terminal.h"

namespace iamproof {

namespace {

void append_escape(std::string& out, char32_t c) {
  const auto value = static_cast<unsigned>(c);
  if (value <= 0xFFFF) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", value);
  } else {  // as a surrogate pair
    fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xD800U + ((value - 0x10000U) >> 10U),
                   0xDC00U + (value & 0x3FFU));
  }
}

/// The part of `text` from `at` that needs no escape, so that it can be copied at once.
std::size_t plain_run(std::string_view text, std::size_t at) {
  const std::size_t begin = at;
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x20 || c > 0x7E || c == '"' || c == '\\') break;
    ++at;
  }
  return at - begin;
}

}  // namespace

void append_json_string(std::string& out, std::string_view value) {
  out += '"';
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t run = plain_run(value, at);
    out.append(value, at, run);
    at += run;
    if (at == value.size()) break;
    const CodePoint c = code_point_at(value, at);
    if (!c.valid) {
      out += "\xEF\xBF\xBD";
    } else if (c.value == U'"' || c.value == U'\\') {
      out += '\\';
      out += static_cast<char>(c.value);
    } else if (c.value == U'\n') {
      out += "\\n";
    } else if (c.value == U'\t') {
      out += "\\t";
    } else if (!is_showable(c.value)) {
      append_escape(out, c.value);
    } else {
      out.append(value, at, c.bytes);
    }
    at += c.bytes;
  }
  out += '"';
}

void append_compact(std::string& out, std::string_view json) {
  bool in_string = false;
  for (std::size_t at = 0; at < json.size();) {
    const char byte = json[at];
    if (in_string && byte == '\\' && at + 1 < json.size() && static_cast<unsigned char>(json[at + 1]) < 0x80) {
      out.append(json, at, 2);
      at += 2;
    } else if (static_cast<unsigned char>(byte) > 0x7E) {
      const CodePoint c = code_point_at(json, at);
      if (!c.valid) {
        out += "\xEF\xBF\xBD";
      } else if (is_showable(c.value)) {
        out.append(json, at, c.bytes);
      } else {
        append_escape(out, c.value);
      }
      at += c.bytes;
    } else {
      if (byte == '"') in_string = !in_string;
      if (in_string || (byte != ' ' && byte != '\t' && byte != '\n' && byte != '\r')) out += byte;
      ++at;
    }
  }
}

void JsonWriter::separate() {
  if (!out_.empty() && out_.back() != '{' && out_.back() != '[' && out_.back() != ':') out_ += ',';
}

JsonWriter& JsonWriter::begin(char bracket) {
  separate();
  out_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::end(char bracket) {
  out_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view value) {
  separate();
  append_json_string(out_, value);
  return *this;
}

JsonWriter& JsonWriter::number(std::size_t value) {
  return raw(fmt::to_string(value));
}

JsonWriter& JsonWriter::boolean(bool value) {
  return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

}  // namespace iamproof
