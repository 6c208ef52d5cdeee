// Some keys hold a service principal, `ec2.amazonaws.com`, and one that is written otherwise matches no request.
//
//   aws:CalledVia     one name before the domain: ec2.amazonaws.com, and a service there is
//   kms:ViaService    the name and the Region: ec2.us-east-1.amazonaws.com
//   iam:PassedToService, iam:AWSServiceName and others
//                     one name or several: ec2.application-autoscaling.amazonaws.com
#include <algorithm>

#include <fmt/format.h>

#include "lint/check.h"
#include "lint/conditions.h"
#include "lint/data.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"INVALID_SERVICE_PRINCIPAL_FORMAT", Severity::error}, {"INVALID_SERVICE", Severity::error}};
constexpr const Code& malformed = codes[0];
constexpr const Code& unknown = codes[1];

constexpr std::size_t any_number = 0;

/// How many names a key's values have before the domain.
struct Form {
  std::string_view key;
  std::size_t names;
  std::string_view expected;
};

constexpr Form forms[] = {
    {"aws:CalledVia", 1, "service.amazonaws.com"},
    {"kms:ViaService", 2, "service.region.amazonaws.com"},
    {"iam:PassedToService", any_number, "service.amazonaws.com"},
    {"iam:AWSServiceName", any_number, "service.amazonaws.com"},
    {"aws:CalledViaFirst", any_number, "service.amazonaws.com"},
    {"aws:CalledViaLast", any_number, "service.amazonaws.com"},
    {"aws:PrincipalServiceName", any_number, "service.amazonaws.com"},
};

const Form* form_of(const ConditionView& condition) {
  const auto* form =
      std::find_if(std::begin(forms), std::end(forms), [&](const Form& each) { return is_key(condition, each.key); });
  return form == std::end(forms) ? nullptr : form;
}

/// What stands before the domain; empty without one.
std::string_view before_domain(std::string_view text) {
  for (const std::string_view domain : {".amazonaws.com", ".amazonaws.com.cn", ".amazon.com"}) {
    if (text.ends_with(domain)) return text.substr(0, text.size() - domain.size());
  }
  return {};
}

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool has_form(std::string_view names, const Form& form) {
  if (names.empty() || names.front() == '.' || names.find("..") != std::string_view::npos) return false;
  if (!std::all_of(names.begin(), names.end(), [](char c) { return is_name(c) || c == '.'; })) return false;
  const auto count = 1 + static_cast<std::size_t>(std::count(names.begin(), names.end(), '.'));
  return form.names == any_number || form.names == count;
}

bool is_service(std::string_view name, const Catalogue& catalogue) {
  static const auto others = first_column("service-principals");
  return catalogue.find_service(name) || std::find(others.begin(), others.end(), name) != others.end();
}

/// Nothing if the text names a service as the key has it.
const Code* fault_of(std::string_view text, const Form& form, const Catalogue& catalogue) {
  if (has_variable(text) || find_wildcard(text) != std::string_view::npos) return nullptr;
  const std::string_view names = before_domain(text);
  if (!has_form(names, form)) return &malformed;
  return form.key == "aws:CalledVia" && !is_service(names, catalogue) ? &unknown : nullptr;
}

void report(const Code& fault, const Place& place, std::string_view text, const Form& form,
            DocumentReporter& reporter) {
  if (&fault == &malformed) {
    reporter.add(fault, place, fmt::format("{} has not the form of a service in `{}`", in_backticks(text), form.key),
                 fmt::format("write it as {}, in lower case", form.expected));
  } else {
    reporter.add(fault, place, fmt::format("{} is no service that AWS publishes", in_backticks(text)),
                 "look the service principal up in the guide of the service");
  }
}

void look(const Document& document, DocumentReporter& reporter) {
  for_each_condition(document, [&](const StatementView& statement, const ConditionView& condition) {
    const OperatorName& op = *condition.op;
    if (op.family != OperatorFamily::string || takes_patterns(op)) return;
    const Form* form = form_of(condition);
    if (form == nullptr) return;
    const Condition& written = *condition.written;
    for (std::size_t i = 0; i < written.values.size(); ++i) {
      const std::string_view text = written.values[i].text.text;
      const Code* fault = fault_of(ignores_case(op) ? folded(text) : std::string(text), *form, document.catalogue());
      if (fault != nullptr) report(*fault, Document::at_value(statement, written, i), text, *form, reporter);
    }
  });
}

}  // namespace

extern const Check invalid_service_in_condition{.id = "invalid-service-in-condition",
                                                .pack = LintPack::aws,
                                                .needs = Needs::catalogue,
                                                .types = every_policy_type,
                                                .codes = codes,
                                                .look = look};

}  // namespace iamproof
