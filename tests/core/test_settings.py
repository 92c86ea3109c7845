"""Settings that cannot be meant are told of before anything starts."""

from pathlib import Path

import pytest

from tourbook.config import Settings, SettingsError


def load(tmp_path: Path, **environ: str) -> Settings:
    return Settings.load(environ, instance=tmp_path)


def test_no_routing_server_is_set_up_unless_somebody_does(tmp_path: Path) -> None:
    assert load(tmp_path).routing_url == ""


def test_a_routing_server_is_named_by_its_address(tmp_path: Path) -> None:
    settings = load(tmp_path, TOURBOOK_ROUTING_URL="https://roads.example.org/")

    assert settings.routing_url == "https://roads.example.org"


@pytest.mark.parametrize("address", ["roads.example.org", "ftp://roads", "file:///etc/passwd"])
def test_an_address_that_is_no_web_address_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="TOURBOOK_ROUTING_URL must begin with http"):
        load(tmp_path, TOURBOOK_ROUTING_URL=address)
