// A comparison as a comment on a pull request: one line for each document that differs, and one table in which a row is
// a statement that lets something in or no longer does, the gravest of each document first. Comments have a limit of
// 65,536 characters, so rows are left out, and counted, beyond most of that.
#include <algorithm>

#include <fmt/format.h>

#include "report/diff_report.h"
#include "report/markdown.h"
#include "report/summary.h"

namespace iamproof {

namespace {

constexpr std::size_t comment_budget = 50'000;
constexpr std::size_t shown_values = 3;
constexpr std::size_t shown_services = 5;

class MarkdownWriter final : public DiffReport::Writer {
 public:
  MarkdownWriter(const Catalogue& catalogue, const TextOptions& options)
      : catalogue_(catalogue), scale_(catalogue), options_(options) {
    options_.color = false;
    options_.unicode = true;
  }

  std::string add(const Compared& pair) override {
    for (const Error& error : pair.errors) {
      const std::string place = error.position ? fmt::format(", line {}", error.position->line) : std::string();
      add_line(fmt::format("- {}{}: **not compared**: {}\n", code(error.source.empty() ? pair.name : error.source),
                           place, words(error.message)));
    }
    if (!pair.is_compared()) return {};
    places_ = {};
    const std::string change = change_of(pair);
    if (!pair.same_text || !change.empty()) {
      add_line(fmt::format("- {}{}: **{}**: {}\n", code(pair.name), change.empty() ? "" : " (" + words(change) + ")",
                           to_string(pair.relation), words(relation_in_words(pair, scale_))));
    }
    for (const DifferenceView& view : differences_of(pair)) {
      const bool is_of_denies =
          view.direction == DiffDirection::newly_denied || view.direction == DiffDirection::no_longer_denied;
      for (const Stratum& stratum : view.difference.strata) {
        if (!is_of_denies || !is_told(stratum, pair)) add_row(row(pair, view, stratum));
      }
      for (const std::string& open : view.difference.open) {
        add_line(fmt::format("- {}: not settled: {}\n", code(pair.name), words(open)));
      }
    }
    return {};
  }

  std::string finish(const CompareTotals& totals) override {
    std::string out = fmt::format("### IAM policies: {}\n\n", to_string(totals.relation()));
    if (lines_.empty()) {
      out += totals.compared() == 0 ? "No policy differs.\n" : "No document differs.\n";
    }
    out += lines_;
    if (left_out_lines_ > 0) out += fmt::format("- and {}\n", plural(left_out_lines_, "more line"));
    if (!rows_.empty()) {
      out +=
          "\n| | Document | What changes | Where and when | Statement | For example |\n"
          "| --- | --- | --- | --- | --- | --- |\n";
      out += rows_;
    }
    if (left_out_rows_ > 0) out += fmt::format("\nand {}\n", plural(left_out_rows_, "more row"));
    return out;
  }

 private:
  std::string code(std::string_view text) const { return markdown_code(text, options_); }
  std::string words(std::string_view text) const { return markdown_text(text, options_); }

  void add_line(const std::string& line) { add_within_budget(line, lines_, left_out_lines_); }
  void add_row(const std::string& row) { add_within_budget(row, rows_, left_out_rows_); }

  void add_within_budget(const std::string& text, std::string& to, std::size_t& left_out) const {
    if (left_out > 0 || lines_.size() + rows_.size() + text.size() > comment_budget) {
      ++left_out;
    } else {
      to += text;
    }
  }

  static std::string_view sign_of(DiffDirection direction) {
    switch (direction) {
      case DiffDirection::gained:
        return "**+**";
      case DiffDirection::lost:
        return "**−**";
      case DiffDirection::newly_denied:
      case DiffDirection::no_longer_denied:
        break;
    }
    return "note:";
  }

