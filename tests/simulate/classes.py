"""The classes of known differences between iam-simulate and AWS's documentation, which iamproof follows.

A class looks at a case alone, never at the answers, and gives how iam-simulate may depart from AWS there: it leaves
out an Allow or a Deny that applies (`allow-missed`, `deny-missed`), or lets one apply that does not (`allow-added`,
`deny-added`). A disagreement is explained if such departures lead from iamproof's decision to iam-simulate's. What
each class is about, and the AWS page that decides it, stands in differences.tsv.
"""

import re

from reading import SERVICES_WITH_RCPS, VARIABLE, Case, expression, glob, unresolved
from values import address, binary, is_date, is_number, is_of_type

CLASSES = {}
TEXT = ("StringLike", "StringNotLike", "ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals")


def known_difference(function):
    CLASSES[function.__name__.replace("_", "-")] = function
    return function


def departures(case):
    """Class -> departures, of the classes that can be at work in a case."""
    read = Case(case)
    found = {name: function(read) for name, function in CLASSES.items()}
    return {name: moves for name, moves in found.items() if moves}


def reachable(decision, moves):
    """The decisions that departures can lead to."""
    steps = {
        "allow-missed": {"Allowed": {"ImplicitlyDenied"}},
        "allow-added": {"ImplicitlyDenied": {"Allowed"}},
        "deny-missed": {"ExplicitlyDenied": {"Allowed", "ImplicitlyDenied"}},
        "deny-added": {"Allowed": {"ExplicitlyDenied"}, "ImplicitlyDenied": {"ExplicitlyDenied"}},
    }
    found = {decision}
    for _ in range(3):
        found |= {end for move in moves for start in found for end in steps[move].get(start, ())}
    return found


def either(statement):
    return statement.missed() | statement.added()


def turned(statement, positive_missed, negated):
    """A positive test that iam-simulate wrongly fails, or a negated one that it wrongly passes."""
    return statement.missed() if positive_missed != negated else statement.added()


def union(sets):
    return set().union(*sets)


# Values of conditions


@known_difference
def negated_unresolved_variable(case):
    return union(
        s.missed() for s, c in case.conditions()
        if c.negated and c.carried and s.has_variables and any(unresolved(text, case.context) for text in c.texts))


@known_difference
def negated_wrong_type(case):
    return union(
        s.missed() for s, c in case.conditions()
        if c.negated and any(not is_of_type(c.base, text) for text in c.carried + (c.texts if c.carried else [])))


@known_difference
def number_with_trailing_text(case):
    def is_half_read(text):
        return not is_number(text) and re.match(r"\s*[+-]?\.?[0-9]", text) is not None

    return union(either(s) for s, c in case.conditions()
                 if "Numeric" in c.base and any(map(is_half_read, c.carried + (c.texts if c.carried else []))))


@known_difference
def number_beyond_double(case):
    def is_long(text):
        return is_number(text) and len(text.replace(".", "").strip("+-0")) > 15

    return union(either(s) for s, c in case.conditions()
                 if "Numeric" in c.base and c.carried and any(map(is_long, c.carried + c.texts)))


@known_difference
def epoch_in_milliseconds(case):
    return union(either(s) for s, c in case.conditions()
                 if "Date" in c.base and c.carried and any(text.isdigit() for text in c.carried + c.texts))


@known_difference
def date_in_uncommon_form(case):
    def is_uncommon(text):
        common = is_date(text) and re.search(r"\.[0-9]{4}|T24", text) is None
        return re.search("[0-9]", text) is not None and not common

    return union(either(s) for s, c in case.conditions()
                 if "Date" in c.base and c.carried and any(map(is_uncommon, c.carried + c.texts)))


@known_difference
def boolean_from_variable(case):
    return union(s.added() for s, c in case.conditions()
                 if c.base == "Bool" and c.carried and s.has_variables and any("${" in text for text in c.texts))


@known_difference
def binary_as_text(case):
    def found(statement, condition):
        for text in condition.texts:
            if binary(text) is None and text in condition.carried:
                yield statement.added()
            if binary(text) and text not in condition.carried and binary(text) in map(binary, condition.carried):
                yield statement.missed()

    return union(change for s, c in case.conditions() if c.base == "BinaryEquals" for change in found(s, c))


@known_difference
def single_address_as_text(case):
    def found(statement, condition):
        for text in condition.texts:
            single = address(text) if "/" not in text else None
            for own in filter(None, map(address, condition.carried)) if single else ():
                if own.version != single.version and condition.negated:
                    yield statement.missed()
                if own == single and text not in condition.carried:
                    yield turned(statement, True, condition.negated)

    return union(moves for s, c in case.conditions() if "IpAddress" in c.base for moves in found(s, c))


@known_difference
def every_ipv4_address(case):
    return union(turned(s, True, c.negated) for s, c in case.conditions()
                 if "IpAddress" in c.base and any(address(v) and address(v).version == 4 for v in c.carried)
                 and any(re.fullmatch(r"[0-9.]+/0", text) for text in c.texts))


