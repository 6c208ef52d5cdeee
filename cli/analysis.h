/// What the commands share that put claims to policies: what decides beside these, and what answers may rest on.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "assume.h"
#include "console.h"
#include "iamproof/policy.h"
#include "iamproof/prove.h"
#include "iamproof/scan.h"
#include "iamproof/source.h"

namespace iamproof::cli {

/// An option that takes one value each time it is given.
void add_list(CLI::App& command, const char* name, std::vector<std::string>& values, const char* text,
              const char* help);

/// Each of these decides beside every document that is looked at.
void add_guardrail_options(CLI::App& command, GuardrailPaths& paths);

/// --type
void add_type_option(CLI::App& command, std::string& type);

/// What --type says of the documents; "resource:s3" says what a resource policy is attached to as well.
ReadOptions read_options(const std::string& type);

/// A file that claims borrow from.
Result<std::unique_ptr<const Source>> read_source(const std::string& path);

}  // namespace iamproof::cli