  std::string row(const Compared& pair, const DifferenceView& view, const Stratum& stratum) {
    return fmt::format("| {} {} | {} | {} | {} | {} | {} |\n", sign_of(view.direction), to_string(stratum.gravity),
                       code(pair.name), what(view, stratum), where(view.own, stratum.statement),
                       statement(view, stratum), example(view.lead(stratum).witness));
  }

  std::string what(const DifferenceView& view, const Stratum& stratum) const {
    std::string out = "actions that AWS may add later";
    if (const auto first = scale_.gravest(stratum.actions)) {
      out = code(catalogue_.action_name(*first));
      if (stratum.actions.size() > 1) out += " and " + plural(stratum.actions.size() - 1, "more action");
      if (stratum.future_actions) out += ", and others that AWS may add later,";
    }
    out += " " + change_in_words(stratum, view);
    if (stratum.actions.size() < 2) return out;
    const std::vector<ServiceSummary> services = summarise(stratum.actions, catalogue_);
    const std::size_t count = std::min(services.size(), shown_services);
    for (std::size_t i = 0; i < count; ++i) {
      out += fmt::format("<br>{}: {}", code(catalogue_.service(services[i].service).prefix), levels_of(services[i]));
    }
    if (count < services.size()) out += fmt::format("<br>and {}", plural(services.size() - count, "more service"));
    return out;
  }

  std::string where(const CompiledPolicies& policies, std::optional<StatementRef> ref) const {
    if (!ref) return {};
    const StatementWords said =
        in_words(policies.statement(*ref), {shown_values, [&](std::string_view text) { return code(text); }});
    std::string out;
    const auto add = [&](const std::string& part) {
      if (!part.empty()) out += (out.empty() ? "" : "<br>") + part;
    };
    add(said.principals);
    add(said.resources);
    for (const std::string& condition : said.conditions) add(condition);
    return out;
  }

  std::string place(const CompiledPolicies& policies, StatementRef ref, Span span) {
    const Source& source = *policies.policy(ref).source;
    const std::string line = fmt::format("line {} of {}", places_.at(source, span.begin).line, code(source.name()));
    const auto& sid = policies.statement(ref).sid;
    return sid ? fmt::format("{}, {}", code(sid->text), line) : line;
  }

  std::string statement(const DifferenceView& view, const Stratum& stratum) {
    if (!stratum.statement) return words(view.lead(stratum).reason);
    std::string out = place(view.own, *stratum.statement, view.lead(stratum).span);
    if (!stratum.others.empty()) out += fmt::format(" and {}", plural(stratum.others.size(), "more statement"));
    if (!stratum.denied_by) return out;
    const std::string deny = place(view.other, *stratum.denied_by, view.other.statement(*stratum.denied_by).span);
    const std::string said = where(view.other, stratum.denied_by);
    return fmt::format("{} denied by {}<br>{}<br>of {}", view.direction == DiffDirection::gained ? "no longer" : "now",
                       deny, said, out);
  }

  std::string example(const Request& request) const {
    std::string out =
        fmt::format("{} on {} by {}", code(request.action), code(request.resource), code(request.principal));
    for (const auto& [key, value] : request.context) {
      std::string text;
      if (const auto* single = std::get_if<std::string>(&value)) {
        text = *single;
      } else {
        text = fmt::format("[{}]", fmt::join(std::get<std::vector<std::string>>(value), ", "));
      }
      out += fmt::format("<br>{}", code(fmt::format("{} = {}", key, text)));
    }
    return out;
  }

  Catalogue catalogue_;
  GravityScale scale_;
  TextOptions options_;
  std::string lines_, rows_;
  std::size_t left_out_lines_ = 0, left_out_rows_ = 0;
  TextPositions places_;  ///< of the pair at hand
};

}  // namespace

std::unique_ptr<DiffReport::Writer> diff_markdown_writer(const Catalogue& catalogue, const TextOptions& options) {
  return std::make_unique<MarkdownWriter>(catalogue, options);
}

}  // namespace iamproof
