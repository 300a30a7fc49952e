"""Decides which calls go through a proxy: those to other machines, unless NO_PROXY names the host.

The SDK takes the proxy from HTTPS_PROXY or HTTP_PROXY. Its web client obeys NO_PROXY, because it
uses urllib. Its socket client does not (slackapi/python-slack-sdk#953), so `choose_proxy` does.
"""

from __future__ import annotations

import os
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def is_on_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost" or host.endswith(".localhost")  # RFC 6761, 6.3


def exempt_this_machine(url: str) -> None:
    """Adds the URL's host to NO_PROXY of this process, if the host is this machine.

    Otherwise urllib would use the proxy, and the SDK has no option to prevent that.
    """
    host = urlsplit(url).hostname or ""
    if is_on_this_machine(host) and not _is_exempt(url):
        name = f"[{host}]" if ":" in host else host  # urllib compares an IPv6 address in brackets
        exempt = ",".join(filter(None, (getproxies().get("no"), name)))
        os.environ["no_proxy"] = exempt  # takes precedence over NO_PROXY


def choose_proxy(url: str, proxy: str | None) -> str | None:
    """Returns the URL of the proxy for calls to `url`, or None to connect directly."""
    if not proxy or is_on_this_machine(urlsplit(url).hostname or "") or _is_exempt(url):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_exempt(url: str) -> bool:
    return bool(proxy_bypass(urlsplit(url).netloc))
