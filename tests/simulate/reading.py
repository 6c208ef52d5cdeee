"""The parts of a case that a class of differences looks at: who calls, statements about the request's action, their
conditions and resource patterns, with AWS's reading of patterns and variables. It decides nothing.
"""

import re
from dataclasses import dataclass

PARTS = ("identity", "resource", "boundary", "session", "scp", "rcp", "endpoint")
COLON_OUTSIDE_VARIABLES = re.compile(r":(?![^{}]*\})")
VARIABLE = re.compile(r"\$\{([^}]*)\}")
# IAM User Guide, "Resource control policies": the services that have them. Of those the cases use.
SERVICES_WITH_RCPS = {"s3", "sts", "kms", "sqs", "secretsmanager", "dynamodb", "logs"}


def listed(value):
    return value if isinstance(value, list) else [value]


def as_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def account_of(arn):
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 and re.fullmatch("[0-9]{12}", parts[4]) else None


def glob(pattern, text, flags=0):
    """Whether a text matches a pattern made by expression()."""
    return re.fullmatch(pattern, text, flags | re.DOTALL) is not None


def expression(text, resolve=None, wildcards=True):
    """A policy's text as a regular expression, with what resolve() gives for the inside of `${...}`. None if a variable
    has no value."""
    out, at = "", 0
    while at < len(text):
        variable = VARIABLE.match(text, at) if resolve else None
        if variable:
            body = variable.group(1)
            value = body if body in ("*", "?", "$") else resolve(body)
            if value is None:
                return None
            out += re.escape(value)
            at = variable.end()
            continue
        c = text[at]
        out += {"*": ".*", "?": "."}.get(c, re.escape(c)) if wildcards else re.escape(c)
        at += 1
    return out


def unresolved(text, context):
    return any(m.group(1) not in ("*", "?", "$") and value_of_variable(m.group(1), context) is None
               for m in VARIABLE.finditer(text))


def value_of_variable(body, context):
    """The single value of a variable's key, or its default."""
    name, _, default = body.partition(",")
    value = context.get(name.lower())
    if isinstance(value, str):
        return value
    return default.strip()[1:-1] if default else None


@dataclass
class Condition:
    operator: str
    qualifier: str
    base: str
    if_exists: bool
    texts: list
    value: object  # None, a text or a list of texts

    @property
    def negated(self):
        return "Not" in self.base

    @property
    def carried(self):
        return [] if self.value is None else listed(self.value)


@dataclass
class Statement:
    part: str
    json: dict
    has_variables: bool  # Version 2012-10-17

    @property
    def allows(self):
        return self.json["Effect"] == "Allow"

    @property
    def patterns(self):
        return listed(self.json.get("Resource", self.json.get("NotResource", [])))

    @property
    def negates_resources(self):
        return "NotResource" in self.json

    def missed(self):
        """What follows where iam-simulate leaves this statement out."""
        return {"allow-missed" if self.allows else "deny-missed"}

    def added(self):
        """What follows where iam-simulate lets this statement apply that does not."""
        return {"allow-added" if self.allows else "deny-added"}


