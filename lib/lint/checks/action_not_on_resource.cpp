#include <fmt/format.h>
#include <array>

#include <boost/container/small_vector.hpp>

#include "lint/arn_formats.h"
#include "lint/check.h"
#include "source/excerpt.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"", Severity::suggestion}, {"", Severity::warning}};
constexpr std::size_t of_allow = 0, of_deny = 1;

constexpr PolicyTypes types_with_resources = {PolicyType::identity, PolicyType::resource, PolicyType::boundary,
                                              PolicyType::session,  PolicyType::scp,      PolicyType::rcp,
                                              PolicyType::endpoint};

/// AWS has several pages for the actions of these, and some actions are on more than one, with different resource
/// types. The catalogue has those of one page.
bool has_several_pages(std::string_view service) {
  constexpr std::array<std::string_view, 6> services = {"apigateway", "aws-marketplace",  "elasticloadbalancing",
                                                        "greengrass", "kinesisanalytics", "ses"};
  return std::find(services.begin(), services.end(), service) != services.end();
}

enum class Works : std::uint8_t { yes, no, unknown };

/// Which actions work on the resources of one statement. Many actions have the same resource types, and are asked about
/// once.
class Resources {
 public:
  Resources(const Document& document, const StatementView& statement)
      : catalogue_(document.catalogue()), formats_(ArnFormats::of(document.catalogue())), statement_(statement) {}

  Works work_with(ActionId action) {
    const std::uint32_t list = catalogue_.resource_list(action);
    for (const auto& [known, works] : known_) {
      if (known == list) return works;
    }
    return known_.emplace_back(list, find(action)).second;
  }

 private:
  Works find(ActionId action) const {
    const std::vector<ActionResource> types = catalogue_.resources(action);
    if (types.empty() || has_several_pages(catalogue_.service(catalogue_.service_of(action)).prefix)) {
      return Works::unknown;
    }
    for (const ActionResource& type : types) {
      if (has(type.type)) return Works::yes;
    }
    return Works::no;
  }

  bool has(ResourceTypeId type) const {
    const std::vector<ResourcePattern>& patterns = statement_.compiled->resources.patterns;
    const std::vector<Text>& written = statement_.resources.values();
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      const bool has_variables = !patterns[i].pattern.variables.empty();
      const std::string opened = has_variables ? without_variables(written[i].text) : std::string();
      const std::string_view text = has_variables ? std::string_view(opened) : written[i].text;
      if (patterns[i].partial_arn || formats_.fit_type(type, text, patterns[i].pattern.glob)) return true;
    }
    return false;
  }

  const Catalogue& catalogue_;
  const ArnFormats& formats_;
  const StatementView& statement_;
  boost::container::small_vector<std::pair<std::uint32_t, Works>, 16> known_;  // by Catalogue::resource_list
};

/// The entries that name one action, which works on none of the resources; nothing if there is no entry that works, or
/// may: then it is the whole statement that never applies.
boost::container::small_vector<std::size_t, 8> entries_at_odds(const Document& document,
                                                               const StatementView& statement) {
  Resources resources(document, statement);
  boost::container::small_vector<std::size_t, 8> at_odds;
  bool any_works = false;
  const std::vector<ActionPattern>& patterns = statement.compiled->actions.patterns;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].kind != ActionPattern::Kind::exact) {
      any_works = true;
      continue;
    }
    if (patterns[i].actions.empty()) continue;
    const Works works = resources.work_with(patterns[i].actions.front());
    if (works == Works::no) at_odds.push_back(i);
    any_works = any_works || works == Works::yes;
  }
  if (!any_works) at_odds.clear();
  return at_odds;
}

void look_at(const Document& document, const StatementView& statement, DocumentReporter& reporter) {
  const auto entries = entries_at_odds(document, statement);
  if (entries.empty()) return;
  std::vector<Place> places;
  for (const std::size_t entry : entries) places.push_back(Document::at(statement, statement.actions, entry));
  std::string what = in_backticks(statement.actions.values()[entries.front()].text);
  if (entries.size() > 1) what += fmt::format(" and {} more", entries.size() - 1);
  reporter.add(codes[statement.denies() ? of_deny : of_allow], places,
               fmt::format("{} {} on none of the statement's resources, by the resource types that the catalogue lists",
                           what, entries.size() > 1 ? "work" : "works"),
               "move them to a statement with resources that they work on");
}

void look(const Document& document, DocumentReporter& reporter) {
  for (const StatementView& statement : document.statements()) {
    if (statement.compiled == nullptr || !statement.actions || statement.actions.negated) continue;
    if (statement.actions.values().size() < 2) continue;
    if (!statement.resources || statement.resources.negated || statement.names_every_resource()) continue;
    look_at(document, statement, reporter);
  }
}

}  // namespace

extern const Check action_not_on_resource{.id = "action-not-on-resource",
                                          .pack = LintPack::security,
                                          .needs = Needs::catalogue,
                                          .types = types_with_resources,
                                          .codes = codes,
                                          .look = look};

}  // namespace iamproof
