#include "policy/model.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

#include <fmt/format.h>

#include "finding/fix.h"
#include "policy/grammar.h"
#include "policy/grammar_checks.h"
#include "policy/suggest.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

using json::Kind;
using json::Member;
using json::Value;

constexpr std::array<std::string_view, 3> document_elements = {"Version", "Id", "Statement"};
constexpr std::array<std::string_view, 9> statement_elements = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"};

Text text_of(Value value) {
  return {value.text(), value.span()};
}

ValueType value_type(Kind kind) {
  switch (kind) {
    case Kind::number:
      return ValueType::number;
    case Kind::boolean:
      return ValueType::boolean;
    default:
      return ValueType::string;
  }
}

class ModelReader {
 public:
  ModelReader(const Source& source, Faults& faults) : source_(source), faults_(faults) {}

  void document(Value root, Policy& policy) {
    policy.span = root.span();
    const Path path;
    if (!root.is(Kind::object)) return wrong_type(root, "the document", "an object", path);
    bool has_statement = false;
    for (const Member member : root.members()) {
      const std::string_view name = member.key.text();
      const Path here(path, name);
      has_statement = has_statement || equals_ignoring_case(name, "Statement");
      if (name == "Version") {
        policy.version = string(member, here);
      } else if (name == "Id") {
        policy.id = string(member, here);
      } else if (name == "Statement") {
        statements(member, here, policy);
      } else {
        unknown(root, member.key, here, document_elements, policy.unknown_elements);
      }
    }
    if (!has_statement) {
      faults_.add(grammar::missing_statement, path, opening_brace(policy.span), "the document has no `Statement`");
    }
  }

  void statement_list(Value list, const Path& path, Policy& policy) {
    policy.statements.reserve(list.size());
    std::size_t index = 0;
    for (const Value element : list.elements()) {
      const Path here(path, index++);
      if (element.is(Kind::object)) {
        statement(element, here, policy);
      } else {
        wrong_type(element, "a statement", "an object", here);
      }
    }
  }

 private:
  using Kinds = std::initializer_list<Kind>;
  static constexpr Kinds scalars = {Kind::string, Kind::number, Kind::boolean};

  static bool is_any(Value value, Kinds kinds) {
    return std::find(kinds.begin(), kinds.end(), value.kind()) != kinds.end();
  }

  void wrong_type(Value value, std::string_view what, std::string_view wanted, const Path& path) {
    faults_.add(grammar::wrong_type, path, value.span(),
                fmt::format("{} must be {}, not {}", what, wanted, json::with_article(value.kind())));
  }

  // True iff the value has one of the kinds; else it is reported.
  bool expect(const Member& member, Kinds kinds, std::string_view wanted, const Path& path) {
    if (is_any(member.value, kinds)) return true;
    wrong_type(member.value, in_backticks(member.key.text()), wanted, path);
    return false;
  }

  Text string(const Member& member, const Path& path) {
    expect(member, {Kind::string}, "a string", path);
    return text_of(member.value);
  }

  // Only the letter case is wrong, and it is the only one of that name.
  static std::optional<Fix> fix_name(Value object, Value key, std::span<const std::string_view> known) {
    const auto is_same = [&](std::string_view name) { return equals_ignoring_case(name, key.text()); };
    const auto meant = std::find_if(known.begin(), known.end(), is_same);
    if (meant == known.end()) return std::nullopt;
    std::size_t count = 0;
    for (const Member member : object.members()) count += is_same(member.key.text()) ? 1U : 0U;
    if (count > 1) return std::nullopt;
    return fix::new_meaning(fmt::format("write `{}`", *meant), {fix::write_string(key.span(), *meant)});
  }

  void unknown(Value object, Value key, const Path& path, std::span<const std::string_view> known,
               std::vector<Text>& elements) {
    elements.push_back(text_of(key));
    faults_.add(grammar::unknown_element, path, key.span(),
                fmt::format("unknown element {}{}", in_backticks(key.text()), did_you_mean(key.text(), known)),
                fix_name(object, key, known));
  }

  void statements(const Member& member, const Path& path, Policy& policy) {
    const Value value = member.value;
    policy.statement_is_array = !value.is(Kind::object);
    if (value.is(Kind::object)) return statement(value, path, policy);
    if (!expect(member, {Kind::array}, "an object or an array of objects", path)) return;
    if (value.size() == 0) {
      faults_.add(grammar::empty_statement_list, path, value.span(), "`Statement` is empty; a policy has at least one");
    }
    statement_list(value, path, policy);
  }

  void statement(Value object, const Path& path, Policy& policy) {
    Statement& statement = policy.statements.emplace_back();
    statement.span = object.span();
    statement.pointer = path.to_string();
    for (const Member member : object.members()) {
      if (member.key.text() == "Sid" && member.value.is(Kind::string)) faults_.set_sid(member.value.text());
    }
    for (const Member member : object.members()) element(object, member, Path(path, member.key.text()), statement);
    faults_.set_sid({});
  }

