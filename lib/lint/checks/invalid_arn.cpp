// An ARN that has no shape of its service is mended one part at a time, and what mends it is what is wrong with it:
//
//   arn:aws:logs:::log-group:app             with a Region and an account it has the shape of a log group
//   arn:aws:s3:eu-west-1::bucket             without a Region it has that of a bucket
//   arn:aws:sqs:eu-west-1:111122223333:a/b   no Region and no account would help: it is the last part
#include <array>

#include <fmt/format.h>

#include "arn/arn.h"
#include "lint/arn_formats.h"
#include "lint/check.h"
#include "lint/names.h"
#include "source/excerpt.h"
#include "support/text.h"

namespace iamproof {

namespace {

constexpr Code invalid_service{"INVALID_SERVICE", Severity::error};
constexpr Code service_case{"INVALID_ARN_SERVICE_CASE", Severity::error};
constexpr Code missing_region{"MISSING_ARN_REGION", Severity::error};
constexpr Code missing_account{"MISSING_ARN_ACCOUNT", Severity::error};
constexpr Code region_not_allowed{"ARN_REGION_NOT_ALLOWED", Severity::error};
constexpr Code account_not_allowed{"ARN_ACCOUNT_NOT_ALLOWED", Severity::error};
constexpr Code invalid_region{"INVALID_ARN_REGION", Severity::error};
constexpr Code invalid_account{"INVALID_ARN_ACCOUNT", Severity::error};
constexpr Code invalid_resource{"INVALID_ARN_RESOURCE", Severity::error};
constexpr Code codes[] = {invalid_service,     service_case,   missing_region,  missing_account, region_not_allowed,
                          account_not_allowed, invalid_region, invalid_account, invalid_resource};

constexpr PolicyTypes types_with_resources = {PolicyType::identity, PolicyType::resource, PolicyType::boundary,
                                              PolicyType::session,  PolicyType::scp,      PolicyType::rcp,
                                              PolicyType::endpoint};

bool is_open(std::string_view part) {
  return part.find_first_of("*?") != std::string_view::npos;
}

/// AWS's own resources have a word in place of an account: "aws", "aws-managed".
bool may_be_an_account(std::string_view part) {
  return part.empty() || is_open(part) || is_account_id(part) || part.starts_with("aws");
}

/// The shape of "eu-west-1", "us-gov-east-1" and "us-isob-west-1"; Regions that AWS may open tomorrow have it too.
bool may_be_a_region(std::string_view part) {
  constexpr std::array<std::string_view, 10> directions = {
      "north", "south", "east", "west", "central", "northeast", "southeast", "northwest", "southwest", "global"};
  if (part.empty() || is_open(part) || part == "global" || part == "aws-global") return true;
  const std::size_t number = part.rfind('-');
  if (number == std::string_view::npos || number + 1 == part.size()) return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const std::string_view name = part.substr(0, number);
  const std::size_t direction = name.rfind('-');
  if (direction == std::string_view::npos || direction < 2) return false;
  return std::all_of(part.begin() + static_cast<std::ptrdiff_t>(number) + 1, part.end(), is_digit) &&
         is_letter(part[0]) && is_letter(part[1]) &&
         std::find(directions.begin(), directions.end(), name.substr(direction + 1)) != directions.end();
}

/// ARNs that the guides of their services show, and that the Service Authorization Reference has no format for: AWS
/// Backup's format has a placeholder where the service stands, that of SWF has no Region, and the transforms that AWS
/// owns are in no list.
struct ShownElsewhere {
  std::string_view service, resource_start;
};
constexpr std::array<ShownElsewhere, 3> shown_elsewhere = {
    {{"backup", "recovery-point:"}, {"cloudformation", "transform/"}, {"swf", "/domain/"}}};

bool is_shown_elsewhere(const ArnParts& arn) {
  return std::any_of(shown_elsewhere.begin(), shown_elsewhere.end(), [&](const ShownElsewhere& shown) {
    return arn.service == shown.service && arn.resource.starts_with(shown.resource_start);
  });
}

/// A part in place of one of the ARN's own, or else that.
struct Parts {
  std::string_view region, account, resource;
};

std::string with(const ArnParts& arn, const Parts& parts) {
  return fmt::format("arn:{}:{}:{}:{}:{}", arn.partition, arn.service, parts.region, parts.account, parts.resource);
}

class ArnCheck {
 public:
  ArnCheck(const Document& document, const StatementView& statement, std::size_t entry, DocumentReporter& reporter)
      : document_(document),
        statement_(statement),
        entry_(entry),
        written_(statement.resources.values()[entry].text),
        reporter_(reporter) {
    if (written_.find("${") == std::string_view::npos) return;
    own_ = without_variables(written_);
    text_ = own_;
  }

