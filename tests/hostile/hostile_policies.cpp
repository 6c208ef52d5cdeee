// Policies written to hurt, and every kind of question about each: an answer comes, within the budget and within bounds
// of memory. Each attack has a process of its own, whose memory is measured when it ends.
//
//   hostile_policies [--budget STEPS] [--but NAME]... [NAME...]     all of them but some, or those named
//
// Fails where a process does not end by itself, answers with more steps than its budget, or needs too much memory. The
// time of each question is printed, in seconds; what it may be depends on the machine, and nothing is asserted of it.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "agree/running.h"
#include "hostile/documents.h"
#include "iamproof/prove.h"

namespace {

using agree::must;
using namespace iamproof;

#ifdef __SANITIZE_ADDRESS__
constexpr bool sanitized = true;  // memory is the sanitizer's own, and time several times as long
#else
constexpr bool sanitized = false;
#endif

constexpr double most_mebibytes = 256;
constexpr unsigned patience = sanitized ? 1800 : 600;  // seconds, after which a process is taken not to end

// ---- One attack, in its own process ----

// Two regions, everything and calls of one service under one condition, and every claim that has a region.
struct WrittenClaim {
  const char* label;
  const char* kind;
  const char* region;
};
constexpr const char* anything = R"({"Action": "*", "Resource": "*"})";
constexpr const char* something = R"({"Action": "s3:GetObject", "Resource": "*", "Condition": {
  "StringLike": {"aws:PrincipalTag/k0": "*x*y*"}, "Bool": {"aws:SecureTransport": "true"}}})";
constexpr WrittenClaim written_claims[] = {
    {"never", "never-allowed", anything},      {"denied", "always-denied", anything},
    {"allowed", "always-allowed", anything},   {"within", "only-within", R"({"Action": "s3:*", "Resource": "*"})"},
    {"never one", "never-allowed", something}, {"denied one", "always-denied", something},
};

std::string claim_file(const WrittenClaim& claim) {
  return std::string(R"({"claims": [{"id": "claim", "claim": ")") + claim.kind + R"(", "region": [)" + claim.region +
         "]}]}";
}

class Questions {
 public:
  Questions(const hostile::Policies& written, std::uint64_t budget)
      : budget_(budget), catalogue_(Catalogue::built_in()) {
    const auto start = Clock::now();
    whole_ = compiled(written, false);
    less_ = compiled(written, true);
    std::printf("  compile twice %.2f", seconds_since(start));
  }

  /// The process's exit status.
  int ask() {
    for (const WrittenClaim& written : written_claims) {
      sources_.emplace_back("claims", claim_file(written));
      const CompiledClaims claims = must(compile(must(parse_claims(sources_.back())), catalogue_));
      question(written.label, [&](const ProveOptions& options) { return prove(*whole_, claims, options).front(); });
    }
    question("more", [&](const ProveOptions& options) { return prove_no_new_access(*whole_, *less_, options); });
    question("less", [&](const ProveOptions& options) { return prove_no_new_access(*less_, *whole_, options); });
    question("equivalent", [&](const ProveOptions& options) { return prove_equivalent(*whole_, *less_, options); });
    std::printf("\n  ");
    return within_budget_ ? 0 : 1;
  }

 private:
  using Clock = std::chrono::steady_clock;

  static double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  }

  Policy parsed(const hostile::Statements& statements, bool without_last, PolicyType type) {
    sources_.emplace_back("policy", hostile::document(statements, without_last));
    Reading reading = must(parse(sources_.back(), {type, {}}));
    if (!reading.is_valid()) throw std::runtime_error(reading.faults.front().message);
    return std::move(reading.policy);
  }

  CompiledPolicies compiled(const hostile::Policies& written, bool without_last) {
    PolicySet set;
    set.identity.push_back(parsed(written.identity, without_last, PolicyType::identity));
    if (!written.boundary.empty()) set.boundary = parsed(written.boundary, false, PolicyType::boundary);
    for (const hostile::Statements& level : written.scp) {
      set.scp.emplace_back();
      set.scp.back().push_back(parsed(level, false, PolicyType::scp));
    }
    return must(compile(std::move(set), catalogue_));
  }

  template <class Ask>
  void question(const char* label, const Ask& ask) {
    ProveOptions options;
    options.step_budget = budget_;
    const auto start = Clock::now();
    const Answer answer = ask(options);
    const bool refuted = std::holds_alternative<Refuted>(answer.verdict);
    const char* verdict = std::holds_alternative<Proved>(answer.verdict) ? "proved" : refuted ? "refuted" : "unknown";
    std::printf("\n    %-11s %6.2f  %s%s", label, seconds_since(start), verdict,
                answer.open.empty() || !refuted ? "" : ", in part");
    // The step that finds the budget spent may be a large one.
    if (answer.steps > 2 * options.step_budget) within_budget_ = false;
  }

  std::uint64_t budget_;
  Catalogue catalogue_;
  std::deque<Source> sources_;
  std::optional<CompiledPolicies> whole_, less_;
  bool within_budget_ = true;
};

int attack(const hostile::Attack& attack, std::uint64_t budget) {
  alarm(patience);
  std::printf("%s: %s\n", attack.name.c_str(), attack.strains.c_str());
  try {
    Questions questions(attack.make(), budget);
    const int status = questions.ask();
    std::fflush(stdout);
    return status;
  } catch (const std::exception& error) {
    std::printf("  cannot be asked: %s\n", error.what());
    std::fflush(stdout);
    return 1;
  }
}

// ---- All of them ----

/// Whether the attack's process ended well, within its memory.
bool withstands(const hostile::Attack& what, std::uint64_t budget) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child < 0) {
    std::printf("FAILED: no process can be made\n");
    return false;
  }
  if (child == 0) _exit(attack(what, budget));
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
#ifdef __APPLE__
  const double mebibytes = static_cast<double>(usage.ru_maxrss) / 1024 / 1024;
#else
  const double mebibytes = static_cast<double>(usage.ru_maxrss) / 1024;
#endif
  std::printf("%.0f MiB\n", mebibytes);
  if (WIFSIGNALED(status)) std::printf("FAILED %s: ended by signal %d\n", what.name.c_str(), WTERMSIG(status));
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) std::printf("FAILED %s: see above\n", what.name.c_str());
  const bool fits = sanitized || mebibytes < most_mebibytes;
  if (!fits) std::printf("FAILED %s: needs more than %.0f MiB\n", what.name.c_str(), most_mebibytes);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 && fits;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t budget = ProveOptions().step_budget;
  std::set<std::string> chosen, left_out;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--budget" && i + 1 < argc)
      budget = std::strtoull(argv[++i], nullptr, 10);
    else if (argument == "--but" && i + 1 < argc)
      left_out.insert(argv[++i]);
    else
      chosen.insert(argument);
  }
  std::size_t asked = 0, failed = 0;
  for (const hostile::Attack& what : hostile::attacks()) {
    if ((!chosen.empty() && !chosen.contains(what.name)) || left_out.contains(what.name)) continue;
    ++asked;
    if (!withstands(what, budget)) ++failed;
  }
  std::printf("%zu attacks, %zu failed\n", asked, failed);
  return asked > 0 && failed == 0 ? 0 : 1;
}
