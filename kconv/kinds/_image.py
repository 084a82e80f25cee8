"""The pull policy that Kubernetes reads off an image's name: no tag means latest, and latest is always pulled.

Names are read as container engines read them (github.com/distribution/reference). An invalid name, such as a
placeholder of a template, has no tag that could be latest.
"""

from __future__ import annotations

import re

from kconv.paths import MISSING, get
from kconv.rules import Json

_HOST_PART = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_HOST = rf"(?:{_HOST_PART}(?:\.{_HOST_PART})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_WORD = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"
_NAME = re.compile(rf"(?:{_HOST}/)?{_WORD}(?:/{_WORD})*(?::({_TAG}))?(?:@({_DIGEST}))?")
_HASH = re.compile(r"[a-f0-9]{64}")


def tag_of(image: Json) -> str:
    """The image's tag, or latest if it has neither tag nor digest; "" for an invalid name."""
    if not isinstance(image, str) or _HASH.fullmatch(image):
        return ""
    found = _NAME.fullmatch(image)
    if not found:
        return ""
    tag, digest = found.groups()
    return tag or ("" if digest else "latest")


def pull_policy(container: Json) -> Json:
    """Always for an image tagged latest, else IfNotPresent (`SetDefaults_Container`)."""
    return _policy(get(container, ("image",)))


def volume_pull_policy(source: Json) -> Json:
    """The same for a volume that is an image (`SetDefaults_Volume`)."""
    return _policy(get(source, ("reference",)))


def _policy(image: Json) -> str:
    return "Always" if image is not MISSING and tag_of(image) == "latest" else "IfNotPresent"
