// Reading goes in two steps. The tokens are found first (tokens.h), almost always by simdjson; then one pass over them
// checks the structure and writes the nodes. For
//
//   {"Action": ["s3:*"]}        tokens   { "Action" : [ "s3:*" ] }
//                               nodes    object, string "Action", array, string "s3:*"
//
// a token's text ends where the white space before the next token begins, so nothing is searched for. A text whose
// characters are wrong goes through the slow finder, which says where, and then through the very same pass.

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "json/fault.h"
#include "json/json.h"
#include "json/tokens.h"
#include "json/unescape.h"

namespace iamproof::json {

std::string_view with_article(Kind kind) {
  switch (kind) {
    case Kind::object:
      return "an object";
    case Kind::array:
      return "an array";
    case Kind::string:
      return "a string";
    case Kind::number:
      return "a number";
    case Kind::boolean:
      return "a boolean";
    case Kind::null:
      return "null";
  }
  return {};
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// RFC 8259, section 6: no leading zeros, digits on both sides of the point.
static bool is_number(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t first = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - first;
  };
  if (text.starts_with('-')) ++at;
  const bool zero = at < text.size() && text[at] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

static std::optional<Kind> scalar_kind(std::string_view text) {
  if (text == "true" || text == "false") return Kind::boolean;
  if (text == "null") return Kind::null;
  if (is_number(text)) return Kind::number;
  return std::nullopt;
}

// A misspelt word or number, as in `True` or `.5`: wrong, but the structure around it is not in doubt.
static bool is_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.' ||
           c == '_';
  });
}

static bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

class Reader {
 public:
  Reader(Document& document, const Limits& limits, Tokens tokens, std::vector<Fault>& faults)
      : document_(document),
        limits_(limits),
        tokens_(std::move(tokens)),
        faults_(faults),
        text_(document.source().text()),
        has_escapes_(text_.find('\\') != std::string_view::npos) {
    // No token makes more than one node.
    document_.nodes_ = std::make_unique_for_overwrite<Node[]>(tokens_.count);
    nodes_ = document_.nodes_.get();
    // Found before the structure is looked at, hence in order: a place that has one of these needs no second complaint.
    for (const Fault& fault : faults_) reported_.push_back(fault.span.begin);
    std::sort(reported_.begin(), reported_.end());
  }

  void run() {
    Due due = value();
    while (due == Due::value || !open_.empty()) {
      if (due == Due::nothing) break;
      due = due == Due::value ? value() : separator();
    }
    if (due == Due::separator && at_ < tokens_.count) lost(FaultKind::trailing_text);
    while (!open_.empty()) close();
  }

 private:
  enum class Due : std::uint8_t { value, separator, nothing };

  struct Open {
    std::uint32_t node;
    std::uint32_t size;
  };

  std::uint32_t here() const { return tokens_.offsets[at_]; }
  /// The character the next token starts with; NUL at the end, where the Source's padding is.
  char peek() const { return text_.data()[here()]; }

  Span take() {
    const std::uint32_t begin = here();
    std::uint32_t end = tokens_.offsets[++at_];
    while (is_space(text_[end - 1])) --end;
    return {begin, end};
  }

  std::uint32_t add(Kind kind, Span span) {
    const auto index = static_cast<std::uint32_t>(size_++);
    nodes_[index] = {kind, span.begin, span.end, index + 1, 0};
    return index;
  }

  void fault(FaultKind kind, Span span) { faults_.push_back({kind, span}); }

  // The structure ends here, for people and for us. Not reported where the cause has been already.
  Due lost(FaultKind kind) {
    const bool known = std::binary_search(reported_.begin(), reported_.end(), here());
    const bool cut = tokens_.cut && at_ == tokens_.count;
    if (!known && !cut) fault(kind, {here(), here()});
    return Due::nothing;
  }

  Due value() {
    if (at_ == tokens_.count) return lost(FaultKind::no_value);
    if (!open_.empty() && nodes_[open_.back().node].kind == Kind::array) ++open_.back().size;
    switch (peek()) {
      case '{':
        return open(Kind::object, '}');
      case '[':
        return open(Kind::array, ']');
      case '"':
        string();
        return Due::separator;
      case '}':
      case ']':
      case ',':
      case ':':
        return lost(FaultKind::no_value);
      default:
        return scalar();
    }
  }

  Due open(Kind kind, char closer) {
    const std::uint32_t begin = here();
    if (open_.size() == limits_.depth) {
      fault(FaultKind::too_deep, {begin, begin + 1});
      return Due::nothing;
    }
    ++at_;
    open_.push_back({add(kind, {begin, begin + 1}), 0});
    if (at_ < tokens_.count && peek() == closer) {
      ++at_;
      close();
      return Due::separator;
    }
    return kind == Kind::object ? key() : Due::value;
  }

  Due separator() {
    const bool in_object = nodes_[open_.back().node].kind == Kind::object;
    if (at_ < tokens_.count) {
      const char c = peek();
      if (c == ',') {
        ++at_;
        return in_object ? key() : Due::value;
      }
      if (c == (in_object ? '}' : ']')) {
        ++at_;
        close();
        return Due::separator;
      }
    }
    return lost(in_object ? FaultKind::no_comma_in_object : FaultKind::no_comma_in_array);
  }

  Due key() {
    if (at_ == tokens_.count || peek() != '"') return lost(FaultKind::no_key);
    string();
    if (at_ == tokens_.count || peek() != ':') {
      --size_;  // a key without a value is no member
      return lost(FaultKind::no_colon);
    }
    ++at_;
    ++open_.back().size;
    return Due::value;
  }

