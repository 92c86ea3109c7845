"""Changing packages. Nothing here commits: the caller owns the transaction."""

from tourbook.packages.services.drafts import (
    ItemFace,
    Placed,
    add_item,
    adjust_item,
    apply_programme,
    change_item,
    copy_item,
    remove_item,
)
from tourbook.packages.services.packages import create
from tourbook.packages.services.packages import describe as describe_package
from tourbook.packages.services.packages import restore as restore_package
from tourbook.packages.services.packages import retire as retire_package
from tourbook.packages.services.parts import (
    add_day,
    add_objective,
    change_day,
    cover,
    price,
    remove_day,
    remove_objective,
)
from tourbook.packages.services.stamp import touch_catalogue
from tourbook.packages.services.undoing import redo, undo
from tourbook.packages.services.versions import copy, discard, publish
from tourbook.packages.services.versions import describe as describe_version
from tourbook.packages.services.versions import retire as retire_version

__all__ = [
    "ItemFace",
    "Placed",
    "add_day",
    "add_item",
    "add_objective",
    "adjust_item",
    "apply_programme",
    "change_day",
    "change_item",
    "copy",
    "copy_item",
    "cover",
    "create",
    "describe_package",
    "describe_version",
    "discard",
    "price",
    "publish",
    "redo",
    "remove_day",
    "remove_item",
    "remove_objective",
    "restore_package",
    "retire_package",
    "retire_version",
    "touch_catalogue",
    "undo",
]
