"""A digest as a message that can be sent: RFC 5322 and MIME, with the headers of a mailing list.

Sources: RFC 2046, section 5.1.4 (alternatives), RFC 2369 and RFC 8058 (List-Unsubscribe), RFC 2919 (List-Id). Python's
email package encodes what is not ASCII and refuses line ends in headers.
"""

from __future__ import annotations

import re
import uuid
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from plugins.feeds.digest import UNSUBSCRIBE, Digest
from plugins.feeds.ids import NAMESPACE
from plugins.settings import SiteSettings

RECEIVER = "{{email}}"
"""What the sender replaces by the address of one reader."""

_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
"""An address that needs no quotes and no other encoding. Source: RFC 5322, section 3.2.3."""


def can_send(address: str) -> bool:
    """Tell whether letters may come from an address."""
    local, _, domain = address.partition("@")
    dotted = (*local.split("."), *domain.split("."))
    return _MAILBOX.fullmatch(address) is not None and all(dotted)


def write_message(digest: Digest, settings: SiteSettings) -> bytes:
    """Return a digest as a file of a message. The same digest at the same time is the same bytes."""
    key = uuid.uuid5(NAMESPACE, f"{settings.name}\n{settings.now.isoformat()}\n{digest.text}").hex
    host = re.sub("[^A-Za-z0-9.-]", "-", urlsplit(settings.url).hostname or "localhost")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = digest.subject
    message["From"] = Address(" ".join(settings.name.split()), addr_spec=settings.contact)
    message["To"] = RECEIVER
    message["Date"] = settings.now.astimezone(settings.zone)
    message["Message-ID"] = f"<{key}@{host}>"
    message["List-Id"] = f"<digest.{host}>"
    message["List-Unsubscribe"] = f"<{UNSUBSCRIBE}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(digest.text, cte="quoted-printable")
    message.add_alternative(digest.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = settings.lang
    # No line of quoted-printable text begins so. Source: RFC 2045, section 6.7.
    message.set_boundary(f"=_{key}")
    return message.as_bytes()