  /// What the grammar reports is left to it: too few parts, wildcards in place of the service.
  void run(const Glob& pattern) {
    const auto arn = split_arn(text_);
    if (!arn || arn->service.empty() || is_open(arn->service)) return;
    if (!check_service(*arn)) return;
    const ArnFormats& formats = ArnFormats::of(document_.catalogue());
    if (!is_shown_elsewhere(*arn) && !formats.fit(text_, pattern)) return check_shape(*arn, formats);
    check_fields(*arn);
  }

 private:
  void add(const Code& code, std::string what, std::string help) {
    reporter_.add(code, Document::at(statement_, statement_.resources, entry_),
                  fmt::format("resource {} {}", in_backticks(written_), what), std::move(help));
  }

  bool check_service(const ArnParts& arn) {
    const Catalogue& catalogue = document_.catalogue();
    const std::string lower = folded(arn.service);
    if (lower != arn.service && catalogue.find_service(lower)) {
      add(service_case, fmt::format("has capital letters in its service: {} is meant", in_backticks(lower)),
          "write the service in lower case: letter case matters in ARNs");
      return false;
    }
    if (catalogue.find_service(arn.service) || find_retired(arn.service) != nullptr) return true;
    if (ArnFormats::of(catalogue).name_service(arn.service)) return true;
    const std::string_view prefix = prefix_of_service_called(arn.service);
    add(invalid_service,
        fmt::format("names {}, which is no known service{}", in_backticks(arn.service),
                    prefix.empty() ? std::string() : fmt::format("; did you mean {}?", in_backticks(prefix))),
        "write the service as in the ARNs of its resources");
    return false;
  }

  /// Of one that has a shape of its service, or whose service has none that is known.
  void check_fields(const ArnParts& arn) {
    if (!may_be_a_region(arn.region)) {
      add(invalid_region, fmt::format("has {} in place of a Region", in_backticks(arn.region)),
          "write a Region such as eu-west-1, or *");
    }
    if (!may_be_an_account(arn.account)) {
      add(invalid_account, fmt::format("has {} in place of an account", in_backticks(arn.account)),
          "write the twelve digits of an account, or *");
    }
  }

  void check_shape(const ArnParts& arn, const ArnFormats& formats) {
    // Not `*`, which may stand for nothing.
    const std::string_view region = arn.region.empty() ? "us-west-2" : arn.region;
    const std::string_view account = arn.account.empty() ? "111122223333" : arn.account;
    const auto mends = [&](const Parts& parts) { return formats.fit(with(arn, parts)); };
    if (arn.region.empty() && (mends({region, arn.account, arn.resource}) || mends({region, account, arn.resource}))) {
      return add(missing_region, "has no Region", "name the Region, or write * in its place");
    }
    if (arn.account.empty() && mends({arn.region, account, arn.resource})) return check_account(arn);
    if (!arn.region.empty() && mends({"", arn.account, arn.resource})) return check_region_of_bucket(arn);
    if (!arn.account.empty() && mends({arn.region, "", arn.resource})) {
      return add(account_not_allowed, "has an account, and such resources have none in their ARNs",
                 "leave the fifth part empty");
    }
    if (!arn.region.empty() && !arn.account.empty() && mends({"", "", arn.resource})) {
      return add(region_not_allowed, "has a Region and an account, and such resources have neither in their ARNs",
                 "leave the fourth part and the fifth empty");
    }
    if (arn.service != "iam") {
      add(invalid_resource, fmt::format("fits no ARN format of {}", in_backticks(arn.service)),
          "compare it with the ARN formats of the service");
    }
  }

  /// Resources that AWS owns are in no account, and the catalogue has no formats for them.
  void check_account(const ArnParts& arn) {
    constexpr std::array<std::string_view, 4> with_unowned = {"ssm", "cloudformation", "securityhub", "servicecatalog"};
    if (std::find(with_unowned.begin(), with_unowned.end(), arn.service) != with_unowned.end()) return;
    add(missing_account, "has no account", "write the twelve digits of the account, or *");
  }

  /// The grammar reports those of IAM, and buckets without an account.
  void check_region_of_bucket(const ArnParts& arn) {
    if (arn.service == "iam" || (arn.service == "s3" && arn.account.empty())) return;
    add(region_not_allowed, "has a Region, and such resources have none in their ARNs", "leave the fourth part empty");
  }

  const Document& document_;
  const StatementView& statement_;
  std::size_t entry_;
  std::string_view written_;
  DocumentReporter& reporter_;
  std::string own_;
  std::string_view text_ = written_;  ///< without variables
};

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (statement.compiled == nullptr || !statement.resources) continue;
    const std::vector<ResourcePattern>& patterns = statement.compiled->resources.patterns;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      if (!patterns[i].pattern.glob.is_everything()) {
        ArnCheck(document, statement, i, reporter).run(patterns[i].pattern.glob);
      }
    }
  }
}

}  // namespace

extern const Check invalid_arn{.id = "invalid-arn",
                               .pack = LintPack::aws,
                               .needs = Needs::catalogue,
                               .types = types_with_resources,
                               .codes = codes,
                               .look = look};

}  // namespace iamproof
