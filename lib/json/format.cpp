// A container stands on one line if it fits there. So the width that each node has on one line is worked out first,
// backwards, since the nodes inside one come after it; then one pass writes.
//
//   {                                                          the document: always a line for each element
//     "Version": "2012-10-17",
//     "Statement": [                                           and so are its statements
//       {
//         "Effect": "Allow",
//         "Action": ["s3:GetObject", "s3:ListBucket"],         fits
//         "Resource": "*",
//         "Condition": { "Bool": { "aws:SecureTransport": "true" } }
//       }
//     ]
//   }
#include "iamproof/format.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "json/json.h"
#include "json/tokens.h"
#include "support/text.h"

namespace iamproof {

namespace json {

namespace {

constexpr std::size_t indentation = 2;

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

class Formatter {
 public:
  Formatter(const Document& document, std::size_t width, std::size_t most)
      : document_(document),
        width_(width),
        most_(most),
        columns_(document.node(0).next),
        always_long_(columns_.size()) {
    for (auto index = static_cast<std::uint32_t>(columns_.size()); index-- > 0;) columns_[index] = measure(index);
    find_statements();
  }

  /// Nothing if the outcome has more than `most` bytes: nesting may make it many times as large as the document.
  std::optional<std::string> run() && {
    value(0, 0, false);
    out_ += '\n';
    if (out_.size() > most_) return std::nullopt;
    return std::move(out_);
  }

 private:
  const Node& node(std::uint32_t index) const { return document_.node(index); }
  std::string_view token(std::uint32_t index) const {
    return document_.source().slice({node(index).begin, node(index).end});
  }
  bool is_object(std::uint32_t index) const { return node(index).kind == Kind::object; }
  bool is_container(std::uint32_t index) const { return is_object(index) || node(index).kind == Kind::array; }

  /// Calls `visit(key, value)` for what is directly inside a container; in an array both are the element.
  template <class Visit>
  void for_each_inside(std::uint32_t container, Visit visit) const {
    const std::uint32_t to_value = is_object(container) ? 1 : 0;
    for (std::uint32_t key = container + 1; key < node(container).next; key = node(key + to_value).next) {
      visit(key, key + to_value);
    }
  }

  /// On one line. What is inside was measured before.
  std::size_t measure(std::uint32_t index) const {
    if (!is_container(index)) return columns_of(token(index));
    std::size_t columns = 0;
    for_each_inside(index, [&](std::uint32_t key, std::uint32_t value) {
      columns += (columns == 0 ? 0 : 2) + columns_[value];
      if (key != value) columns += columns_[key] + 2;
    });
    const std::size_t blanks = is_object(index) && columns > 0 ? 2 : 0;
    return columns + 2 + blanks;
  }

  /// The document, its list of statements and these.
  void find_statements() {
    always_long_[0] = true;
    if (!is_object(0)) return;
    for_each_inside(0, [&](std::uint32_t key, std::uint32_t value) {
      if (!equal_folded(document_.text(key), "Statement") || !is_container(value)) return;
      always_long_[value] = true;
      if (is_object(value)) return;
      for_each_inside(value, [&](std::uint32_t element, std::uint32_t) { always_long_[element] = true; });
    });
  }

  /// `column`: where it begins. `more`: a comma follows.
  void value(std::uint32_t index, std::size_t column, bool more) {
    const bool fits = column + columns_[index] + (more ? 1 : 0) <= width_;
    const bool is_empty = node(index).next == index + 1;
    if (out_.size() > most_) return;
    if (!is_container(index)) {
      out_ += token(index);
    } else if (is_empty || (fits && !always_long_[index])) {
      short_container(index);
    } else {
      long_container(index);
    }
  }

  void short_container(std::uint32_t index) {
    const bool is_empty = node(index).next == index + 1;
    const std::string_view blank = is_object(index) && !is_empty ? " " : "";
    (out_ += is_object(index) ? '{' : '[') += blank;
    bool first = true;
    for_each_inside(index, [&](std::uint32_t key, std::uint32_t value) {
      if (!first) out_ += ", ";
      first = false;
      if (key != value) (out_ += token(key)) += ": ";
      if (is_container(value)) {
        short_container(value);
      } else {
        out_ += token(value);
      }
    });
    (out_ += blank) += is_object(index) ? '}' : ']';
  }

  void long_container(std::uint32_t index) {
    out_ += is_object(index) ? '{' : '[';
    depth_ += indentation;
    for_each_inside(index, [&](std::uint32_t key, std::uint32_t inside) {
      (out_ += '\n').append(depth_, ' ');
      std::size_t column = depth_;
      if (key != inside) {
        (out_ += token(key)) += ": ";
        column += columns_[key] + 2;
      }
      const bool more = node(inside).next != node(index).next;
      value(inside, column, more);
      if (more) out_ += ',';
    });
    depth_ -= indentation;
    (out_ += '\n').append(depth_, ' ') += is_object(index) ? '}' : ']';
  }

  const Document& document_;
  std::size_t width_, most_;
  std::vector<std::size_t> columns_;  ///< of each node on one line
  std::vector<bool> always_long_;
  std::size_t depth_ = 0;
  std::string out_;
};

/// The tokens of a text that was read.
class TokenTexts {
 public:
  explicit TokenTexts(const Source& source) : text_(source.text()) {
    std::optional<Tokens> tokens = find_tokens_fast(source);
    std::vector<Fault> faults;
    tokens_ = tokens ? std::move(*tokens) : find_tokens(source, 0, faults);
  }

  std::size_t size() const { return tokens_.count; }
  std::string_view operator[](std::size_t i) const {
    const std::uint32_t begin = tokens_.offsets[i];
    const std::string_view token = text_.substr(begin, tokens_.offsets[i + 1] - begin);
    return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
  }
  friend bool operator==(const TokenTexts& a, const TokenTexts& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }

 private:
  std::string_view text_;
  Tokens tokens_;
};

std::string without_space(const TokenTexts& tokens) {
  std::string out;
  for (std::size_t i = 0; i < tokens.size(); ++i) out += tokens[i];
  return out;
}

/// Whether a text can be read and has these tokens.
bool is_same_document(const TokenTexts& tokens, const std::string& text, const Limits& limits) {
  const Source source("", text);
  return read(source, limits) && TokenTexts(source) == tokens;
}

}  // namespace

}  // namespace json

Result<std::string> format(const Source& source, const FormatOptions& options) {
  const json::Limits limits{options.limits.bytes, options.limits.depth, options.limits.string_bytes,
                            options.limits.faults};
  const Result<json::Document> document = json::read(source, limits);
  if (!document) return document.errors();
  const json::TokenTexts tokens(source);
  std::optional<std::string> text =
      options.minify ? without_space(tokens) : json::Formatter(*document, options.width, limits.bytes).run();
  if (!text) {
    return Error{source.name(), {}, fmt::format("cannot be formatted: it would take more than {} bytes", limits.bytes)};
  }
  if (!json::is_same_document(tokens, *text, limits)) {
    return Error{source.name(), {}, "cannot be formatted: the outcome would not be the same document"};
  }
  return std::move(*text);
}

}  // namespace iamproof
