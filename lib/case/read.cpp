// One case from JSON. Around the policies and the request a case may carry what it likes: a title, why it is there.
// Inside them a member that is not known is an error, because a test that silently leaves out what it was told proves
// nothing; and so is one of the case itself whose name is nearly a known one.
#include <algorithm>
#include <array>
#include <span>
#include <tuple>

#include <fmt/format.h>

#include "arn/arn.h"
#include "case/context.h"
#include "case/files.h"
#include "policy/suggest.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

using json::Kind;
using json::Member;
using json::Value;

constexpr std::array<std::string_view, 6> case_members = {"id",       "policies", "request",
                                                          "expected", "patterns", "management_account"};
constexpr std::array<std::string_view, 8> policy_members = {"identity", "resource", "boundary", "session",
                                                            "scp",      "rcp",      "endpoint", "management_account"};
constexpr std::array<std::string_view, 8> request_members = {"principal", "principal_arn",      "action",
                                                             "resource",  "resource_account",   "session_issuer",
                                                             "context",   "context_is_complete"};

class CaseReader {
 public:
  CaseReader(const json::Document& document, Case& value, PolicyFiles& files)
      : document_(document), source_(document.source()), case_(value), files_(files) {}

  Errors read() {
    const Value root = document_.root();
    if (!root.is(Kind::object)) {
      fail(root, fmt::format("a case is an object, not {}", json::with_article(root.kind())));
      return std::move(errors_);
    }
    // First, so that everything said about the case can name it.
    for (const Member member : root.members()) {
      if (member.key.text() == "id") read_id(member);
    }
    for (const Member member : root.members()) read_member(member);
    if (!has_policies_) fail(root, "a case needs `policies`, an object with at least one part");
    if (!has_request_) fail(root, "a case needs a `request`");
    if (errors_.empty() && case_.refusals.empty() && all_by_path_)
      case_.policies_key = std::move(key_) + '\n' + case_.policies.management_account;
    return in_order();
  }