@known_difference
def any_value_if_exists(case):
    return union(s.missed() for s, c in case.conditions()
                 if c.qualifier == "ForAnyValue" and c.if_exists and c.value is None)


@known_difference
def empty_set_is_not_null(case):
    return union(s.missed() if "true" in c.texts else s.added() for s, c in case.conditions()
                 if c.operator == "Null" and c.value == [] and set(c.texts) != {"true", "false"})


@known_difference
def qualified_null(case):
    def departs(condition):
        simulated = ("true" if condition.value is None else "false") in condition.texts
        return simulated != (condition.qualifier == "ForAllValues")

    return union(s.missed() if c.qualifier == "ForAllValues" else s.added() for s, c in case.conditions()
                 if c.base == "Null" and c.qualifier and departs(c))


@known_difference
def arn_operator_variable_before_resource(case):
    return union(either(s) for s, c in case.conditions()
                 if "Arn" in c.base and c.carried and s.has_variables and any(map(has_early_variable, c.texts)))


def has_early_variable(text):
    at = text.find("${")
    return at >= 0 and text[:at].count(":") < 5


@known_difference
def escape_where_nothing_is_wild(case):
    def equals(text, carried):
        regex = expression(text, case.resolve, wildcards=False)
        return regex is not None and any(glob(regex, value, re.IGNORECASE) for value in carried)

    return union(turned(s, True, c.negated) for s, c in case.conditions()
                 if c.base.startswith("String") and "Like" not in c.base and s.has_variables
                 and any(re.search(r"\$\{[*?$]\}", text) and equals(text, c.carried) for text in c.texts))


@known_difference
def case_beyond_ascii(case):
    def differs(text, value):
        return text.lower() == value.lower() and not text.isascii() and text != value

    return union(turned(s, False, c.negated) for s, c in case.conditions()
                 if "IgnoreCase" in c.base and any(differs(text, value) for text in c.texts for value in c.carried))


# Texts, in conditions and in resource patterns


def wildcard_texts(case):
    """(statement, pattern, texts it is compared with, whether the test is negated)"""
    for statement, condition in case.conditions():
        if condition.base in TEXT:
            for text in condition.texts:
                yield statement, text, condition.carried, condition.negated
    for statement, pattern in case.resource_patterns():
        if pattern != "*":
            yield statement, pattern, [case.resource], statement.negates_resources


def wild_match(case, statement, pattern, text):
    regex = expression(pattern, case.resolve if statement.has_variables else None)
    return regex is not None and re.search("[*?]", pattern) is not None and glob(regex, text)


@known_difference
def line_break_and_wildcard(case):
    return union(turned(s, True, negated) for s, pattern, texts, negated in wildcard_texts(case)
                 if any(re.search("[\n\r\u2028\u2029]", text) and wild_match(case, s, pattern, text) for text in texts))


@known_difference
def question_mark_is_half_a_character(case):
    return union(either(s) for s, pattern, texts, _ in wildcard_texts(case)
                 if "?" in pattern and any(ord(c) > 0xFFFF for c in "".join(texts)))


@known_difference
def variables_without_version(case):
    texts = [(s, text) for s, c in case.conditions() if c.carried for text in c.texts] + list(case.resource_patterns())
    return union(either(s) for s, text in texts if not s.has_variables and "${" in text)


@known_difference
def variable_with_empty_value(case):
    texts = [(s, text) for s, c in case.conditions() if c.carried for text in c.texts] + list(case.resource_patterns())
    return union(either(s) for s, text in texts if s.has_variables and any(
        m.group(1) not in "*?$" and case.resolve(m.group(1)) == "" for m in VARIABLE.finditer(text)))


# Resource patterns


@known_difference
def star_over_colons(case):
    return union(turned(s, True, s.negates_resources) for s, pattern in case.resource_patterns()
                 if pattern != "*" and case.pattern_matches(s, pattern)
                 and not case.pattern_matches_in_parts(s, pattern))


@known_difference
def first_parts_without_case(case):
    return union(turned(s, False, s.negates_resources) for s, pattern in case.resource_patterns()
                 if not case.pattern_matches(s, pattern) and case.pattern_matches_in_parts(s, pattern, re.IGNORECASE)
                 and not case.pattern_matches_in_parts(s, pattern))


@known_difference
def wildcard_in_resource_type(case):
    def type_of(pattern):
        parts = pattern.split(":", 5)
        if len(parts) < 6 or (parts[2] == "s3" and parts[3] == parts[4] == ""):
            return ""
        end = min((parts[5].find(c) for c in "/:" if c in parts[5]), default=-1)
        return parts[5][: end + 1]

    return union(turned(s, True, s.negates_resources) for s, pattern in case.resource_patterns()
                 if re.search(r"[*?]|\$\{", type_of(pattern)) and case.pattern_matches(s, pattern))


