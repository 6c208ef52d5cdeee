/// What the random documents of a run contained, for a table at its end: a disagreement cannot show where nothing was
/// tried.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "support/json.h"

namespace agree {

class Coverage {
 public:
  /// Of a policy document or of one statement.
  void count(const support::Json& document);
  void print() const;

 private:
  void count_statement(const support::Json& statement);
  void count_condition(const std::string& op, const std::string& key, const support::Json& values);
  void count_text(const std::string& text);

  std::map<std::string, std::uint64_t> seen_;
};

}  // namespace agree
