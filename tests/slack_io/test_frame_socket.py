"""The socket returns one whole frame at a time, whatever parts it arrives in."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

from slack_io.frame_socket import FrameSocket, find_frame_length, read_by_frames


def frame(size: int) -> bytes:
    if size <= 125:
        head = bytes([0x81, size])
    elif size <= 65_535:
        head = bytes([0x81, 126]) + size.to_bytes(2)
    else:
        head = bytes([0x81, 127]) + size.to_bytes(8)
    return head + b"x" * size


@pytest.fixture
def pair() -> Iterator[tuple[FrameSocket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.settimeout(0.05)
    with ours, theirs:
        yield FrameSocket(ours), theirs


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536])
def test_each_frame_is_returned_whole(pair: tuple[FrameSocket, socket.socket], size: int) -> None:
    reader, writer = pair
    writer.sendall(frame(size) + frame(3))
    assert reader.recv(16) == frame(size)
    assert reader.recv(16) == frame(3)


def test_a_frame_that_pauses_halfway_is_not_lost(pair: tuple[FrameSocket, socket.socket]) -> None:
    reader, writer = pair
    writer.sendall(frame(500)[:100])
    with pytest.raises(TimeoutError):
        reader.recv(16)
    writer.sendall(frame(500)[100:])
    assert reader.recv(16) == frame(500)


def test_the_end_of_the_stream_is_an_error(pair: tuple[FrameSocket, socket.socket]) -> None:
    reader, writer = pair
    writer.sendall(frame(9) + frame(9)[:4])
    writer.close()
    assert reader.recv(16) == frame(9)
    with pytest.raises(ConnectionResetError):
        reader.recv(16)


def test_our_own_shutdown_is_no_error(pair: tuple[FrameSocket, socket.socket]) -> None:
    reader, _writer = pair
    reader.shutdown(socket.SHUT_RDWR)
    assert reader.recv(16) == b""


@given(st.integers(0, 70_000), st.integers(0, 40))
def test_a_frame_is_complete_with_its_last_byte(size: int, following: int) -> None:
    whole = frame(size)
    assert find_frame_length(whole[:-1]) is None
    assert find_frame_length(whole + b"y" * following) == len(whole)


def test_the_rest_of_the_handshake_is_skipped(pair: tuple[FrameSocket, socket.socket]) -> None:
    reader, writer = pair
    writer.sendall(b"\n" + frame(9) + frame(10))
    assert [reader.recv(16), reader.recv(16)] == [frame(9), frame(10)]


def test_five_thousand_events_at_once_are_all_read(
    pair: tuple[FrameSocket, socket.socket],
) -> None:
    """Without `FrameSocket` the SDK's reader raises a RecursionError after some hundred frames."""
    _reader, writer = pair
    texts: list[str] = []
    session = Connection(
        "wss://unused.invalid", logging.getLogger(__name__), on_message_listener=texts.append
    )
    session.sock = pair[0]._sock  # type: ignore[assignment]  # no TLS here
    read_by_frames(session)
    sending = threading.Thread(
        target=writer.sendall, args=(frame(300) * 5000 + b"\x88\x02\x03\xe8",)
    )
    sending.start()
    session.run_until_completion(ConnectionState())  # type: ignore[no-untyped-call]
    sending.join()
    assert len(texts) == 5000
    assert not session.is_active()
