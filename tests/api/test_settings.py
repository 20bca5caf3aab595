"""Settings: where the data lies, and what each one means."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from api import settings
from api.settings import Settings


def test_a_checkout_keeps_its_data_beside_the_code() -> None:
    assert settings.default_data_folder() == Path(settings.__file__).parents[1] / "data"


def test_an_installed_package_uses_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "CHECKOUT", tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert settings.default_data_folder() == tmp_path / "share" / "weerbaar"


def test_the_environment_names_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEERBAAR_DATA", "/srv/weerbaar")
    assert Settings().data == Path("/srv/weerbaar")


def test_listens_on_loopback_unless_told_otherwise() -> None:
    assert Settings().host == "127.0.0.1"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_is(name: str) -> None:
    assert Settings.model_fields[name].description


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "70000"), ("QUERY_SECONDS", "0"), ("LOG_FORMAT", "xml")]
)
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"WEERBAAR_{name}", value)
    with pytest.raises(ValidationError):
        Settings()
