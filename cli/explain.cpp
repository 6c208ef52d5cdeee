#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <unistd.h>

#include "console.h"
#include "iamproof/lint.h"
#include "iamproof/pack.h"
#include "iamproof/prove.h"

namespace iamproof::cli {

namespace {

/// How many letters must be put in, left out or changed to make `a` into `b`.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// The ids nearest to a mistyped one; those that have it as a part first.
std::vector<std::string_view> nearest_ids(std::string_view id, std::size_t limit) {
  std::vector<std::pair<std::size_t, std::string_view>> ranked;
  for (const std::string_view known : explained_ids()) {
    const bool part = !id.empty() && known.find(id) != std::string_view::npos;
    ranked.emplace_back(part ? 0 : edits(id.substr(0, 100), known), known);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string_view> result;
  for (std::size_t i = 0; i < std::min(limit, ranked.size()); ++i) result.push_back(ranked[i].second);
  return result;
}

int explain_one(const std::string& id, const Common& common) {
  const std::optional<std::string_view> page = explain(id);
  if (!page) {
    const std::vector<std::string_view> nearest = nearest_ids(id, 3);
    std::string message = fmt::format("there is no check `{}`", id);
    if (!nearest.empty()) message += fmt::format("; did you mean `{}`?", fmt::join(nearest, "`, `"));
    print_error(message, common);
    return status_failed;
  }
  if (!is_terminal(STDOUT_FILENO) && common.color != "always") return print(*page) ? status_clean : status_failed;
  std::string text;
  write_page(text, *page, text_options(common, STDOUT_FILENO));
  return print(text) ? status_clean : status_failed;
}

/// How bad what a check or claim finds is, and what it says; checks are known by the first sentence of their page.
struct Row {
  Severity severity = Severity::error;
  std::string title, pack;
};

std::map<std::string, Row, std::less<>> rows_of_checks() {
  std::map<std::string, Row, std::less<>> rows;
  for (const std::string_view id : explained_ids())
    rows[std::string(id)].title = page_summary(explain(id).value_or(""));
  for (const CheckInfo& check : checks()) {
    Row& row = rows[std::string(check.id)];
    row.severity = row.pack.empty() ? check.severity : std::max(row.severity, check.severity);
    row.pack = to_string(check.pack);
  }
  for (const Pack& pack : packs()) {
    const Source source(std::string(pack.name), std::string(pack.text));
    const Result<ClaimFile> file = parse_claims(source);
    if (!file) continue;
    for (const Claim& claim : file->claims) rows[claim.id] = {claim.severity, claim.title, std::string(pack.name)};
  }
  return rows;
}

int list_checks(const Common& common, const std::string& format) {
  if (format == "json") return print(checks_as_json()) ? status_clean : status_failed;
  const TextOptions options = text_options(common, STDOUT_FILENO);
  const auto rows = rows_of_checks();
  std::size_t width = 0;
  for (const auto& [id, row] : rows) width = std::max(width, id.size());
  std::string text;
  for (const auto& [id, row] : rows) {
    const std::string_view bold = options.color ? "\x1b[1m" : "", plain = options.color ? "\x1b[0m" : "";
    text += fmt::format("{}{:<{}}{}  {:<16}  {:<13}  {}\n", bold, id, width, plain, to_string(row.severity), row.pack,
                        row.title);
  }
  return print(text) ? status_clean : status_failed;
}

}  // namespace

void add_explain(CLI::App& app, int& status) {
  const auto common = std::make_shared<Common>();
  const auto id = std::make_shared<std::string>();
  CLI::App& command =
      *app.add_subcommand("explain",
                          "Print the page of a check: what it is about, what breaks it, and what does not.\n"
                          "`iamproof checks` lists the ids. The page is Markdown where the output is not a terminal.");
  command.footer("Example:\n  iamproof explain no-billing\n\nExit status: 0 printed, 2 no such check.");
  command.add_option("CHECK", *id, "The id of a check, as findings show it in brackets")->required()->option_text(" ");
  add_color_option(command, *common);
  command.callback([=, &status] { status = explain_one(*id, *common); });
}

void add_checks(CLI::App& app, int& status) {
  const auto common = std::make_shared<Common>();
  CLI::App& command =
      *app.add_subcommand("checks",
                          "List every check by id, with its gravest severity, its pack, and what it says.\n"
                          "The claims of packs are among them; `iamproof explain CHECK` tells the rest. JSON has\n"
                          "the codes of IAM Access Analyzer and the policy types of each as well.");
  command.footer("Examples:\n  iamproof checks\n  iamproof checks --format json\n\nExit status: 0 printed.");
  const auto format = std::make_shared<std::string>("text");
  command.add_option("--format", *format, "text (the default) or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->option_text("FORMAT");
  add_color_option(command, *common);
  command.callback([=, &status] { status = list_checks(*common, *format); });
}

}  // namespace iamproof::cli
