// An action is "*" or a service prefix, one colon, and a name that may hold wildcards: "s3:Get*". IAM refuses a text of
// any other form, but stores any name, also of an action that does not exist. IAM JSON policy elements: Action.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

#include "finding/fix.h"
#include "policy/grammar.h"
#include "policy/grammar_checks.h"
#include "policy/suggest.h"
#include "source/excerpt.h"

namespace iamproof {

static constexpr std::array<bool, 256> prefix_characters = [] {
  std::array<bool, 256> characters{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")) {
    characters[static_cast<unsigned char>(c)] = true;
  }
  return characters;
}();

static bool is_prefix_character(char c) {
  return prefix_characters[static_cast<unsigned char>(c)];
}

// Whether nothing in a name is worth a second look: neither ':' nor ' ' nor '$'. Documents hold hundreds of actions,
// and most names are letters with a `*` behind them at most, so letters are tested eight at a time: they all have bit
// 0x40.
static bool is_plain_name(std::string_view name) {
  constexpr std::uint64_t letters = 0x4040404040404040;
  if (name.ends_with('*')) name.remove_suffix(1);
  while (name.size() >= sizeof letters) {
    std::uint64_t word = 0;
    std::memcpy(&word, name.data(), sizeof word);
    if ((word & letters) != letters) break;
    name.remove_prefix(sizeof word);
  }
  return std::none_of(name.begin(), name.end(), [](char c) { return c == ':' || c == ' ' || c == '$'; });
}

namespace {

// Whether an action is of the usual form, as "s3:Get*". Those of a list mostly have one service, so its prefix is
// looked at once.
class IsPlain {
 public:
  bool operator()(const Text& action) {
    const std::string_view text = action.text;
    if (service_.empty() || !text.starts_with(service_)) {
      std::size_t length = 0;
      while (length < text.size() && is_prefix_character(text[length])) ++length;
      if (length == 0 || length == text.size() || text[length] != ':') return false;
      service_ = text.substr(0, length + 1);
    }
    return text.size() > service_.size() && is_plain_name(text.substr(service_.size()));
  }

 private:
  std::string_view service_;  // with its colon; empty at first
};

}  // namespace

static void check_service(const GrammarContext& context, const Text& action, const Path& path, std::string_view service,
                          std::string_view name) {
  if (!service.empty() && std::all_of(service.begin(), service.end(), is_prefix_character)) return;
  Faults& faults = context.faults;
  const std::string quoted = in_backticks(action.text);
  if (service == "*" && name == "*") {
    faults.add(grammar::wildcard_service_and_action, path, action.span,
               "action `*:*` is not documented; it is read as `*`",
               fix::same_meaning("write `*`", {fix::write_string(action.span, "*")}));
  } else if (service.find_first_of("*?") != std::string_view::npos) {
    faults.add(grammar::wildcard_in_action_service, path, action.span,
               fmt::format("action {} has a wildcard in its service prefix", quoted));
  } else if (service.empty()) {
    faults.add(grammar::action_without_service, path, action.span,
               fmt::format("action {} has no service prefix", quoted));
  } else {
    faults.add(grammar::invalid_action_service, path, action.span,
               fmt::format("{} is no service prefix", in_backticks(service)));
  }
}

// Legal, stored, and without meaning.
static void check_name(const GrammarContext& context, const Text& action, const Path& path, std::string_view name) {
  if (name.empty()) {
    context.faults.add(grammar::action_without_name, path, action.span,
                       fmt::format("action {} has no name after its colon", in_backticks(action.text)));
  }
  if (name.find(' ') != std::string_view::npos) {
    context.faults.add(grammar::space_in_action, path, action.span,
                       fmt::format("action {} has a blank and matches no action", in_backticks(action.text)));
  }
}

// A variable mostly has a colon, as ${aws:username}, and IAM refuses the action for that; one without is stored.
static void check_variable(const GrammarContext& context, const Text& action, const Path& path) {
  const std::size_t colon = std::min(action.text.find(':'), action.text.size());
  const std::string_view service = action.text.substr(0, colon);
  const bool one_colon = colon != action.text.size() && colon == action.text.rfind(':');
  const bool is_stored = one_colon && colon != 0 && std::all_of(service.begin(), service.end(), is_prefix_character);
  const Severity severity = is_stored ? Severity::warning : Severity::error;
  context.faults.add(
      grammar::unsupported_variable, severity, path, action.span,
      fmt::format("action {} has a policy variable, which is not read as one", in_backticks(action.text)));
}

static void check_action(const GrammarContext& context, const Text& action, const Path& path) {
  const std::string_view text = action.text;
  if (text == "*") return;
  if (text.find("${") != std::string_view::npos) return check_variable(context, action, path);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    context.faults.add(grammar::action_without_service, path, action.span,
                       fmt::format("action {} has no service prefix", in_backticks(text)));
    return;
  }
  const std::string_view service = text.substr(0, colon);
  const std::string_view name = text.substr(colon + 1);
  if (name.find(':') != std::string_view::npos) {
    context.faults.add(grammar::action_with_two_colons, path, action.span,
                       fmt::format("action {} has more than one colon", in_backticks(text)));
    return;
  }
  check_service(context, action, path, service, name);
  check_name(context, action, path, name);
}

