// The custom policy checks of IAM Access Analyzer take a policy to compare with, or lists of actions and resources.
// Both are claims: `no-new-access`, and `never-allowed` of a region with a statement for each pair of lists.
#include <fmt/format.h>

#include "iamproof/questions.h"
#include "json/json.h"
#include "policy/faults.h"
#include "policy/grammar.h"
#include "policy/path.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

using json::Kind;
using json::Member;
using json::Value;

/// A region as a claim file holds it: in the current language, policy variables included.
std::shared_ptr<Policy> region_in(const Source& source) {
  auto regions = std::make_shared<Policy>();
  regions->source = &source;
  regions->version = Text{"2012-10-17", {}};
  return regions;
}

class AccessReader {
 public:
  explicit AccessReader(const json::Document& document)
      : source_(document.source()), faults_(document.source(), ReadLimits{}.faults), regions_(region_in(source_)) {
    regions_->decoded = document.decoded();
  }

  Result<ClaimFile> read(Value root) {
    if (root.is(Kind::array)) {
      read_list(root, Path{});
    } else if (const auto list = access_of(root)) {
      read_list(*list, Path(Path{}, "access"));
    } else {
      read_access(root, Path{});
    }
    for (const Finding& fault : std::move(faults_).take()) {
      if (fault.severity == Severity::error)
        errors_.push_back({source_.name(), source_.position(fault.span.begin), fault.message});
    }
    if (!errors_.empty()) return std::move(errors_);
    return file();
  }

 private:
  void fail(Value at, std::string message) {
    errors_.push_back({source_.name(), source_.position(at.span().begin), std::move(message)});
  }

  /// The value of `access`, where an object has it.
  std::optional<Value> access_of(Value root) {
    std::optional<Value> list;
    if (!root.is(Kind::object)) return list;
    for (const Member member : root.members()) {
      if (member.key.text() == "access") list = member.value;
    }
    for (const Member member : root.members()) {
      if (list && member.key.text() != "access")
        fail(member.key, fmt::format("unknown member {} beside `access`", in_backticks(member.key.text())));
    }
    return list;
  }

  void read_list(Value list, const Path& path) {
    if (!list.is(Kind::array)) {
      return fail(list, fmt::format("`access` is an array of objects, not {}", json::with_article(list.kind())));
    }
    if (list.size() == 0) fail(list, "the list of access is empty: there is nothing to check");
    std::size_t index = 0;
    for (const Value element : list.elements()) read_access(element, Path(path, index++));
  }

  void read_access(Value object, const Path& path) {
    if (!object.is(Kind::object)) {
      return fail(object, fmt::format("access is an object with `actions`, `resources`, or both, not {}",
                                      json::with_article(object.kind())));
    }
    Statement statement;
    statement.span = object.span();
    statement.pointer = path.to_string();
    for (const Member member : object.members()) {
      const std::string_view name = member.key.text();
      if (name == "actions") {
        statement.actions = strings(member);
      } else if (name == "resources") {
        statement.resources = strings(member);
      } else {
        fail(member.key,
             fmt::format("unknown member {} of access; expected `actions`, `resources`", in_backticks(name)));
      }
    }
    if (!statement.actions && !statement.resources) fail(object, "access needs `actions`, `resources`, or both");
    const GrammarContext context{*regions_, faults_};
    if (statement.actions) check_actions(context, statement, path);
    if (statement.resources) check_resources(context, statement, path);
    statements_.push_back(std::move(statement));
  }

  TextList strings(const Member& member) {
    TextList list{member.key.span(), member.value.span(), true, {}};
    if (!member.value.is(Kind::array)) {
      fail(member.value, fmt::format("`{}` is an array of strings, not {}", member.key.text(),
                                     json::with_article(member.value.kind())));
      return list;
    }
    if (member.value.size() == 0) {
      fail(member.value, fmt::format("`{}` is empty and stands for none; leave it out for any", member.key.text()));
    }
    for (const Value element : member.value.elements()) {
      if (element.is(Kind::string)) {
        list.values.push_back({element.text(), element.span()});
      } else {
        fail(element, fmt::format("`{}` is an array of strings", member.key.text()));
      }
    }
    return list;
  }

  ClaimFile file() {
    Claim claim;
    claim.id = fmt::format("access-not-granted {}", source_.name());
    claim.title = fmt::format("Nothing of {} is allowed", source_.name());
    claim.region = std::move(statements_);
    ClaimFile file;
    file.claims.push_back(std::move(claim));
    file.regions = regions_;
    return file;
  }

  const Source& source_;
  Faults faults_;
  std::shared_ptr<Policy> regions_;
  std::vector<Statement> statements_;
  Errors errors_;
};

}  // namespace

Result<ClaimFile> ask_access(const Source& source) {
  const auto document = json::read(source);
  if (!document) return document.errors();
  return AccessReader(*document).read(document->root());
}

Result<ClaimFile> ask_reference(ClaimKind kind, const Source& source, const ReadOptions& options) {
  Result<Reading> reading = parse(source, options);
  if (!reading) return reading.errors();
  Errors errors;
  for (const Finding& fault : reading->faults) {
    if (fault.severity == Severity::error)
      errors.push_back({source.name(), source.position(fault.span.begin), fault.message});
  }
  if (!errors.empty()) return errors;
  Claim claim;
  claim.kind = kind;
  claim.id = fmt::format("{} {}", to_string(kind), source.name());
  claim.title = kind == ClaimKind::equivalent
                    ? fmt::format("The same is allowed and explicitly denied as by {}", source.name())
                    : fmt::format("Nothing is allowed that {} does not allow", source.name());
  claim.reference = std::move(reading->policy);
  ClaimFile file;
  file.claims.push_back(std::move(claim));
  file.regions = region_in(source);
  return file;
}

}  // namespace iamproof
