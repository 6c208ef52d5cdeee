/// A finding: something true of a document, said in one line and pinned to the string it is about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iamproof/source.h"

namespace iamproof {

/// The severities of AWS's own policy checks, gravest last so that they compare.
enum class Severity : std::uint8_t { suggestion, warning, security_warning, error };

std::string_view to_string(Severity severity);  ///< "suggestion", "warning", "security-warning", "error"
std::optional<Severity> severity_from(std::string_view name);

/// A place of a document that a finding is about as well.
struct RelatedPlace {
  Span span;
  std::string pointer;
};

/// A text in place of a span of another; an empty span: in between.
struct Edit {
  Span span;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

/// A cure that is certain: it needs no choice of the author's.
struct Fix {
  std::string title;  ///< what it does, in a few words: "write `Effect`"
  /// The cure is that the policy says something else: an action that was misspelt, an element that IAM refuses. Else
  /// the policy means the same afterwards.
  bool changes_meaning = false;
  std::vector<Edit> edits;  ///< in the order of the text, at least one, not overlapping
};

/// `text` with the edits, which are as in a Fix and within it. O(text + edits).
std::string with_edits(std::string_view text, const std::vector<Edit>& edits);

/// Findings of a check that say nothing new beside a graver one.
struct ImpliedFindings {
  std::string check;
  std::size_t count = 0;
};

struct Finding {
  std::string check;                    ///< kebab-case id, a page of `explain`
  std::optional<std::string> aws_code;  ///< the IAM Access Analyzer code it answers to, if any
  Severity severity = Severity::warning;
  std::string message;  ///< one line, lower case, the user's text in backticks
  std::string path;     ///< the Source's name
  Span span;
  std::string pointer;                ///< JSON pointer of the element, "" for the whole document
  std::optional<std::string> sid;     ///< of the statement concerned
  std::vector<RelatedPlace> related;  ///< what else it is about, in document order: the entry that covers this one, say
  std::string help;                   ///< what to change, in one sentence; may be empty
  std::optional<Fix> fix;             ///< where the cure is certain
  /// What follows from this one and is therefore no finding of its own, by check.
  std::vector<ImpliedFindings> implied;
};

}  // namespace iamproof
