"""Personal data: kept encrypted, shown masked.

A key is derived from `GONGKAI_FIELD_KEY`. What is encrypted names its key, so that a new one can take over: put the
old one into `GONGKAI_OLD_FIELD_KEYS` until `save()` has encrypted every row anew.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.examine import examine_text, masked

MARK = "gk1"
NONCE = 12
#: Without as many digits there is nothing to mask; most texts are not looked at further.
_LONG_NUMBER = re.compile(r"(?:\d[\s\-./·_()（）]{0,2}){8}|[〇零○一二三四五六七八九幺]{11}")


class FieldKeyMissing(RuntimeError):
    """What is encrypted cannot be read: its key is not among those that the instance was given."""


class Kind(models.TextChoices):
    """What a value is, for its mask."""

    PHONE = "phone", _("电话号码")
    ID = "id", _("证件号码")
    ADDRESS = "address", _("地址")
    EMAIL = "email", _("电子邮箱")


def encrypt(text: str) -> str:
    """`gk1:<key>:<nonce and text, AES-256-GCM>`; the same text is another each time."""
    key_id, sealed = _sealed(text.encode())
    return f"{MARK}:{key_id}:{base64.b64encode(sealed).decode()}"


def decrypt(token: str) -> str:
    """
    :raises FieldKeyMissing: where the key is another one, or the text was tampered with.
    """
    mark, _colon, rest = token.partition(":")
    key_id, _colon, sealed = rest.partition(":")
    return _opened(mark, key_id, base64.b64decode(sealed)).decode()


def seal(data: bytes) -> bytes:
    """The same for bytes: `gk1:<key>:` and the nonce with the sealed bytes, nothing in a code of letters."""
    key_id, sealed = _sealed(data)
    return f"{MARK}:{key_id}:".encode() + sealed


def unseal(token: bytes) -> bytes:
    """
    :raises FieldKeyMissing: as `decrypt` does.
    """
    mark, _colon, rest = token.partition(b":")
    key_id, _colon, sealed = rest.partition(b":")
    return _opened(mark.decode(errors="replace"), key_id.decode(errors="replace"), sealed)


def blind_index(text: str) -> str:
    """By which an encrypted value is found again, exactly and only with the key; blanks and hyphens do not count."""
    return _index(text, settings.FIELD_KEYS[0])


def blind_indexes(text: str) -> list[str]:
    """The same by every key at hand: of what is known to somebody else only, no index is ever made anew."""
    return [index for secret in settings.FIELD_KEYS if (index := _index(text, secret))]


def code_for(what: str, signs: int) -> str:
    """A code to be written down, in groups of four: the same for the same thing, also after the field key was changed,
    and nothing that could be guessed."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), what.encode(), "sha256")
    code = base64.b32encode(digest).decode()[:signs]
    return "-".join(code[at : at + 4] for at in range(0, signs, 4))


def key_ids(given: Sequence[str] = ()) -> list[str]:
    """The names of these keys, else of those at hand, the one in use first; a name tells nothing of its key."""
    return [_name(secret) for secret in given or settings.FIELD_KEYS]


def mask(value: str, kind: Kind) -> str:
    """As much of it as may be shown: 138****1234, 1****************2, 示范市示范区****."""
    if not value:
        return ""
    if kind is Kind.PHONE:
        return _starred(value, 3, 4) if len(value) > 8 else _starred(value, 0, 2)
    if kind is Kind.EMAIL:
        name, at, host = value.rpartition("@")
        return f"{name[:1]}****{at}{host}" if at else _starred(value, 1, 0)
    if kind is Kind.ADDRESS:
        place = re.match(r".*?[省市州盟区].*?[县区旗市]|.{1,6}?[县区旗市]", value)
        return f"{place[0] if place and place.end() < len(value) else value[:2]}****"
    return _starred(value, 1, 1)


def veiled(text: str) -> str:
    """What is kept for ever, a title or a reason, with the numbers of people that stand in it masked."""
    return masked(text, examine_text(text)) if _LONG_NUMBER.search(text) else text


