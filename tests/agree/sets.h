/// Random policy sets and requests about them: few accounts, principals, actions and resources, so that the rules that
/// depend on who asks for what of whom meet often, and few conditions.
#pragma once

#include <string>
#include <vector>

#include "agree/random.h"
#include "oracle/request.h"
#include "support/json.h"

namespace agree {

/// An action, and the resources that requests for it are about.
struct Deed {
  std::string action;
  std::vector<std::string> resources;
  std::vector<std::string> patterns;  ///< of actions, wide and narrow, all with a service prefix
};

struct Principal {
  std::string name;
  std::string kind;    ///< for tables: "user", "session", ...
  std::string issuer;  ///< the role or user behind it, if any
};

const std::vector<Principal>& all_principals();
const std::vector<Deed>& all_deeds();

/// In percent of the sets, those that have each part.
struct Shape {
  unsigned identity = 80, resource = 80, boundary = 30, session = 30, scp = 35, rcp = 30, endpoint = 25,
           management_account = 40;
};

/// The Condition element of a statement: one operator, one key.
support::Json random_condition(Random& random);

class Sets {
 public:
  /// Chooses who and what this world is about.
  explicit Sets(Random& random, const Shape& shape = {});

  const std::vector<Deed>& deeds() const { return deeds_; }
  const std::vector<Principal>& principals() const { return principals_; }

  /// A case without request: {"policies", "management_account"}.
  support::Json policies();
  oracle::Request request();

  /// Whether the resource-based policy is a role's trust policy.
  bool is_trust() const { return trust_; }

 private:
  support::Json document(const std::string& part);
  support::Json statement(const std::string& part);
  support::Json documents(const std::string& part, std::size_t most);
  support::Json levels(const std::string& part);
  support::Json principals(bool for_deny);
  std::string aws_name();
  void add_name(support::Json& element, const std::string& kind, const std::string& text);
  void add_action(support::Json& statement, const std::string& part, bool wide);
  void add_resource(support::Json& statement, bool wide);
  void add_context(oracle::Request& request, const Principal& principal);
  std::string resource_of(const Deed& deed);

  Random& random_;
  Shape shape_;
  bool trust_ = false;
  std::vector<Deed> deeds_;
  std::vector<Principal> principals_;
  std::vector<std::string> resources_;
};

/// For a table: what kind of caller a request's principal is.
std::string kind_of_principal(const std::string& name);

}  // namespace agree
