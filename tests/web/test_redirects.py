"""A way back never leads out of the site."""

import pytest
from flask import Flask

from tourbook.web.redirects import local_target


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/desk/", "/desk/"),
        ("/desk/?page=2", "/desk/?page=2"),
        ("http://localhost/desk/", "/desk/"),
        ("https://evil.example/desk/", "/home"),
        ("//evil.example/", "/home"),
        ("/\\evil.example", "/home"),
        ("///evil.example", "/evil.example"),
        ("http://localhost//evil.example", "/home"),
        ("/a\nb", "/home"),
        ("javascript:alert(1)", "/home"),
        ("http://[", "/home"),
        ("", "/home"),
        (None, "/home"),
    ],
)
def test_only_paths_of_this_site_are_kept(floor: Flask, target: str | None, kept: str) -> None:
    with floor.test_request_context():
        assert local_target(target, "/home") == kept