static constexpr std::array<std::string_view, 3> trust_actions = {"sts:TagSession", "sts:SetSourceIdentity",
                                                                  "sts:SetContext"};

static bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && equals_ignoring_case(text.substr(0, start.size()), start);
}

bool is_trust_action(std::string_view action) {
  return starts_with_ignoring_case(action, "sts:Assume") ||
         std::any_of(trust_actions.begin(), trust_actions.end(),
                     [&](std::string_view known) { return equals_ignoring_case(action, known); });
}

// "AssumeRole policy may only specify STS AssumeRole actions." Patterns that could be meant for some are left alone.
static void check_trust_action(const GrammarContext& context, const Text& action, const Path& path) {
  const std::string_view text = action.text;
  const bool is_pattern = text.find_first_of("*?") != std::string_view::npos;
  if (is_trust_action(text) || text.find(':') == std::string_view::npos) return;
  const bool of_sts = starts_with_ignoring_case(text, "sts:");
  if (of_sts && is_pattern) return;
  context.faults.add(grammar::trust_action, of_sts ? Severity::warning : Severity::error, path, action.span,
                     fmt::format("action {} has no meaning in a role trust policy", in_backticks(text)));
}

static void check_type_of_action(const GrammarContext& context, const Statement& statement, const Text& action,
                                 const Path& path) {
  if (context.type() == PolicyType::trust) check_trust_action(context, action, path);
  if (context.type() == PolicyType::rcp && action.text == "*" && statement.effect != Effect::allow) {
    context.faults.add(grammar::rcp_action, path, action.span,
                       "a resource control policy must name a service, as in `s3:*`");
  }
}

static void check_list(const GrammarContext& context, const Statement& statement, const TextList& list,
                       const Path& path) {
  if (list.is_array && list.values.empty()) {
    context.faults.add(grammar::empty_action_list, path, list.span, "the list of actions is empty");
  }
  const bool depends_on_type = context.type() == PolicyType::trust || context.type() == PolicyType::rcp;
  if (!depends_on_type && std::all_of(list.values.begin(), list.values.end(), IsPlain())) return;
  for_each_string(context, list, path, [&](const Text& action, const Path& here) {
    check_action(context, action, here);
    if (depends_on_type) check_type_of_action(context, statement, action, here);
  });
}

void check_actions(const GrammarContext& context, const Statement& statement, const Path& path) {
  const Path not_action(path, "NotAction");
  if (statement.actions && statement.not_actions) {
    context.faults.add(grammar::exclusive_elements, not_action, statement.not_actions->key,
                       "the statement has both `Action` and `NotAction`");
  }
  if (!statement.actions && !statement.not_actions && !is_misspelt_in(statement.unknown_elements, "Action") &&
      !is_misspelt_in(statement.unknown_elements, "NotAction")) {
    context.faults.add(grammar::missing_action, path, opening_brace(statement.span),
                       "the statement has neither `Action` nor `NotAction`");
  }
  if (statement.not_actions && context.type() == PolicyType::rcp) {
    context.faults.add(grammar::rcp_not_action, not_action, statement.not_actions->key,
                       "a resource control policy has no `NotAction`");
  }
  if (statement.actions) check_list(context, statement, *statement.actions, Path(path, "Action"));
  if (statement.not_actions) check_list(context, statement, *statement.not_actions, not_action);
}

}  // namespace iamproof
