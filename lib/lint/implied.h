/// One finding per cause: of two findings about one grant, of which one follows from the other, the graver is shown.
#pragma once

#include <vector>

#include "iamproof/finding.h"

namespace iamproof {

/// Takes the findings out that follow from others about the same statement, by data/implied.tsv, and counts them there.
/// None that answers to a code of AWS. Keeps the order.
void fold_implied(std::vector<Finding>& findings);

}  // namespace iamproof
