#include "compile/statement.h"
#include "iamproof/policy_set.h"

namespace iamproof {

CompiledPolicies::CompiledPolicies(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

const PolicySet& CompiledPolicies::policies() const {
  return impl_->policies;
}

const Catalogue& CompiledPolicies::catalogue() const {
  return impl_->catalogue;
}

const Policy& CompiledPolicies::policy(StatementRef ref) const {
  return impl_->policies.identity[ref.policy];
}

const Statement& CompiledPolicies::statement(StatementRef ref) const {
  return policy(ref).statements[ref.statement];
}

Result<CompiledPolicies> compile(PolicySet policies, const Catalogue& catalogue) {
  auto impl = std::make_shared<CompiledPolicies::Impl>(CompiledPolicies::Impl{std::move(policies), catalogue, {}});
  for (std::uint32_t p = 0; p < impl->policies.identity.size(); ++p) {
    const Policy& policy = impl->policies.identity[p];
    for (std::uint32_t s = 0; s < policy.statements.size(); ++s) {
      const Statement& statement = policy.statements[s];
      if (!statement.effect) {
        return Error{policy.source->name(), policy.source->position(statement.span.begin),
                     "a statement without an Effect of `Allow` or `Deny` has no meaning"};
      }
      auto compiled = compile_statement(statement, policy.has_variables(), *policy.source, catalogue);
      if (!compiled) return std::move(compiled).errors();
      compiled->ref = {p, s};
      impl->statements.push_back(std::move(*compiled));
    }
  }
  return CompiledPolicies(std::move(impl));
}

}  // namespace iamproof
