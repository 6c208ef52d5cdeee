/// A subject's findings and claims, each as one JSON object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "iamproof/report.h"
#include "report/evidence.h"
#include "report/json_writer.h"
#include "report/positions.h"

namespace iamproof {

class SubjectJson {
 public:
  SubjectJson(const CheckSubject& subject, const Catalogue& catalogue, bool verbose);

  /// `checked` and `stratum` are null for a fault of the document itself.
  std::string finding(const Finding& finding, const CheckedClaim* checked, const Stratum* stratum);

  /// With the claim's findings in it, as `breaches`, or only their number.
  std::string claim(const CheckedClaim& checked, bool with_breaches);

 private:
  bool affordable();
  void place(JsonWriter& json, const FoundIn& found, Span span);
  void fix(JsonWriter& json, const Finding& finding, const FoundIn& found);
  void evidence(JsonWriter& json, const CheckedClaim& checked);
  void documents(JsonWriter& json) const;
  void stratum(JsonWriter& json, const CheckedClaim& checked, const Stratum& stratum);
  void statement(JsonWriter& json, const CompiledPolicies& policies, StatementRef ref);
  void denied_by(JsonWriter& json, const CheckedClaim& checked, const Breach& breach);
  void witnesses(JsonWriter& json, const CheckedClaim& checked, const Request& request, bool embed);
  void witness(JsonWriter& json, const CheckedClaim& checked, const CompiledPolicies& policies, const Request& request,
               bool embed);
  void policies(JsonWriter& json, const CompiledPolicies& policies, const Request& request, const ProveOptions& options,
                bool embed);
  void document(JsonWriter& json, const Policy& policy, bool embed);
  const std::string& compact(const Policy& policy);

  const CheckSubject& subject_;
  const Catalogue& catalogue_;
  bool verbose_;
  TextPositions positions_;
  /// Documents without their white space, by where they begin: a claim file can hold several.
  std::map<std::pair<const Source*, std::uint32_t>, std::string> texts_;
  std::size_t documents_bytes_ = 0, embedded_ = 0;
};

}  // namespace iamproof
