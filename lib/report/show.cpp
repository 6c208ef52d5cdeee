#include "report/show.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "iamproof/strata.h"
#include "report/summary.h"
#include "report/terminal.h"
#include "report/words.h"

namespace iamproof {

// How much of a long list is shown without `verbose`.
static constexpr std::size_t shown_services = 6;
static constexpr std::size_t shown_actions = 3;
static constexpr std::size_t shown_absent_keys = 6;
static constexpr std::size_t shown_values = 4;
static constexpr std::size_t shown_likewise = 4;

static std::string_view ellipsis(const TextOptions& options) {
  return options.unicode ? "…" : "...";
}

static std::string examples_of(const ServiceSummary& summary, const Catalogue& catalogue, const TextOptions& options) {
  const std::size_t count = options.verbose ? summary.actions.size() : std::min(summary.actions.size(), shown_actions);
  std::string out = "(";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ", ";
    out += shown(bare_name(summary.actions[i], catalogue), options);
  }
  if (count < summary.actions.size()) out += fmt::format(", {}", ellipsis(options));
  return out += ")";
}

void append_services(std::string& out, const std::vector<ActionId>& actions, const Catalogue& catalogue,
                     std::string_view indent, const TextOptions& options) {
  const std::vector<ServiceSummary> services = summarise(actions, catalogue);
  const std::size_t lines = options.verbose ? services.size() : std::min(services.size(), shown_services);
  const auto name_of = [&](const ServiceSummary& summary) { return catalogue.service(summary.service).prefix; };
  std::size_t width = 0, covered = 0;
  for (std::size_t i = 0; i < lines; ++i) width = std::max(width, name_of(services[i]).size());
  for (std::size_t i = 0; i < lines; ++i) {
    covered += services[i].count;
    fmt::format_to(std::back_inserter(out), "{}{:<{}}  {}  {}\n", indent, shown(name_of(services[i]), options), width,
                   levels_of(services[i]), styled(examples_of(services[i], catalogue, options), Style::dim, options));
  }
  if (lines < services.size()) {
    fmt::format_to(std::back_inserter(out), "{}{} and {} of {}; --verbose shows all\n", indent, ellipsis(options),
                   plural(actions.size() - covered, "action"), plural(services.size() - lines, "more service"));
  }
}

void append_request(std::string& out, const Request& request, const std::vector<std::string_view>& keys,
                    std::string_view indent, const TextOptions& options) {
  const auto line = [&](std::string_view label, std::string_view text) {
    fmt::format_to(std::back_inserter(out), "{}{:<9}  {}\n", indent, label, text);
  };
  line("principal", shown(request.principal, options));
  line("action", shown(request.action, options));
  line("resource", shown(request.resource, options));
  if (request.resource_account) line("owned by", shown(*request.resource_account, options));
  std::string_view label = "context";
  const auto context = [&](std::string_view text) {
    line(label, text);
    label = "";
  };
  for (const auto& [key, value] : request.context) {
    context(fmt::format("{} = {}", shown(key, options), value_in_words(value, options)));
  }
  std::size_t absent = 0;
  for (const std::string_view key : keys) {
    if (request.context.find(key) != request.context.end()) continue;
    if (++absent > shown_absent_keys && !options.verbose) continue;
    context(styled(fmt::format("{} is absent", shown(key, options)), Style::dim, options));
  }
  if (absent > shown_absent_keys && !options.verbose) {
    const std::string more = plural(absent - shown_absent_keys, "more key");
    context(styled(fmt::format("{} and {} absent", ellipsis(options), more), Style::dim, options));
  }
}

std::string terms_of(const Statement& statement, const TextOptions& options) {
  const StatementWords words = in_words(statement, {options.verbose ? 0 : shown_values, {}});
  std::vector<std::string> parts;
  for (const std::string* part : {&words.principals, &words.resources}) {
    if (!part->empty()) parts.push_back(shown(*part, options));
  }
  for (const std::string& condition : words.conditions) parts.push_back(shown(condition, options));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string statement_in_words(const Statement& statement, const Source& source, std::size_t line, bool here,
                               const TextOptions& options) {
  const std::string place =
      here ? fmt::format("line {}", line) : fmt::format("{}:{}", shown(source.name(), options), line);
  return statement.sid ? fmt::format("{} ({})", shown(statement.sid->text, options), place) : place;
}

void append_likewise(std::string& out, std::vector<std::string> what, std::string_view note,
                     const TextOptions& options) {
  if (what.empty()) return;
  const std::size_t count = options.verbose ? what.size() : std::min(what.size(), shown_likewise);
  const std::string more = count < what.size() ? fmt::format(" and {} more", what.size() - count) : "";
  what.resize(count);
  fmt::format_to(std::back_inserter(out), "{} likewise {}{}\n", note, fmt::join(what, ", "), more);
}

void append_odd(std::string& out, const std::vector<std::string>& odd, std::string_view indent,
                const TextOptions& options) {
  for (const std::string& why : odd) {
    fmt::format_to(std::back_inserter(out), "{}{:<9}  {}\n", indent, "odd", shown(why, options));
  }
}

}  // namespace iamproof