def _starred(value: str, first: int, last: int) -> str:
    if len(value) <= first + last:
        return "*" * len(value)
    return value[:first] + "*" * (len(value) - first - last) + value[len(value) - last :]


class EncryptedTextField(models.TextField):
    """Text that is encrypted in the database, its dumps and logs. It can be asked for NULL, and for nothing else.

    Where rows must be found by it, the model has a `BlindIndexField` beside it.
    """

    def get_prep_value(self, value: Any) -> Any:
        """As it is stored; nothing stays nothing."""
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        return decrypt(value) if value else value

    def to_python(self, value: Any) -> Any:
        """Also from a serialized row, where it is encrypted."""
        if isinstance(value, str) and value.startswith(f"{MARK}:"):
            try:
                return decrypt(value)
            except (FieldKeyMissing, ValueError):
                return value
        return super().to_python(value)

    def value_to_string(self, obj: models.Model) -> str:
        """For `dumpdata`: encrypted."""
        return str(self.get_prep_value(self.value_from_object(obj)) or "")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be looked up; use a BlindIndexField beside it")
        return super().get_lookup(lookup_name)


class EncryptedBinaryField(models.BinaryField):
    """Bytes that are encrypted in the database, its dumps and logs; None stays None."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(seal(bytes(value)) if value is not None else None, connection, prepared)

    def from_db_value(self, value: Any, *_args: Any) -> bytes | None:
        return unseal(bytes(value)) if value is not None else None

    def value_to_string(self, obj: models.Model) -> str:
        """For `dumpdata`: encrypted, in letters."""
        value: Any = self.value_from_object(obj)
        return base64.b64encode(seal(bytes(value))).decode() if value is not None else ""

    def to_python(self, value: Any) -> Any:
        """Also from a serialized row, where it is encrypted."""
        found: Any = super().to_python(value)
        sealed = isinstance(value, str) and bytes(found or b"").startswith(f"{MARK}:".encode())
        return unseal(bytes(found)) if sealed else found

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be looked up")
        return super().get_lookup(lookup_name)


class BlindIndexField(models.CharField):
    """The blind index of the field named by `of`, kept with each save: `filter(phone_index=blind_index(phone))`."""

    def __init__(self, *, of: str, **options: Any) -> None:
        self.of = of
        options.update(max_length=64, blank=True, editable=False, db_index=True)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for option in ("max_length", "blank", "editable", "db_index"):
            kwargs.pop(option, None)
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        index = blind_index(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, index)
        return index


def _sealed(data: bytes) -> tuple[str, bytes]:
    """The name of the key in use, and nonce and data under it."""
    key_id, key = next(iter(_keys().items()))
    nonce = secrets.token_bytes(NONCE)
    return key_id, nonce + AESGCM(key).encrypt(nonce, data, key_id.encode())


def _opened(mark: str, key_id: str, sealed: bytes) -> bytes:
    key = _keys().get(key_id)
    if mark != MARK or key is None:
        raise FieldKeyMissing(f"没有字段密钥 {key_id}：请在 GONGKAI_OLD_FIELD_KEYS 中给出。 No field key {key_id}.")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], key_id.encode())
    except InvalidTag:
        raise FieldKeyMissing(f"字段密钥 {key_id} 读不出内容：内容被改动。 Not what was encrypted.") from None


def _keys() -> Mapping[str, bytes]:
    """Every key by its name; the first is the one in use."""
    return {_name(secret): _derived(secret, "field") for secret in settings.FIELD_KEYS}


def _index(text: str, secret: str) -> str:
    folded = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    return hmac.digest(_derived(secret, "index"), folded.encode(), "sha256").hex() if folded else ""


def _name(secret: str) -> str:
    return _derived(secret, "name").hex()[:8]


@cache
def _derived(secret: str, what: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"gongkai {what}".encode()).derive(secret.encode())
