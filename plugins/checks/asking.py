"""Asks other sites whether a page is there: politely, and never a machine of one's own network.

Authors are trusted, the machine that a check runs on need not be theirs: what answers only within its network is not to
be found by a link in a text, nor by where a page elsewhere leads on to. So every address is looked up here, and the
connection goes to the one that was looked up.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

USER_AGENT = "Casebook (looks whether what its author links to is there)"
PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 10
TOO_MANY = 429
SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses as some networks have IPv6 machines reach them. Source: RFC 6052."""


class Answer(NamedTuple):
    """What became of a question: the last status, or why there was none; `moved` is where the page is now, for good."""

    status: int = 0
    error: str = ""
    moved: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the page is there."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Limits:
    """How much is asked, in seconds: `gap` between two questions to one host, `one` question, `whole` the check.

    `patience` is how long a host that is asked too much may have us wait.
    """

    gap: float = 1
    one: float = 10
    whole: float = 600
    patience: float = 30
    hosts: int = 8


class ForbiddenAddressError(Exception):
    """An address that is not of the public internet."""


@dataclass
class Asker:
    """Asks for pages, many hosts at once and each by turns; `clock` and `sleep` are those of the machine."""

    limits: Limits = field(default_factory=Limits)
    allow_private: bool = False
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    _pace: _Pace = field(init=False, repr=False)
    _end: float = field(init=False, repr=False, default=0)

    def ask_all(self, urls: Iterable[str]) -> dict[str, Answer]:
        """Return the answers to the addresses that there was time for, in the order of the addresses."""
        self._pace = _Pace(self.limits.gap, self.clock, self.sleep)
        self._end = self.clock() + self.limits.whole
        wanted = sorted(set(urls), key=lambda url: (_find_host(url), url))
        by_host = [list(group) for _, group in groupby(wanted, key=_find_host)]
        with (
            _make_transport(self.limits.one, allow_private=self.allow_private) as transport,
            ThreadPoolExecutor(self.limits.hosts) as pool,
        ):
            groups = pool.map(lambda group: self._ask_host(transport, group), by_host)
            return dict(sorted(pair for group in groups for pair in group))

    def _ask_host(self, transport: httpx.HTTPTransport, urls: list[str]) -> list[tuple[str, Answer]]:
        return [(url, self._ask(transport, url)) for url in urls if self.clock() < self._end]

    def _ask(self, transport: httpx.HTTPTransport, url: str) -> Answer:
        """Ask for one page, wherever that leads."""
        try:
            return self._follow(transport, url)
        except ForbiddenAddressError as error:
            return Answer(error=str(error))
        except httpx.TimeoutException:
            return Answer(error="no answer in time")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            return Answer(error=_name_error(error))

    def _follow(self, transport: httpx.HTTPTransport, url: str) -> Answer:
        """Ask, and go where one is sent; where every step was for good, the answer says where the page is now."""
        at, moved, is_permanent = url, "", True
        for _ in range(MOST_REDIRECTS):
            status, location = self._ask_once(transport, at)
            if status not in REDIRECTS or not location:
                return Answer(status, moved=moved if moved != url else "")
            at = urljoin(at, location)
            if urlsplit(at).scheme not in ("http", "https"):
                return Answer(error="it leads to what is no page of the web")
            is_permanent = is_permanent and status in PERMANENT
            moved = at.partition("#")[0] if is_permanent else moved
        return Answer(error="it leads on and on")

    def _ask_once(self, transport: httpx.HTTPTransport, url: str) -> tuple[int, str]:
        """Return the status of a page and where it leads on to: by HEAD, and by GET where that is no good answer."""
        status, location = self._send_patiently(transport, "HEAD", url)
        if status < 400 or status == TOO_MANY:
            return status, location
        return self._send_patiently(transport, "GET", url)

    def _send_patiently(self, transport: httpx.HTTPTransport, method: str, url: str) -> tuple[int, str]:
        """Send a request, and once more where the host says how long to wait."""
        status, location, wait = self._send(transport, method, url)
        if status == TOO_MANY and 0 < wait <= min(self.limits.patience, self._end - self.clock()):
            self.sleep(wait)
            status, location, _ = self._send(transport, method, url)
        return status, location

    def _send(self, transport: httpx.HTTPTransport, method: str, url: str) -> tuple[int, str, float]:
        """Send one request: return its status, where it leads on to, and how long to wait. The page itself is not read.

        It goes to the transport: httpx's client would look into redirects by itself, and fails where they lead nowhere.
        """
        self._pace.wait(_find_host(url))
        timeout = httpx.Timeout(self.limits.one).as_dict()
        request = httpx.Request(method, url, headers={"User-Agent": USER_AGENT}, extensions={"timeout": timeout})
        response = transport.handle_request(request)
        response.close()
        wait = response.headers.get("Retry-After", "")
        return response.status_code, response.headers.get("Location", ""), float(wait) if wait.isdigit() else 0


class _Pace:
    """Lets a host be asked once in a while, whoever asks."""

    def __init__(self, gap: float, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._gap, self._clock, self._sleep = gap, clock, sleep
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str) -> None:
        """Wait until it is a host's turn."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + self._gap
        if turn > now:
            self._sleep(turn - now)


class _PublicBackend(httpcore.SyncBackend):
    """Connects to machines of the public internet only, to the very address that was looked at, and not for long."""

    def __init__(self, longest: float, *, allow_private: bool) -> None:
        super().__init__()
        self._longest = longest
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        end = time.monotonic() + self._longest
        address = find_address(host, port, allow_private=self._allow_private)
        return _ShortStream(super().connect_tcp(address, port, timeout, local_address, socket_options), end)


class _ShortStream(httpcore.NetworkStream):
    """A connection that ends at a time: a server that sends a letter now and then does not hold us up."""

    def __init__(self, stream: httpcore.NetworkStream, end: float) -> None:
        self._stream, self._end = stream, end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return self._stream.read(max_bytes, left if timeout is None else min(left, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _ShortStream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._end)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def find_address(host: str, port: int, *, allow_private: bool) -> str:
    """Return the first address of a host. Raises ForbiddenAddressError where any is not of the public internet."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not allow_private and not all(is_public(address) for address in found):
        raise ForbiddenAddressError("its host is in a private network")
    return found[0]


def is_public(address: str) -> bool:
    """Tell whether an address is of the public internet. IPv4 within IPv6 is looked at as IPv4."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else ip.ipv4_mapped or ip.sixtofour
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def _make_transport(longest: float, *, allow_private: bool) -> httpx.HTTPTransport:
    """Return a transport whose connections are watched: httpx itself takes no network backend, httpcore does."""
    transport = httpx.HTTPTransport()
    transport._pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(trust_env=False),
        max_keepalive_connections=0,
        network_backend=_PublicBackend(longest, allow_private=allow_private),
    )
    return transport


def _find_host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _name_error(error: Exception) -> str:
    """Return why there was no answer, in words that are the same wherever one asks."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return "its certificate is not good, or it does not speak TLS"
        if isinstance(cause, socket.gaierror):
            return "there is no such host"
        cause = cause.__cause__ or cause.__context__
    return "it does not answer"
