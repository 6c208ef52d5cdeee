"""Random cases: a request first, then policies about it.

Statements that have nothing to do with the request say nothing, so most of them are made to nearly match it: the
request's own action and resource with some of their letters turned into wildcards, principals of which one is the
caller, conditions on few keys. What then decides is mostly one trap.
"""

import alphabet as words
from alphabet import A, B
from request import RARE, Requests

EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


class Cases(Requests):
    """The case number `number` of a run."""

    def case(self):
        self.choose_request()
        policies = self.policies()
        request = {
            "principal": self.principal,
            "action": self.action_name,
            "resource": self.resource,
            "context": self.context(),
            "context_is_complete": True,
        }
        if self.resource_account:
            request["resource_account"] = self.resource_account
        if self.issuer:
            request["session_issuer"] = self.issuer
        return {"id": str(self.number), "policies": policies, "request": request}

    # Policies

    def policies(self):
        policies = {}
        is_identity = self.kind in ("user", "session", "role", "federated", "service-linked")
        has_session = self.kind in ("session", "role", "federated") and self.chance(0.2)
        if is_identity and self.chance(0.85):
            policies["identity"] = [self.document("identity") for _ in range(self.random.choice([1, 1, 1, 2]))]
        if self.chance(self.share_of_resource_policies()):
            policies["resource"] = self.document("resource")
        if is_identity and self.chance(0.25):
            policies["boundary"] = self.document("boundary")
        if has_session:
            policies["session"] = [self.document("session")]
        # Where SCPs or RCPs are not in force, iam-simulate leaves it to its caller to leave them out.
        scps_bind = is_identity and self.kind != "service-linked" or self.kind == "root"
        if self.chance(0.25 if scps_bind else RARE) and self.kind != "anonymous":
            policies["scp"] = self.levels("scp")
        if self.chance(0.2 if self.service() in ("s3", "kms", "sts", "sqs", "dynamodb", "logs") else RARE):
            policies["rcp"] = self.levels("rcp")
        if self.chance(0.08):
            policies["endpoint"] = self.document("endpoint")
        if self.chance(0.1):
            policies["management_account"] = A if self.chance(0.15) else words.ELSEWHERE
        return policies

    def share_of_resource_policies(self):
        if self.kind in ("service", "anonymous", "provider"):
            return 0.95
        if self.action.name.startswith("sts:AssumeRole"):
            return 0.98
        return 0.85 if self.owner != self.account or ":key/" in self.resource else 0.35

    def levels(self, part):
        def level():
            return [self.document(part) for _ in range(self.random.choice([1, 1, 2]))]

        return [level() for _ in range(self.random.choice([1, 1, 2, 3]))]

    def document(self, part):
        if part in ("identity", "boundary", "session", "scp") and self.chance(0.2):
            return EVERYTHING
        old = part != "rcp" and self.chance(RARE)
        self.literal = not old and self.chance(0.5)  # half of the documents have no variables
        statements = [self.statement(part) for _ in range(self.random.choice([1, 1, 2, 2, 3]))]
        # Somebody has to allow something, or nothing else would show.
        if part in ("identity", "boundary", "session", "scp", "endpoint") and self.chance(0.3):
            statements.append({"Effect": "Allow", "Action": "*", "Resource": "*"})
            if part == "endpoint":
                statements[-1]["Principal"] = "*"
        document = {} if old and self.chance(0.3) else {"Version": "2008-10-17" if old else "2012-10-17"}
        document["Statement"] = statements[0] if len(statements) == 1 and self.chance(0.5) else statements
        return document

    def statement(self, part):
        allows = part != "rcp" and self.chance(0.78)
        statement = {"Effect": "Allow" if allows else "Deny"}
        if part == "rcp" or part == "endpoint":
            statement["Principal"] = "*"
        if part == "resource":
            self.add_principal(statement, allows)
        self.add_action(statement, part)
        trust = part == "resource" and self.action.name.startswith("sts:AssumeRole")
        if not trust:
            self.add_resource(statement, allows)
        if self.chance(0.5 if allows else 0.85):
            statement["Condition"] = self.condition()
        return statement

    # Principals

    def add_principal(self, statement, allows):
        trust = self.action.name.startswith("sts:AssumeRole")  # roles' trust policies have no NotPrincipal
        if not allows and not trust and self.chance(0.25):
            statement["NotPrincipal"] = self.principals()
        else:
            statement["Principal"] = self.principals()

    def principals(self):
        if self.chance(0.2):
            return "*"
        groups = {}
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            kind, text = self.one_principal()
            groups.setdefault(kind, []).append(text)
        return {kind: texts[0] if len(texts) == 1 and self.chance(0.6) else texts for kind, texts in groups.items()}

    def one_principal(self):
        account = self.account or A
        if self.kind == "service" and self.chance(0.6):
            return "Service", self.one(words.SERVICES)
        if self.kind == "provider" and self.chance(0.7):
            return "Federated", self.one(words.PROVIDERS)
        if self.account and self.chance(0.4):
            return "AWS", self.principal
        if self.issuer and self.chance(0.35):
            return "AWS", self.issuer
        if self.kind == "session" and self.chance(0.25):
            return "AWS", f"arn:aws:iam::{account}:role/{self.principal.split('/')[1]}"
        if self.kind == "federated" and self.chance(0.2):
            return "AWS", f"arn:aws:iam::{account}:user/{self.principal.split('/')[1]}"
        return self.one([
            ("AWS", account), ("AWS", f"arn:aws:iam::{account}:root"), ("AWS", "*"), ("AWS", B),
            ("AWS", f"arn:aws:iam::{account}:user/alice"), ("AWS", f"arn:aws:iam::{account}:user/Alice"),
            ("AWS", f"arn:aws:sts::{account}:assumed-role/app/run1"),
            ("AWS", f"arn:aws:sts::{account}:assumed-role/app/run2"),
            ("AWS", f"arn:aws:iam::{account}:role/other"), ("AWS", "AIDAQWERTYUIOPASDFGHJ"),
            ("AWS", "AROAQWERTYUIOPASDFGHJ"),
            ("Service", "ec2.amazonaws.com"), ("Federated", "accounts.google.com"),
            ("CanonicalUser", "79a59df900b949e5" * 4),
        ])

    # Actions and resources

    def service(self):
        return self.action.name.split(":")[0]

    def add_action(self, statement, part):
        if part != "rcp" and self.chance(0.12):
            others = ["iam:*", "s3:Get*", "sts:*", "ec2:Describe*", "kms:*", "s3:PutObject"]
            first = self.action_pattern(part) if self.chance(0.3) else self.one(others)
            statement["NotAction"] = self.list_of([first], others)
            return
        if self.chance(0.12):
            statement["Action"] = self.one([other.name for other in words.ACTIONS])
            return
        statement["Action"] = self.list_of([self.action_pattern(part)], [other.name for other in words.ACTIONS])

    def action_pattern(self, part):
        service, name = self.action.name.split(":")
        form = self.random.randrange(10)
        if form < 2 and part != "rcp":
            return "*"
        if form < 5:
            return f"{service}:*"
        if form < 6:
            return f"{service}:{self.roughened(name).replace('/', '')}"
        if form < 7:
            return self.in_other_case(self.action.name, 1)
        if form < 8:
            return self.one([f"{service}: {name}", f"{service}:{name}*", f"{service}:{name}?", f"{service}:?*"])
        return self.action.name

    def add_resource(self, statement, allows):
        negated = self.chance(0.15)
        element = "NotResource" if negated else "Resource"
        if not negated and self.chance(0.4):
            statement[element] = "*"
            return
        others = ["arn:aws:s3:::other", "arn:aws:s3:::other/*", "arn:aws:iam::*:user/*", "arn:aws:sqs:*:*:other"]
        near = self.chance(0.35 if negated else 0.85)
        statement[element] = self.list_of([self.resource_pattern() if near else self.one(others)], others)

    def resource_pattern(self):
        if not self.literal and self.chance(0.3):
            # IAM wants `user/` or the like written out.
            if self.chance(RARE * 3) and self.service() not in ("iam", "sts"):
                return self.one(words.RARE_RESOURCE_VARIABLES).replace("SERVICE", self.service())
            return self.one(words.RESOURCE_VARIABLES.get(self.service(), ["*"]))
        if self.resource == "*":
            return self.one(["*", "*", f"arn:aws:{self.service()}:*:*:*", f"arn:aws:{self.service()}:::*"])
        parts = self.resource.replace("${aws:username}", "x").split(":", 5)
        if self.chance(RARE):
            return self.trap_of(parts)
        for i in (1, 3, 4):
            if parts[i] and self.chance(0.2):
                parts[i] = self.one(["*", parts[i][:3] + "*"])
        rest = parts[5]
        # What stands before the first `/` or `:` names the type of the resource: wildcards do not belong there.
        fixed = 0 if parts[2] in ("s3", "sqs", "sns") else 1 + min(rest.find(c) for c in "/:" if c in rest)
        parts[5] = rest[:fixed] + self.roughened(rest[fixed:])
        return ":".join(parts)

    def trap_of(self, parts):
        form = self.random.randrange(6)
        if form == 0:  # a `*` that has to take colons
            return ":".join(parts[:3]) + ":*" + parts[5][-3:]
        if form == 1:
            return f"arn:aws:{parts[2]}:*"
        if form == 2:
            return ":".join(parts[:2] + [parts[2].upper()] + parts[3:])
        if form == 3 and parts[2] != "iam":  # a wildcard in the type's name, which IAM itself would refuse
            return ":".join(parts[:5] + ["*" + parts[5][2:]])
        if form == 4:
            return f"arn:aws:{parts[2]}"
        return ":".join(parts[:5] + [parts[5].swapcase()])

    def roughened(self, text):
        """A pattern near a text: whole, with wildcards for some of it, or just past it."""
        form = self.random.randrange(9)
        at = self.random.randrange(len(text) + 1)
        to = self.random.randrange(at, len(text) + 1)
        if form < 2:
            return text
        if form < 4:
            return text[:at] + "*"
        if form < 6:
            return text[:at] + "*" + text[to:]
        if form < 7:
            return text[:at] + "?" + text[at + 1 :]
        if form < 8:
            return self.one([text + "?", text + "*", "?" + text, text + "/*", "*"])
        return self.in_other_case(text, 1)

    # Conditions

    def condition(self):
        condition = {}
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            key = self.one(self.keys)
            operator = self.operator(key)
            block = condition.setdefault(operator, {})
            if not any(key.name.lower() == other.lower() for other in block):
                block[self.in_other_case(key.name, 0.08)] = self.operands(key, operator)
        return condition

    def operator(self, key):
        if self.chance(0.1):
            return "Null" if not self.chance(RARE * 2) else self.one(["ForAllValues:Null", "ForAnyValue:Null"])
        if self.pairs.get(key.name, [""])[0] == "YR==":
            return "BinaryEquals"
        kind = key.kind if not self.chance(RARE) else self.one(list(words.OPERATORS))
        name = self.one(words.OPERATORS[kind])
        qualifier = ""
        if self.chance(0.93 if key.multivalued else 0.15):
            qualifier = self.one(["ForAllValues:", "ForAnyValue:"])
        if self.chance(0.06 if qualifier == "ForAnyValue:" else 0.25):
            name += "IfExists"
        return qualifier + name

    def operands(self, key, operator):
        if operator.endswith("Null"):
            return self.written(["true" if self.chance(0.5) else "false"])
        if self.chance(RARE / 4):
            return []
        kind = kind_of_operator(operator)
        if kind == "text" and key.kind == "arn":
            kind = "arn"
        if key.name in self.pairs and kind in (key.kind, "bytes") and self.chance(0.7):
            return self.written([self.pairs[key.name][0]])
        return self.written([self.operand(kind) for _ in range(self.random.choice([1, 1, 2, 3]))])

    def operand(self, kind):
        if kind in ("text", "arn") and not self.literal and self.chance(0.12):
            if kind == "arn":
                return self.one_or_rare(words.ARN_VARIABLES, words.RARE_ARN_VARIABLES)
            return self.one_or_rare(words.VARIABLES, words.RARE_VARIABLES)
        if kind in ("text", "arn") and self.chance(0.2):
            return self.one(words.CARRIED[kind])
        return self.one(words.OPERANDS[kind])

    def written(self, texts):
        """Sometimes as bare booleans or numbers, as policies may write them."""
        if self.chance(0.2) and all(text in ("true", "false") for text in texts):
            texts = [text == "true" for text in texts]
        elif self.chance(0.2) and all(text.lstrip("-").isdigit() and len(text) < 9 for text in texts):
            texts = [int(text) for text in texts]
        return texts[0] if len(texts) == 1 and self.chance(0.6) else texts


def kind_of_operator(operator):
    name = operator.split(":")[-1]
    for kind, sign in (("number", "Numeric"), ("date", "Date"), ("boolean", "Bool"), ("address", "IpAddress"),
                       ("arn", "Arn"), ("bytes", "Binary")):
        if sign in name:
            return kind
    return "text"
