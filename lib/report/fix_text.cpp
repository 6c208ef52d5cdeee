// What was fixed in a document, for people:
//
//   policies/admin.json: 2 faults fixed
//     3:5  invalid-effect: write `Allow`
//     7:9  empty-sid: remove it
//     IAM would have refused the document: it had no meaning before
#include <fmt/format.h>

#include "iamproof/fix.h"
#include "report/pen.h"
#include "report/summary.h"

namespace iamproof {

namespace {

class FixText : Pen {
 public:
  FixText(std::string& out, const FixedDocument& fixed, bool written, const Catalogue& catalogue,
          const TextOptions& options)
      : Pen(out, options), fixed_(fixed), written_(written), catalogue_(catalogue) {}

  void write() {
    const bool tells_applied = !fixed_.applied.empty() && !options_.quiet;
    if (!tells_applied && fixed_.left.empty()) return;
    if (tells_applied) {
      print("{}: {} {}\n", in(Style::bold, safe(fixed_.path)), plural(fixed_.applied.size(), "fault"),
            written_ ? "fixed" : "can be fixed");
      for (const AppliedFix& fix : fixed_.applied) line(fix.finding, fix.position);
      meaning();
    }
    if (!fixed_.left.empty()) left();
    if (!out_.ends_with("\n\n")) print("\n");
  }

 private:
  void line(const Finding& finding, Position position) {
    print("  {}:{}  {}: {}", position.line, position.column, in(style_of(finding.severity), safe(finding.check)),
          safe(finding.fix->title));
    print("{}\n", finding.fix->changes_meaning ? "" : in(Style::dim, "  (the meaning stays)"));
  }

  void meaning() {
    if (!fixed_.had_meaning) {
      print("  IAM would have refused the document as it was: it had no meaning before{}\n",
            fixed_.has_meaning ? "" : ", nor has it now");
      return;
    }
    const Compared& compared = *fixed_.comparison;
    const bool same = compared.relation == Relation::equal && compared.newly_denied.is_empty() &&
                      compared.no_longer_denied.is_empty();
    if (same) {
      print("  proved: it allows the same and denies the same as before\n");
      for (const std::string& assumption : compared.assumptions) {
        print("  {}\n", in(Style::dim, fmt::format("assuming: {}", safe(assumption))));
      }
      return;
    }
    print("  the meaning changes, as it is meant to:\n\n");
    DiffReport report(DiffFormat::text, catalogue_, options_, {});
    out_ += report.add(compared);
  }

  void left() {
    print("{}: {} not fixed\n", in(Style::bold, safe(fixed_.path)), plural(fixed_.left.size(), "fault"));
    for (const LeftFix& fix : fixed_.left) {
      line(fix.finding, fix.position);
      print("       {}\n", safe(fix.reason));
    }
  }

  const FixedDocument& fixed_;
  bool written_;
  const Catalogue& catalogue_;
};

}  // namespace

void write_text(std::string& out, const FixedDocument& fixed, bool written, const Catalogue& catalogue,
                const TextOptions& options) {
  FixText(out, fixed, written, catalogue, options).write();
}

}  // namespace iamproof
