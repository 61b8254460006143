from __future__ import annotations

import socket

import pytest

from tidegate.errors import InputError
from tidegate.web.settings import Settings, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.2"])
def test_this_machine_is_allowed(host: str) -> None:
    assert Settings(host=host).host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "example.org", "::", "", "127.0.0.1.evil.org"])
def test_any_other_host_is_refused_with_a_way_out(host: str) -> None:
    with pytest.raises(InputError, match="ssh -L") as caught:
        Settings(host=host)
    assert repr(host) in str(caught.value)
    assert not is_loopback(host)


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    with pytest.raises(InputError, match=str(port)):
        Settings(port=port)


def test_every_problem_is_named() -> None:
    with pytest.raises(InputError) as caught:
        Settings(host="example.org", port=-5)
    assert len(caught.value.problems) == 2


def test_a_port_in_use_is_named() -> None:
    from tidegate.web.server import address, listen

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"{port}.*--port"):
            listen(Settings(port=port))
    with listen(Settings(port=0)) as free:
        assert free.getsockname()[1] > 0
    assert address(Settings(language="en"), 8300) == "http://127.0.0.1:8300/?lang=en"
    assert address(Settings(host="::1"), 8300) == "http://[::1]:8300/"