class Case:
    def __init__(self, case):
        self.policies = case["policies"]
        self.request = case["request"]
        self.principal = self.request["principal"]
        self.action = self.request["action"].lower()
        self.resource = self.request["resource"]
        self.context = {name.lower(): value for name, value in self.request["context"].items()}
        self.account = None if self.kind == "provider" else account_of(self.principal)
        self.owner = self.request.get("resource_account") or account_of(self.resource) or self.account
        # Only statements about the request's action and resource can matter.
        self.statements = [
            s for s in self.all_statements() if self.is_about_action(s.json) and self.may_be_about_resource(s)]

    @property
    def kind(self):
        if self.principal == "anonymous":
            return "anonymous"
        resource = self.principal.split(":", 5)[-1]
        if not self.principal.startswith("arn:"):
            return "service" if self.principal.endswith(".amazonaws.com") else "provider"
        kind = resource.split("/")[0]
        if kind in ("root", "user", "role"):
            return kind
        return {"assumed-role": "session", "federated-user": "federated"}.get(kind, "provider")

    @property
    def is_identity(self):
        return self.kind in ("user", "role", "session", "federated")

    @property
    def issuer(self):
        """The role or user behind a session, as a case states it or as follows from its name."""
        if self.kind == "role":
            return self.principal
        if "session_issuer" in self.request:
            return self.request["session_issuer"]
        if self.kind != "session":
            return None
        name = self.principal.split("/")[1]
        arn = self.context.get("aws:principalarn")
        if isinstance(arn, str) and arn.startswith(f"arn:aws:iam::{self.account}:role/") and arn.split("/")[-1] == name:
            return arn
        return f"arn:aws:iam::{self.account}:role/{name}"

    @property
    def is_service_linked_role(self):
        return self.kind in ("session", "role") and ":role/aws-service-role/" in (self.issuer or "")

    def all_statements(self):
        for part in PARTS:
            for document in self.documents(part):
                for json in listed(document["Statement"]):
                    yield Statement(part, json, document.get("Version") == "2012-10-17")

    def documents(self, part):
        given = self.policies.get(part) or []
        if part in ("scp", "rcp"):
            return [document for level in given for document in level]
        return listed(given)

    def is_about_action(self, json):
        patterns = listed(json.get("Action", json.get("NotAction")))
        hit = any(glob(expression(pattern), self.action, re.IGNORECASE) for pattern in patterns)
        return hit != ("NotAction" in json)

    def may_be_about_resource(self, statement):
        """By one tool's reading or the other's."""
        if statement.negates_resources or not statement.patterns:
            return True
        return any(pattern == "*" or "${" in pattern or self.pattern_matches(statement, pattern) or
                   self.pattern_matches_in_parts(statement, pattern, re.IGNORECASE) for pattern in statement.patterns)

    def conditions(self):
        """(statement, condition) of every statement that can matter."""
        for statement in self.statements:
            for operator, keys in statement.json.get("Condition", {}).items():
                qualifier, _, name = operator.rpartition(":")
                base = name.removesuffix("IfExists")
                for key, values in keys.items():
                    texts = [as_text(value) for value in listed(values)]
                    value = self.context.get(key.lower())
                    yield statement, Condition(operator, qualifier, base, base != name, texts, value)

    def resource_patterns(self):
        """(statement, pattern) of every statement that can matter."""
        for statement in self.statements:
            for pattern in statement.patterns:
                yield statement, pattern

    def resolve(self, body):
        return value_of_variable(body, self.context)

    def pattern_matches(self, statement, pattern, flags=0):
        """AWS's reading: the whole text, wildcards over everything."""
        regex = expression(pattern, self.resolve if statement.has_variables else None)
        return regex is not None and glob(regex, self.resource, flags)

    def pattern_matches_in_parts(self, statement, pattern, flags=0):
        """A stricter reading: each of the six parts on its own."""
        parts = COLON_OUTSIDE_VARIABLES.split(pattern, 5)
        parts += ["*"] * (6 - len(parts))
        own = self.resource.split(":", 5)
        if len(own) < 6:
            return False
        regexes = [expression(part, self.resolve if statement.has_variables else None) for part in parts]
        if None in regexes:
            return False
        early = all(glob(regex, text, flags) for regex, text in zip(regexes[:5], own[:5]))
        return early and glob(regexes[5], own[5])

    # Principals

    def principals(self, statement):
        """(kind, text) of Principal or NotPrincipal."""
        element = statement.json.get("Principal", statement.json.get("NotPrincipal"))
        if isinstance(element, str):
            return [("AWS", element)]
        return [(kind, text) for kind, texts in (element or {}).items() for text in listed(texts)]

    def is_named_directly(self, statement):
        own = [] if self.kind == "role" else [self.principal]
        return any(text in ("*", *own) for _, text in self.principals(statement))

    def is_named_by_account(self, statement):
        names = (self.account, f"arn:aws:iam::{self.account}:root")
        named = any(kind == "AWS" and text in names for kind, text in self.principals(statement))
        return self.account is not None and named