@known_difference
def not_resource_unresolved_variable(case):
    return union(s.missed() for s, pattern in case.resource_patterns()
                 if s.negates_resources and s.has_variables and unresolved(pattern, case.context))


@known_difference
def variable_before_resource(case):
    return union(turned(s, True, s.negates_resources) for s, pattern in case.resource_patterns()
                 if s.has_variables and has_early_variable(pattern) and case.pattern_matches(s, pattern))


@known_difference
def partial_arn(case):
    def moves(statement, pattern):
        if statement.part == "rcp":
            at_work = case.pattern_matches(statement, pattern) or statement.negates_resources
            return statement.missed() if at_work else set()
        padded = case.pattern_matches_in_parts(statement, pattern) and not case.pattern_matches(statement, pattern)
        return turned(statement, False, statement.negates_resources) if padded else set()

    return union(moves(s, pattern) for s, pattern in case.resource_patterns()
                 if pattern != "*" and pattern.count(":") < 5)


# Who calls, and which policies bind


@known_difference
def session_policy_limits_direct_grant(case):
    direct = any(s.part == "resource" and s.allows and case.is_named_directly(s) for s in case.statements)
    return {"allow-missed"} if "session" in case.policies and case.account == case.owner and direct else set()


@known_difference
def root_user_needs_allow(case):
    return {"allow-missed"} if case.kind == "root" else set()


@known_difference
def not_principal_spares_by_account_or_role(case):
    def is_spared(statement):
        if case.is_named_by_account(statement):
            return case.kind != "root"
        own = (case.principal, case.issuer)
        named = [text for _, text in case.principals(statement)]
        return any(text in own or is_role_by_name(case, text) or text == user_by_name(case) for text in named)

    return union(s.missed() for s in case.statements
                 if s.part == "resource" and "NotPrincipal" in s.json and case.is_identity
                 and not case.is_named_directly(s) and is_spared(s))


def is_role_by_name(case, arn):
    """Whether a role's ARN has the name of the session's role, whatever its path and case."""
    if case.kind != "session" or not arn.startswith(f"arn:aws:iam::{case.account}:role/"):
        return False
    return arn.split("/")[-1].lower() == case.principal.split("/")[1].lower()


def user_by_name(case):
    """The user whose name a federated session has, if it is one."""
    if case.kind != "federated":
        return None
    return f"arn:aws:iam::{case.account}:user/{case.principal.split('/')[1]}"


@known_difference
def role_of_session_by_name(case):
    return union(s.added() for s in case.statements if s.part == "resource" and "Principal" in s.json and any(
        text != case.issuer and is_role_by_name(case, text) for _, text in case.principals(s)))


@known_difference
def issuer_of_federated_user_by_name(case):
    if case.kind != "federated" or case.issuer == user_by_name(case):
        return set()
    by_name, real = user_by_name(case), case.issuer
    named = [(s, [text for _, text in case.principals(s)]) for s in case.statements if s.part == "resource"]
    return union(s.added() for s, texts in named if by_name in texts) | union(
        s.missed() for s, texts in named if real in texts)


@known_difference
def scps_left_to_caller(case):
    bound = (case.is_identity or case.kind == "root") and not case.is_service_linked_role
    bound = bound and case.account != case.policies.get("management_account")
    return {"allow-missed", "deny-added"} if "scp" in case.policies and not bound else set()


@known_difference
def rcps_left_to_caller(case):
    bound = not case.is_service_linked_role and case.owner != case.policies.get("management_account")
    bound = bound and case.action != "kms:retiregrant" and case.action.split(":")[0] in SERVICES_WITH_RCPS
    return set() if bound else union(s.added() for s in case.statements if s.part == "rcp")


@known_difference
def identity_provider_needs_identity_policy(case):
    own = case.principal.split(":")[4] if case.principal.startswith("arn:") else None
    return {"allow-missed"} if case.kind == "provider" and own != case.owner else set()


@known_difference
def identity_provider_has_an_account(case):
    if case.kind != "provider" or not case.principal.startswith("arn:"):
        return set()
    account = case.principal.split(":")[4]
    names = (account, f"arn:aws:iam::{account}:root")
    named = [s for s in case.statements if s.part == "resource"
             and any(text in names for _, text in case.principals(s))]
    return union(s.added() if "Principal" in s.json else s.missed() for s in named)


@known_difference
def assume_role_without_trust_policy(case):
    assumes = case.action.startswith("sts:assumerole") and case.account == case.owner
    return {"allow-added"} if assumes and "resource" not in case.policies else set()


@known_difference
def federation_calls_use_own_policies(case):
    unsigned = case.action in ("sts:assumerolewithsaml", "sts:assumerolewithwebidentity")
    return {"allow-missed", "allow-added"} if unsigned and (case.account or case.kind == "service") else set()
