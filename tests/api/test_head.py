"""HEAD answers as GET does, without the body."""

import httpx
import pytest


@pytest.mark.parametrize("path", ["/", "/queries", "/documents", "/health", "/nowhere"])
def test_head_has_the_status_and_type_of_get(browser: httpx.Client, path: str) -> None:
    head, get = browser.head(path), browser.get(path)
    assert (head.status_code, head.headers["content-type"]) == (get.status_code, get.headers["content-type"])
    assert head.content == b""
