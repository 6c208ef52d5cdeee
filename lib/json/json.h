/// Strict JSON (RFC 8259) with the place of every value. Nobody outside lib/json knows that simdjson is there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/result.h"
#include "iamproof/source.h"

namespace iamproof::json {

struct Limits {
  std::size_t bytes = std::size_t{16} << 20U;
  std::size_t depth = 64;
  std::size_t string_bytes = std::size_t{1} << 20U;
  std::size_t errors = 1000;  ///< how many are listed; the last then counts the rest
};

enum class Kind : std::uint8_t { object, array, string, number, boolean, null };

/// "an object", "a string", ...
std::string_view with_article(Kind kind);

class Members;
class Elements;

/// One value; the nodes of a document stand in the order of its text, a member's key just before its value. Trivial, so
/// that an array of them costs nothing until it is written.
struct Node {
  Kind kind;
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t next;   ///< the first node that is not inside this one
  std::uint32_t extra;  ///< containers: how many members or elements; strings: 1 + index of the decoded text, or 0
};

class Value;

/// A text that has been read. It borrows from its Source.
class Document {
 public:
  explicit Document(const Source& source) : source_(&source) {}

  Value root() const;
  const Source& source() const { return *source_; }
  const Node& node(std::uint32_t index) const { return nodes_[index]; }

  /// Strings without their quotation marks and escapes; anything else as it stands in the text. Borrowed from the
  /// Source, or from `decoded()` where there were escapes.
  std::string_view text(std::uint32_t index) const;
  std::shared_ptr<const std::vector<std::string>> decoded() const { return decoded_; }

 private:
  friend class Reader;
  const Source* source_;
  std::unique_ptr<Node[]> nodes_;
  std::shared_ptr<std::vector<std::string>> decoded_ = std::make_shared<std::vector<std::string>>();
};

/// A cheap handle; must not outlive its Document.
class Value {
 public:
  Value(const Document& document, std::uint32_t index) : document_(&document), index_(index) {}

  Kind kind() const { return node().kind; }
  Span span() const { return {node().begin, node().end}; }
  std::string_view text() const { return document_->text(index_); }
  bool is(Kind kind) const { return node().kind == kind; }
  std::size_t size() const { return node().extra; }  ///< of an object or array

  Elements elements() const;  ///< of an array
  Members members() const;    ///< of an object, keys unique

 private:
  const Node& node() const { return document_->node(index_); }
  const Document* document_;
  std::uint32_t index_;
};

struct Member {
  Value key;
  Value value;
};

/// The values directly inside an array.
class Elements {
 public:
  class Iterator {
   public:
    Iterator(const Document& document, std::uint32_t index) : document_(&document), index_(index) {}
    Value operator*() const { return {*document_, index_}; }
    Iterator& operator++() {
      index_ = document_->node(index_).next;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const Document* document_;
    std::uint32_t index_;
  };
  Elements(const Document& document, std::uint32_t array) : document_(&document), array_(array) {}
  Iterator begin() const { return {*document_, array_ + 1}; }
  Iterator end() const { return {*document_, document_->node(array_).next}; }

 private:
  const Document* document_;
  std::uint32_t array_;
};

/// The keys and values directly inside an object.
class Members {
 public:
  class Iterator {
   public:
    Iterator(const Document& document, std::uint32_t index) : document_(&document), index_(index) {}
    Member operator*() const { return {{*document_, index_}, {*document_, index_ + 1}}; }
    Iterator& operator++() {
      index_ = document_->node(index_ + 1).next;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const Document* document_;
    std::uint32_t index_;
  };
  Members(const Document& document, std::uint32_t object) : document_(&document), object_(object) {}
  Iterator begin() const { return {*document_, object_ + 1}; }
  Iterator end() const { return {*document_, document_->node(object_).next}; }

 private:
  const Document* document_;
  std::uint32_t object_;
};

inline Value Document::root() const {
  return {*this, 0};
}
inline Elements Value::elements() const {
  return {*document_, index_};
}
inline Members Value::members() const {
  return {*document_, index_};
}

inline std::string_view Document::text(std::uint32_t index) const {
  const Node& node = nodes_[index];
  const char* text = source_->text().data();
  if (node.kind != Kind::string) return {text + node.begin, node.end - node.begin};
  if (node.extra != 0) return (*decoded_)[node.extra - 1];
  return {text + node.begin + 1, node.end - node.begin - 2};
}

/// Reads a whole text. Time n log n in its size at worst (objects with many keys), else linear.
/// Errors, in the order of the text: every fault that can be told apart up to the first place where the structure is
/// lost.
Result<Document> read(const Source& source, const Limits& limits = {});

/// What is wrong with a text that is no JSON.
struct SyntaxFault {
  Span span;
  std::string message;
};

/// The first thing in a text that read() refuses as no JSON; nothing where it reads it, or only a limit is in the way.
std::optional<SyntaxFault> first_syntax_fault(const Source& source, const Limits& limits = {});

/// Whether a text, right or wrong, starts as an object that has the key `name` directly inside, in any ASCII case.
/// O(bytes); never an error.
bool has_key(std::string_view text, std::string_view name);

}  // namespace iamproof::json