  void string() {
    const Span span = take();
    const std::uint32_t index = add(Kind::string, span);
    const std::string_view body = text_.substr(span.begin + 1, span.end - span.begin - 2);
    if (body.size() > limits_.string_bytes) fault(FaultKind::long_string, span);
    if (has_escapes_ && body.find('\\') != std::string_view::npos) {
      document_.decoded_->push_back(unescape(body, span.begin + 1, faults_));
      nodes_[index].extra = static_cast<std::uint32_t>(document_.decoded_->size());
    }
  }

  Due scalar() {
    const std::uint32_t begin = here();
    const std::size_t first = at_;
    const Span span = take();
    const std::string_view text = text_.substr(begin, span.end - begin);
    const std::optional<Kind> kind = scalar_kind(text);
    if (!kind && !is_word(text)) {
      at_ = first;
      return lost(FaultKind::no_value);
    }
    if (!kind) fault(FaultKind::bad_scalar, span);
    add(kind.value_or(Kind::null), span);
    return Due::separator;
  }

  // The innermost container is complete, or as complete as it will ever be.
  void close() {
    const Open closed = open_.back();
    open_.pop_back();
    Node& node = nodes_[closed.node];
    node.end = tokens_.offsets[at_ - 1] + 1;
    node.next = static_cast<std::uint32_t>(size_);
    node.extra = closed.size;
    if (node.kind == Kind::object && closed.size > 1) find_duplicates(closed.node);
  }

  struct Key {
    std::string_view text;
    std::uint32_t node;
  };

  // Most objects have a handful of keys and are compared pair by pair; for large ones equal keys are brought together.
  void find_duplicates(std::uint32_t object) {
    keys_.clear();
    for (std::uint32_t key = object + 1; key < nodes_[object].next;) {
      keys_.push_back({document_.text(key), key});
      const bool has_value = key + 1 < size_;
      key = has_value ? nodes_[key + 1].next : key + 1;
    }
    if (keys_.size() <= few_keys) {
      for (std::size_t i = 1; i < keys_.size(); ++i) {
        const auto earlier = keys_.begin() + static_cast<std::ptrdiff_t>(i);
        const auto same = [&](const Key& other) { return other.text == keys_[i].text; };
        if (std::any_of(keys_.begin(), earlier, same)) duplicate(keys_[i]);
      }
      return;
    }
    std::sort(keys_.begin(), keys_.end(),
              [](const Key& a, const Key& b) { return std::tie(a.text, a.node) < std::tie(b.text, b.node); });
    for (std::size_t i = 1; i < keys_.size(); ++i) {
      if (keys_[i].text == keys_[i - 1].text) duplicate(keys_[i]);
    }
  }

  void duplicate(const Key& key) { fault(FaultKind::duplicate_key, {nodes_[key.node].begin, nodes_[key.node].end}); }

  static constexpr std::size_t few_keys = 16;

  Document& document_;
  Node* nodes_ = nullptr;
  std::size_t size_ = 0;
  const Limits& limits_;
  Tokens tokens_;
  std::vector<Fault>& faults_;
  std::string_view text_;
  bool has_escapes_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  std::vector<Key> keys_;
  std::vector<std::uint32_t> reported_;
};

static Error whole_text_error(const Source& source, std::string message) {
  return {source.name(), source.first(), std::move(message)};
}

static bool is_utf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

// The document as far as it can be told apart, and what is wrong with it. Errors: nothing can be.
static Result<Document> read_all(const Source& source, const Limits& limits, std::vector<Fault>& faults) {
  const std::string_view text = source.text();
  const std::size_t most = std::min<std::size_t>(limits.bytes, std::numeric_limits<std::uint32_t>::max() - 1);
  if (text.size() > most) {
    return whole_text_error(source, fmt::format("the text has {} bytes, more than the limit of {}", text.size(), most));
  }
  if (is_utf16(text)) return whole_text_error(source, "the text is UTF-16; expected UTF-8");

  std::optional<Tokens> tokens;
  const bool has_mark = text.starts_with("\xEF\xBB\xBF");
  if (has_mark) faults.push_back({FaultKind::byte_order_mark, {0, 3}});
  if (!has_mark && !text.empty()) tokens = find_tokens_fast(source);
  if (!tokens) tokens = find_tokens(source, has_mark ? 3 : 0, faults);
  if (tokens->count == 0 && faults.empty()) {
    return whole_text_error(source, "the text is empty; expected a JSON document");
  }

  Document document(source);
  Reader(document, limits, std::move(*tokens), faults).run();
  return document;
}

Result<Document> read(const Source& source, const Limits& limits) {
  std::vector<Fault> faults;
  Result<Document> document = read_all(source, limits, faults);
  if (!faults.empty()) return to_errors(source, std::move(faults), limits.errors);
  return document;
}

std::optional<SyntaxFault> first_syntax_fault(const Source& source, const Limits& limits) {
  if (source.text().size() > limits.bytes) return std::nullopt;
  std::vector<Fault> faults;
  const Result<Document> document = read_all(source, limits, faults);
  if (!document) return SyntaxFault{{}, document.errors().front().message};
  const Fault* first = nullptr;
  for (const Fault& fault : faults) {
    if (is_limit(fault.kind)) continue;
    if (first == nullptr || fault.span.begin < first->span.begin) first = &fault;
  }
  if (first == nullptr) return std::nullopt;
  return SyntaxFault{first->span, to_errors(source, {*first}, 1).front().message};
}

}  // namespace iamproof::json
