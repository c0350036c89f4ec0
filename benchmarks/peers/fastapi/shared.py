"""What both FastAPI peers share: the token check and the statements."""

import base64
import datetime
import os
import secrets
import time
import uuid

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import HTTPException, Request
from pydantic import BaseModel

SOCKETS = os.environ["BENCH_SOCKETS"]
CONNECTIONS = int(os.environ["BENCH_CONNECTIONS"])
KEYS = {
    key_id: Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
    for key_id, key in (pair.split("=", 1) for pair in os.environ["BENCH_KEYS"].split())
}

COLUMNS = (
    "id, version, name, email, phone, job_position, organization, organization_id, metadata,"
    " created_at, updated_at"
)

_verified = {}


class Who:
    __slots__ = ("user", "workspace", "until")

    def __init__(self, claims):
        self.user = claims["sub"]
        self.workspace = claims["tid"]
        self.until = claims["exp"]


def authenticate(request: Request) -> Who:
    """Verifies a token once and remembers it until it ends, as Parley does."""
    token = request.headers.get("authorization", "")[7:]
    who = _verified.get(token)
    if who is None:
        try:
            key = KEYS[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token, key, algorithms=["EdDSA"], audience="parley-api", issuer="parley"
            )
        except (jwt.PyJWTError, KeyError):
            raise HTTPException(401, "sign in") from None
        who = _verified[token] = Who(claims)
    if who.until <= time.time():
        raise HTTPException(401, "sign in")
    return who


class NewContact(BaseModel):
    name: str
    email: str | None = None
    phone: str | None = None
    job_position: str | None = None


def uuid7() -> uuid.UUID:
    bits = int(time.time() * 1000) << 80 | 7 << 76 | secrets.randbits(12) << 64
    return uuid.UUID(int=bits | 2 << 62 | secrets.randbits(62))


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def instant(at):
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def digits_of(phone):
    return "".join(filter(str.isdigit, phone)) if phone else None


def search_text(contact: NewContact):
    texts = (contact.name, contact.email, contact.phone, digits_of(contact.phone), contact.job_position)
    words = "".join(c if c.isalnum() else " " for c in " ".join(filter(None, texts)).lower())
    return f" {' '.join(words.split())} "
