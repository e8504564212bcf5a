"""Against machines, without cookie, picture or third party: a field that people do not see, and a signed time.

A page carries a word of its own with the time, signed. What comes back is taken where the word is neither too young nor
too old. The same word is the same form, so that what was sent twice is one thing.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

#: Seconds: nobody writes faster, and no page is used longer.
YOUNGEST, OLDEST = 3, 24 * 3600
#: Leading zero bits of a proof of work: a second of a phone's time.
BITS = 15


class StampedForm(forms.Form):
    """A form that machines are kept from; what it was stamped with is `cleaned_data["word"]`."""

    #: Of the signature, so that no page's stamp fits another.
    salt: str
    #: People do not see it; a machine fills in whatever there is.
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(max_length=500, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        word = read(said.get("stamp", ""), self.salt)
        if said.get("website") or word is None:
            raise forms.ValidationError(_("页面已过期，或者提交得太快。请再提交一次。"))
        said["word"] = word
        return said

    def stamp_anew(self) -> None:
        """For the page that shows it again."""
        self.data = {**self.data.dict(), "stamp": stamp(self.salt), "website": ""}  # type: ignore[attr-defined]


def stamp(salt: str) -> str:
    """What a page carries: a word of its own with the time, signed."""
    return signing.dumps(secrets.token_hex(8), salt=salt)


def read(text: str, salt: str) -> str | None:
    """The word of a page, where its age is right."""
    try:
        word: str = signing.loads(text, salt=salt, max_age=OLDEST)
    except signing.BadSignature:
        return None
    try:
        signing.loads(text, salt=salt, max_age=YOUNGEST)
    except signing.SignatureExpired:
        return word
    return None


def worked(stamp: str, proof: str) -> bool:
    """Whether somebody's machine has worked for this page: the digest of both begins with `BITS` zeros."""
    digest = hashlib.sha256(f"{stamp}:{proof}".encode()).digest()
    return proof.isdecimal() and len(proof) < 16 and int.from_bytes(digest[:4]) >> (32 - BITS) == 0
