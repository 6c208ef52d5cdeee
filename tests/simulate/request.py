"""Random requests: who calls, an action, a resource, what the context carries; and the means of choosing at random.

Each case has a generator of its own, seeded from the run's seed and the case's number, so that one can be made again
without those before it.
"""

import random

import alphabet as words
from alphabet import A, B

RARE = 0.012  # of what the two tools are known to read differently


class Requests:
    """The request of case number `number` of a run, and the choices that it takes."""

    def __init__(self, seed, number):
        self.random = random.Random(f"{seed}/{number}")
        self.number = number

    # Chances

    def chance(self, share):
        return self.random.random() < share

    def one(self, of):
        return self.random.choice(of)

    def one_or_rare(self, of, rare):
        return self.one(rare if self.chance(RARE) else of)

    # The request

    def choose_request(self):
        self.action = self.random.choices(words.ACTIONS, [action.weight for action in words.ACTIONS])[0]
        self.action_name = self.in_other_case(self.action.name, 0.05)
        self.choose_caller()
        cross = self.account and self.chance(0.25)
        self.owner = (B if self.account == A else A) if cross else (self.account or A)
        written = self.one(self.action.resources)
        self.resource = written.replace("{}", self.owner)
        says = "{}" in written
        self.resource_account = self.owner if (not says and (cross or self.chance(0.5))) or self.chance(0.1) else None
        count = self.random.choice([1, 1, 2, 2, 3])
        usable = words.GLOBAL_KEYS + 3 * [words.KEYS[name] for name in self.action.keys]
        self.keys = list({key.name: key for key in self.random.sample(usable, count)}.values())
        self.pairs = {key.name: self.one(words.PAIRS[key.kind]) for key in self.keys if self.chance(RARE * 2)}

    def choose_caller(self):
        kinds = ["user", "session", "role", "root", "federated", "service", "anonymous", "service-linked"]
        shares = [45, 25, 5, 3, 6, 5, 6, 1]
        self.kind = self.random.choices(kinds, shares)[0]
        # Nobody but AssumeRoleWithSAML and its like is called in a provider's name.
        if self.action.name in words.FEDERATION and self.chance(0.8):
            self.kind = "provider"
        if self.action.name == "sts:GetCallerIdentity" and self.kind == "anonymous":
            self.kind = "user"
        self.account = A if self.chance(0.85) else B
        self.issuer = None
        self.principal = getattr(self, "be_" + self.kind.replace("-", "_"))()

    def be_user(self):
        return f"arn:aws:iam::{self.account}:user/{self.one(['alice', 'alice', 'team/alice', 'bob'])}"

    def be_session(self):
        role, path = self.one([("app", ""), ("app", ""), ("app", "svc/"), ("b", "")])
        if path or self.chance(0.3):
            self.issuer = f"arn:aws:iam::{self.account}:role/{path}{role}"
        return f"arn:aws:sts::{self.account}:assumed-role/{role}/run1"

    def be_service_linked(self):
        role = "AWSServiceRoleForAutoScaling"
        self.issuer = f"arn:aws:iam::{self.account}:role/aws-service-role/autoscaling.amazonaws.com/{role}"
        return f"arn:aws:sts::{self.account}:assumed-role/{role}/AutoScaling"

    def be_role(self):
        return f"arn:aws:iam::{self.account}:role/{self.one(['app', 'svc/app', 'b'])}"

    def be_root(self):
        return f"arn:aws:iam::{self.account}:root"

    def be_federated(self):
        name = self.one(["alice", "bob"])
        if not self.chance(0.05):
            self.issuer = f"arn:aws:iam::{self.account}:user/{'carol' if self.chance(0.08) else name}"
        return f"arn:aws:sts::{self.account}:federated-user/{name}"

    def be_service(self):
        self.account = None
        return self.one(words.SERVICES)

    def be_anonymous(self):
        self.account = None
        return "anonymous"

    def be_provider(self):
        self.account = None
        return self.one(words.PROVIDERS)

    def context(self):
        context = {}
        for key in self.keys:
            if key.name in self.pairs or not self.chance(0.3):
                context[self.in_other_case(key.name, 0.08)] = self.carried(key)
        # What variables in the policies read.
        for name in ("aws:username", "aws:PrincipalTag/Team", "aws:TagKeys"):
            if self.chance(0.6) and not any(name.lower() == other.lower() for other in context):
                context[name] = self.carried(words.KEYS[name])
        return context

    def carried(self, key):
        if not key.multivalued:
            return self.one_carried(key)
        return [self.one_carried(key) for _ in range(self.random.choice([0, 1, 1, 2, 2, 3]))]

    def one_carried(self, key):
        return self.pairs[key.name][1] if key.name in self.pairs else self.one(words.CARRIED[key.kind])

    # Spelling

    def list_of(self, first, others):
        if self.chance(0.25):
            return first + [self.one(others)]
        return first[0] if self.chance(0.6) else first

    def in_other_case(self, text, share):
        if not self.chance(share):
            return text
        return "".join(c.swapcase() if c.isascii() and self.chance(0.3) else c for c in text)
