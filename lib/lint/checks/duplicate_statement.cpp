#include <numeric>

#include <fmt/format.h>
#include <boost/container/small_vector.hpp>

#include "finding/fix.h"
#include "lint/check.h"
#include "lint/same_statement.h"

namespace iamproof {

namespace {

constexpr Code codes[] = {{"REDUNDANT_STATEMENT", Severity::suggestion}};

/// A statement by its number, and what those that say the same have in common.
struct Sized {
  std::size_t size, number;
};

/// A Sid may be referred to from elsewhere, so those that have one stay; if none has, the first.
std::optional<Fix> fix_of(const Source& source, const std::vector<Place>& places) {
  const auto has_sid = [](const Place& place) { return place.statement->sid && !place.statement->sid->text.empty(); };
  bool one_stays = std::any_of(places.begin(), places.end(), has_sid);
  std::vector<Span> removed;
  for (const Place& place : places) {
    if (one_stays && !has_sid(place)) removed.push_back(place.span);
    one_stays = true;
  }
  if (removed.empty()) return std::nullopt;
  std::string title =
      removed.size() == 1 ? "remove the other one" : fmt::format("remove {} statements", removed.size());
  return fix::same_meaning(std::move(title), fix::remove_all(source, std::move(removed)));
}

/// Those of a run of one size that say what its first one does are taken out of it, and reported.
template <class Run>
void report_first(const Document& document, Run& run, DocumentReporter& reporter) {
  const auto& statements = document.statements();
  const Statement& first = *statements[run.front().number].written;
  std::vector<Place> places;
  const auto rest = std::stable_partition(run.begin(), run.end(), [&](const Sized& other) {
    return !say_the_same(first, *statements[other.number].written);
  });
  for (auto same = rest; same != run.end(); ++same) {
    places.push_back(Document::at(*statements[same->number].written));
  }
  run.erase(rest, run.end());
  if (places.size() < 2) return;
  const std::string others = places.size() == 2 ? "another statement says" : "other statements say";
  reporter.add(codes[0], places, fmt::format("{} the same as this one", others), "remove all of them but one",
               fix_of(*document.policy().source, places));
}

void look(const Document& document, DocumentReporter& reporter) {
  const auto& statements = document.statements();
  if (statements.size() < 2) return;
  boost::container::small_vector<Sized, 64> sized;
  for (std::size_t i = 0; i < statements.size(); ++i) sized.push_back({rough_size(*statements[i].written), i});
  std::sort(sized.begin(), sized.end(),
            [](const Sized& a, const Sized& b) { return std::pair(a.size, a.number) < std::pair(b.size, b.number); });
  for (auto begin = sized.begin(); begin != sized.end();) {
    const auto end = std::find_if(begin, sized.end(), [&](const Sized& other) { return other.size != begin->size; });
    if (end - begin > 1) {
      std::vector<Sized> run(begin, end);
      while (run.size() > 1) report_first(document, run, reporter);
    }
    begin = end;
  }
}

}  // namespace

extern const Check duplicate_statement{.id = "duplicate-statement",
                                       .pack = LintPack::aws,
                                       .needs = Needs::document,
                                       .types = every_policy_type,
                                       .codes = codes,
                                       .look = look};

}  // namespace iamproof