 private:
  /// In the order of the text, unless some are about policies elsewhere.
  Errors in_order() {
    const auto is_here = [this](const Error& error) { return error.source == source_.name() && error.position; };
    if (std::all_of(errors_.begin(), errors_.end(), is_here)) {
      std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
        return std::tie(a.position->line, a.position->column) < std::tie(b.position->line, b.position->column);
      });
    }
    return std::move(errors_);
  }

  void fail(Value at, std::string message) {
    errors_.push_back({source_.name(), source_.position(at.span().begin), std::move(message)});
  }

  void read_id(const Member& member) {
    if (member.value.is(Kind::null)) return;
    if (member.value.is(Kind::string) || member.value.is(Kind::number)) {
      case_.id = member.value.text();
    } else {
      fail(member.value, fmt::format("`id` is a string, not {}", json::with_article(member.value.kind())));
    }
  }

  void read_member(const Member& member) {
    const std::string_view name = member.key.text();
    if (name == "policies") {
      has_policies_ = true;
      read_policies(member);
    } else if (name == "request") {
      has_request_ = true;
      read_request(member);
    } else if (name == "expected") {
      read_expected(member);
    } else if (name == "patterns") {
      case_.patterns = boolean(member).value_or(true);
    } else if (name == "management_account") {
      read_management_account(member);
    } else if (const auto meant = closest(name, case_members); meant && *meant != name) {
      fail(member.key, fmt::format("unknown member {}; did you mean `{}`?", in_backticks(name), *meant));
    }
  }

  // --- the policies

  void read_policies(const Member& member) {
    if (!expect(member, Kind::object)) return;
    key_ = source_.slice(member.value.span());
    for (const Member part : member.value.members()) {
      const std::string_view name = part.key.text();
      if (part.value.is(Kind::null)) continue;
      if (name == "identity") {
        documents(part.value, name, PolicyType::identity, 0);
      } else if (name == "session") {
        documents(part.value, name, PolicyType::session, 0);
      } else if (name == "resource") {
        document(part.value, name, PolicyType::resource, 0);
      } else if (name == "boundary") {
        document(part.value, name, PolicyType::boundary, 0);
      } else if (name == "endpoint") {
        document(part.value, name, PolicyType::endpoint, 0);
      } else if (name == "scp") {
        levels(part.value, name, PolicyType::scp, case_.policies.scp);
      } else if (name == "rcp") {
        levels(part.value, name, PolicyType::rcp, case_.policies.rcp);
      } else if (name == "management_account") {
        read_management_account(part);
      } else {
        unknown(part.key, "policies", policy_members);
      }
    }
  }

  /// A DOC or a list of them.
  void documents(Value value, std::string_view name, PolicyType part, std::size_t level) {
    if (!value.is(Kind::array)) return document(value, name, part, level);
    for (const Value element : value.elements()) document(element, name, part, level);
  }

  /// Each level counts, one without documents too: no SCP there allows anything.
  void levels(Value value, std::string_view name, PolicyType part, std::vector<std::vector<Policy>>& out) {
    if (!value.is(Kind::array)) {
      fail(value, fmt::format("`{}` is an array of levels, the organization's root first, not {}", name,
                              json::with_article(value.kind())));
      return;
    }
    out.resize(value.size());
    std::size_t level = 0;
    for (const Value element : value.elements()) documents(element, name, part, level++);
  }

  void document(Value value, std::string_view name, PolicyType part, std::size_t level) {
    if (value.is(Kind::object)) {
      all_by_path_ = false;
      auto reading = read_policy(document_, value, type_for(part), files_.limits().policies);
      take(reading ? place_policy(case_, part, level, *reading, source_) : reading.errors());
    } else if (value.is(Kind::string)) {
      const std::string path(value.text());
      Errors errors = files_.add(case_, part, level, path);
      // Where the file is the trouble, not what it holds, the place to look at is where it is named.
      const bool unreadable = errors.size() == 1 && !errors.front().position;
      if (unreadable) return fail(value, fmt::format("the policy {} {}", in_backticks(path), errors.front().message));
      take(std::move(errors));
    } else {
      fail(value, fmt::format("a document of `{}` is a policy or the path of a file with one, not {}", name,
                              json::with_article(value.kind())));
    }
  }

  void take(Errors errors) {
    errors_.insert(errors_.end(), std::make_move_iterator(errors.begin()), std::make_move_iterator(errors.end()));
  }

  void read_management_account(const Member& member) {
    const auto text = string(member);
    if (!text) return;
    if (!is_account_id(*text)) return fail(member.value, "`management_account` is an account's number: twelve digits");
    case_.policies.management_account = *text;
  }

  // --- the request

  void read_request(const Member& member) {
    if (!expect(member, Kind::object)) return;
    bool has_principal = false, has_action = false, has_resource = false;
    Request& request = case_.request;
    for (const Member part : member.value.members()) {
      const std::string_view name = part.key.text();
      if (name == "principal" || name == "principal_arn") {
        if (has_principal) fail(part.key, "the request has its principal twice");
        has_principal = required(part, "/principal", request.principal);
      } else if (name == "action") {
        has_action = required(part, "/action", request.action);
      } else if (name == "resource") {
        has_resource = required(part, "/resource", request.resource);
      } else if (name == "resource_account") {
        read_resource_account(part);
      } else if (name == "session_issuer") {
        request.session_issuer = string(part);
        note("/session_issuer", part.value);
      } else if (name == "context") {
        if (part.value.is(Kind::null)) continue;
        take(read_context(source_, part.value, request.context, &case_.places));
      } else if (name == "context_is_complete") {
        case_.context_is_complete = boolean(part).value_or(false);
      } else {
        unknown(part.key, "request", request_members);
      }
    }
    if (!has_principal) fail(member.value, "a request needs a `principal`: an ARN, a service, or `anonymous`");
    if (!has_action) fail(member.value, "a request needs an `action`, such as `s3:GetObject`");
    if (!has_resource) fail(member.value, "a request needs a `resource`: an ARN, or `*` where the action has none");
  }

  /// True also where the value is of the wrong type, which has been said then.
  bool required(const Member& member, std::string_view pointer, std::string& out) {
    note(pointer, member.value);
    const auto text = string(member);
    if (text && text->empty()) fail(member.value, fmt::format("`{}` is empty", member.key.text()));
    if (text) out = *text;
    return !member.value.is(Kind::null);
  }

  void read_resource_account(const Member& member) {
    const auto text = string(member);
    if (!text) return;
    note("/resource_account", member.value);
    if (!is_account_id(*text)) return fail(member.value, "`resource_account` is an account's number: twelve digits");
    case_.request.resource_account = *text;
  }

  void note(std::string_view pointer, Value value) { case_.places.emplace_back(pointer, value.span()); }

  // --- values

  void read_expected(const Member& member) {
    const auto text = string(member);
    if (!text) return;
    case_.expected = decision_from(*text);
    if (case_.expected) return;
    constexpr std::array<std::string_view, 3> names = {"Allowed", "ExplicitlyDenied", "ImplicitlyDenied"};
    fail(member.value, fmt::format("{} is no decision; expected `Allowed`, `ExplicitlyDenied` or `ImplicitlyDenied`{}",
                                   in_backticks(*text), did_you_mean(*text, names)));
  }

  void unknown(Value key, std::string_view inside, std::span<const std::string_view> known) {
    fail(key,
         fmt::format("unknown member {} of `{}`{}", in_backticks(key.text()), inside, did_you_mean(key.text(), known)));
  }

  bool expect(const Member& member, Kind kind) {
    if (member.value.is(kind)) return true;
    fail(member.value, fmt::format("`{}` is {}, not {}", member.key.text(), json::with_article(kind),
                                   json::with_article(member.value.kind())));
    return false;
  }

  /// Nothing for null, which is the same as no member.
  std::optional<std::string> string(const Member& member) {
    if (member.value.is(Kind::null) || !expect(member, Kind::string)) return std::nullopt;
    return std::string(member.value.text());
  }

  std::optional<bool> boolean(const Member& member) {
    if (member.value.is(Kind::null) || !expect(member, Kind::boolean)) return std::nullopt;
    return member.value.text() == "true";
  }

  const json::Document& document_;
  const Source& source_;
  Case& case_;
  PolicyFiles& files_;
  Errors errors_;
  bool has_policies_ = false, has_request_ = false;
  bool all_by_path_ = true;
  std::string key_;
};

}  // namespace

CaseReading read_case(std::shared_ptr<const Source> text, PolicyFiles& files) {
  CaseReading reading;
  Case& value = reading.value;
  value.path = text->name();
  value.line = text->first().line;
  const auto document = json::read(*text, json_limits(files.limits().policies));
  value.text = text;
  value.sources.push_back(std::move(text));
  if (document) {
    reading.errors = CaseReader(*document, value, files).read();
  } else {
    reading.errors = document.errors();
  }
  return reading;
}

}  // namespace iamproof
