#include "support/json.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace support {

Json Json::string(std::string text) {
  Json json;
  json.kind = Kind::string;
  json.text = std::move(text);
  return json;
}

Json Json::number(std::string lexeme) {
  Json json;
  json.kind = Kind::number;
  json.text = std::move(lexeme);
  return json;
}

Json Json::boolean(bool value) {
  Json json;
  json.kind = Kind::boolean;
  json.text = value ? "true" : "false";
  return json;
}

Json Json::array() {
  return array(std::vector<Json>());
}

Json Json::array(std::vector<Json> items) {
  Json json;
  json.kind = Kind::array;
  json.items = std::move(items);
  return json;
}

Json Json::object() {
  return object(std::vector<Member>());
}

Json Json::object(std::vector<Member> members) {
  Json json;
  json.kind = Kind::object;
  json.members = std::move(members);
  return json;
}

const Json* Json::find(std::string_view name) const {
  for (const Member& member : members)
    if (member.name == name) return &member.value;
  return nullptr;
}

const Json& Json::at(std::string_view name) const {
  if (const Json* value = find(name)) return *value;
  throw std::runtime_error("no member `" + std::string(name) + "` in " + write_json(*this));
}

Json& Json::add(std::string name, Json value) {
  members.push_back({std::move(name), std::move(value)});
  return *this;
}

namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Json document() {
    Json value = read_value();
    skip_space();
    if (at_ != text_.size()) fail("more text after the value");
    return value;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error("JSON, byte " + std::to_string(at_) + ": " + what);
  }

  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char wanted) {
    skip_space();
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }

  void expect(char wanted) {
    if (!take(wanted)) fail(std::string("expected `") + wanted + "`");
  }

  Json read_value() {
    if (++depth_ > 200) fail("nested too deeply");
    skip_space();
    Json value;
    if (peek() == '{')
      value = read_object();
    else if (peek() == '[')
      value = read_array();
    else if (peek() == '"')
      value = Json::string(read_string());
    else
      value = read_word();
    --depth_;
    return value;
  }

  Json read_object() {
    Json object = Json::object();
    expect('{');
    if (take('}')) return object;
    do {
      skip_space();
      std::string name = read_string();
      expect(':');
      object.add(std::move(name), read_value());
    } while (take(','));
    expect('}');
    return object;
  }

  Json read_array() {
    Json array = Json::array();
    expect('[');
    if (take(']')) return array;
    do array.items.push_back(read_value());
    while (take(','));
    expect(']');
    return array;
  }

  // `true`, `false`, `null` and numbers end where punctuation or space begins.
  Json read_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos) ++at_;
    const std::string word(text_.substr(begin, at_ - begin));
    if (word == "null") return {};
    if (word == "true" || word == "false") return Json::boolean(word == "true");
    if (word.empty() || word.find_first_not_of("0123456789+-.eE") != std::string::npos) fail("expected a value");
    return Json::number(word);
  }

  std::string read_string() {
    if (peek() != '"') fail("expected a string");
    ++at_;
    std::string out;
    while (peek() != '"') {
      if (at_ >= text_.size()) fail("string without an end");
      if (peek() == '\\')
        read_escape(out);
      else
        out += text_[at_++];
    }
    ++at_;
    return out;
  }

  void read_escape(std::string& out) {
    ++at_;
    const char c = peek();
    ++at_;
    if (c == 'u') return append_utf8(out, read_code_point());
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t which = names.find(c);
    if (which == std::string_view::npos) fail("unknown escape");
    out += meanings[which];
  }

  unsigned read_hex4() {
    if (at_ + 4 > text_.size()) fail("expected four hexadecimal digits");
    const std::string digits(text_.substr(at_, 4));
    if (digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) fail("expected hexadecimal digits");
    at_ += 4;
    return static_cast<unsigned>(std::stoul(digits, nullptr, 16));
  }

  // A code point beyond 16 bits is written as two surrogates.
  unsigned read_code_point() {
    const unsigned first = read_hex4();
    if (first < 0xD800 || first > 0xDFFF) return first;
    if (first > 0xDBFF || text_.substr(at_, 2) != "\\u") fail("lone surrogate");
    at_ += 2;
    const unsigned second = read_hex4();
    if (second < 0xDC00 || second > 0xDFFF) fail("lone surrogate");
    return 0x10000 + ((first - 0xD800) << 10U) + (second - 0xDC00);
  }

  static void append_utf8(std::string& out, unsigned c) {
    const auto byte = [&out](unsigned value) { out += static_cast<char>(value); };
    if (c < 0x80) {
      byte(c);
    } else if (c < 0x800) {
      byte(0xC0 | (c >> 6U));
      byte(0x80 | (c & 0x3FU));
    } else if (c < 0x10000) {
      byte(0xE0 | (c >> 12U));
      byte(0x80 | ((c >> 6U) & 0x3FU));
      byte(0x80 | (c & 0x3FU));
    } else {
      byte(0xF0 | (c >> 18U));
      byte(0x80 | ((c >> 12U) & 0x3FU));
      byte(0x80 | ((c >> 6U) & 0x3FU));
      byte(0x80 | (c & 0x3FU));
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

void write_string(std::string& out, const std::string& text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 0xFU];
    } else {
      out += c;
    }
  }
  out += '"';
}

void write(std::string& out, const Json& value) {
  switch (value.kind) {
    case Json::Kind::null:
      out += "null";
      return;
    case Json::Kind::boolean:
    case Json::Kind::number:
      out += value.text;
      return;
    case Json::Kind::string:
      write_string(out, value.text);
      return;
    case Json::Kind::array: {
      out += '[';
      const char* separator = "";
      for (const Json& item : value.items) {
        out += separator;
        write(out, item);
        separator = ",";
      }
      out += ']';
      return;
    }
    case Json::Kind::object: {
      out += '{';
      const char* separator = "";
      for (const Member& member : value.members) {
        out += separator;
        write_string(out, member.name);
        out += ':';
        write(out, member.value);
        separator = ",";
      }
      out += '}';
      return;
    }
  }
}

}  // namespace

Json read_json(std::string_view text) {
  return Reader(text).document();
}

std::string write_json(const Json& value) {
  std::string out;
  write(out, value);
  return out;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read `" + path + "`");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::pair<int, Json>> read_ndjson(const std::string& path) {
  std::vector<std::pair<int, Json>> rows;
  std::istringstream lines(read_text(path));
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number)
    if (!line.empty()) rows.emplace_back(number, read_json(line));
  return rows;
}

}  // namespace support
