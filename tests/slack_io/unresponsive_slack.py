"""A server that accepts a WebSocket, sends a hello and then answers nothing, including pings."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3


class UnresponsiveSlack:
    """Serves apps.connections.open and WebSockets on 127.0.0.1. `handshakes` is their number."""

    def __init__(self) -> None:
        self.handshakes = 0
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        socket_url = f"ws://127.0.0.1:{self._listener.getsockname()[1]}/link"

        class Api(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = json.dumps({"ok": True, "url": socket_url}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                return

        self._api = ThreadingHTTPServer(("127.0.0.1", 0), Api)
        self.api_url = f"http://127.0.0.1:{self._api.server_address[1]}/api/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._api.serve_forever, daemon=True).start()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._api.shutdown()
        self._api.server_close()
        self._listener.close()
        for connection in self._sockets:
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._sockets.append(connection)
            threading.Thread(target=self._open_session, args=(connection,), daemon=True).start()

    def _open_session(self, connection: socket.socket) -> None:
        request = connection.recv(4096).decode()
        key = next(
            line.split(":", 1)[1].strip()
            for line in request.splitlines()
            if line.lower().startswith("sec-websocket-key")
        )
        digest = hashlib.sha1(f"{key}{_MAGIC}".encode(), usedforsecurity=False).digest()
        connection.sendall(
            (
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}\r\n\r\n"
            ).encode()
        )
        self.handshakes += 1
        text = json.dumps({"type": "hello", "num_connections": 9}).encode()
        connection.sendall(bytes([0x81, len(text)]) + text)