  void element(Value object, const Member& member, const Path& path, Statement& statement) {
    const std::string_view name = member.key.text();
    if (name == "Sid") {
      const Text sid = string(member, path);
      if (member.value.is(Kind::string)) statement.sid = sid;
    } else if (name == "Effect") {
      statement.effect_text = string(member, path);
      if (!member.value.is(Kind::string)) return;
      if (member.value.text() == "Allow") statement.effect = Effect::allow;
      if (member.value.text() == "Deny") statement.effect = Effect::deny;
    } else if (name == "Action") {
      statement.actions = text_list(member, path);
    } else if (name == "NotAction") {
      statement.not_actions = text_list(member, path);
    } else if (name == "Resource") {
      statement.resources = text_list(member, path);
    } else if (name == "NotResource") {
      statement.not_resources = text_list(member, path);
    } else if (name == "Principal") {
      statement.principal = principal(member, path);
    } else if (name == "NotPrincipal") {
      statement.not_principal = principal(member, path);
    } else if (name == "Condition") {
      condition(member, path, statement);
    } else {
      unknown(object, member.key, path, statement_elements, statement.unknown_elements);
    }
  }

  TextList text_list(const Member& member, const Path& path) {
    TextList list{member.key.span(), member.value.span(), member.value.is(Kind::array), {}};
    if (list.is_array) {
      list.values.resize(member.value.size());
      std::size_t index = 0;
      for (const Value element : member.value.elements()) {
        if (!element.is(Kind::string)) {
          wrong_type(element, "an element of " + in_backticks(member.key.text()), "a string", Path(path, index));
        }
        list.values[index++] = text_of(element);
      }
    } else {
      expect(member, {Kind::string}, "a string or an array of strings", path);
      list.values.push_back(text_of(member.value));
    }
    return list;
  }

  // A lone string has an empty kind; whether it is the only one allowed, "*", is for the grammar to say.
  Principal principal(const Member& member, const Path& path) {
    Principal principal{member.key.span(), member.value.span(), {}};
    const Value value = member.value;
    if (value.is(Kind::string)) {
      const Span none{value.span().begin, value.span().begin};
      principal.groups.push_back({{{}, none}, {member.key.span(), value.span(), false, {text_of(value)}}});
    } else if (expect(member, {Kind::object}, "`*` or an object", path)) {
      for (const Member group : value.members()) {
        principal.groups.push_back({text_of(group.key), text_list(group, Path(path, group.key.text()))});
      }
    }
    return principal;
  }

  void condition(const Member& member, const Path& path, Statement& statement) {
    statement.condition_key = member.key.span();
    if (!expect(member, {Kind::object}, "an object", path)) return;
    if (member.value.size() == 0) {
      const Span whole{member.key.span().begin, member.value.span().end};
      faults_.add(grammar::empty_condition, path, member.value.span(), "`Condition` is empty and always true",
                  fix::same_meaning("remove the Condition", {fix::remove(source_, whole)}));
    }
    for (const Member op : member.value.members()) {
      const Path here(path, op.key.text());
      if (!expect(op, {Kind::object}, "an object of condition keys", here)) continue;
      if (op.value.size() == 0) statement.empty_operators.push_back(text_of(op.key));
      for (const Member key : op.value.members()) {
        statement.conditions.push_back(condition_values(op.key, key, Path(here, key.key.text())));
      }
    }
  }

  Condition condition_values(Value op, const Member& key, const Path& path) {
    Condition condition{text_of(op), text_of(key.key), key.value.span(), key.value.is(Kind::array), {}};
    if (!condition.is_array) {
      expect(key, scalars, "a string, number or boolean, or an array of them", path);
      condition.values.push_back({text_of(key.value), value_type(key.value.kind())});
      return condition;
    }
    condition.values.reserve(key.value.size());
    std::size_t index = 0;
    for (const Value element : key.value.elements()) {
      const Path here(path, index++);
      if (!is_any(element, scalars)) wrong_type(element, "a condition value", "a string, number or boolean", here);
      condition.values.push_back({text_of(element), value_type(element.kind())});
    }
    return condition;
  }

  const Source& source_;
  Faults& faults_;
};

}  // namespace

Policy read_model(const json::Document& document, json::Value root, Faults& faults) {
  Policy policy;
  policy.source = &document.source();
  policy.decoded = document.decoded();
  ModelReader(document.source(), faults).document(root, policy);
  return policy;
}

void read_statements(json::Value list, const Path& path, Policy& policy, Faults& faults) {
  ModelReader(*policy.source, faults).statement_list(list, path, policy);
}

}  // namespace iamproof
