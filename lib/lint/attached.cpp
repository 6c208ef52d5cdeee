#include "lint/attached.h"

#include <algorithm>

#include "lint/data.h"

namespace iamproof {

bool takes_own_actions_only(std::string_view service) {
  static const std::vector<DataRow> rows = data_rows("own-actions-only");
  return std::any_of(rows.begin(), rows.end(), [&](const DataRow& row) { return row.front() == service; });
}

}  // namespace iamproof
