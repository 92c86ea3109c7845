"""What a person may be."""

from enum import StrEnum


class Role(StrEnum):
    ORGANISER = "organiser"
    ADMIN = "admin"
    EVALUATOR = "evaluator"
    HOST = "host"
    LEADER = "leader"
