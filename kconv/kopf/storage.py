"""A diff-base storage of kopf's that keeps an object in its hub version.

kopf asks for the last handled essence (``fetch``) and for the present one (``build``), calls the handlers with the
difference, and hands over what to keep (``store``). Handlers read objects of the version that they watch. So both
essences are of that version, and only what is kept is the hub's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import kopf

from kconv.crd import CustomResource
from kconv.errors import KconvError
from kconv.kopf.base import Base, decoded
from kconv.kopf.essence import always_compared, as_form, as_object, digest, with_stash, without_own
from kconv.kopf.plain import version_of
from kconv.kopf.views import Views

Json = Any


class HubDiffBaseStorage(kopf.DiffBaseStorage):
    """Keeps what was handled of ``resources`` in the hub's form, so that every version reads it as its own.

    ``storage`` is where: by default kopf's own annotation. What that holds from before is read as well, and objects of
    other kinds are left to it. Handlers get ``old``, ``new`` and ``diff`` in the version that they watch. Annotations
    of kconv's own are no part of either.

    Raises DeclarationError for a resource whose rules or schemas cannot be, ValueError for no resource.
    """

    def __init__(self, *resources: CustomResource, storage: kopf.DiffBaseStorage | None = None) -> None:
        super().__init__()
        if not resources or not all(isinstance(each, CustomResource) for each in resources):
            raise ValueError("HubDiffBaseStorage: give the custom resources, such as HubDiffBaseStorage(BACKUP)")
        self._views = [Views(each) for each in resources]
        self._storage = storage if storage is not None else kopf.AnnotationsDiffBaseStorage()

    def build(self, *, body: kopf.Body, extra_fields: Iterable[kopf.FieldSpec] | None = None) -> kopf.BodyEssence:
        """The present essence, in the version of ``body``."""
        essence: Json = self._storage.build(body=body, extra_fields=extra_fields)
        if "metadata" in essence:
            essence["metadata"] = without_own(essence["metadata"])
        self.remove_empty_stanzas(essence)
        return cast(kopf.BodyEssence, essence)

    def fetch(self, *, body: kopf.Body) -> kopf.BodyEssence | None:
        """The essence that was handled last, in the version of ``body``; None for an object that never was.

        What cannot be read counts as another object than this one: an update, in which everything is new.
        """
        try:
            kept: Json = self._storage.fetch(body=body)
        except (ValueError, RecursionError):  # somebody edited the annotation: it is no JSON
            kept = []
        if kept is None:
            return None
        views, base = self._views_of(body), decoded(kept)
        if base is None:
            return cast(kopf.BodyEssence, self._of_plain(kept, views, body) if views else kept)
        return cast(kopf.BodyEssence, self._of_base(base, views, body))

    def store(self, *, body: kopf.Body, patch: kopf.Patch, essence: kopf.BodyEssence) -> None:
        """Keep an essence of the version of ``body``."""
        views = self._views_of(body)
        kept: Json = self._base(views, body, essence).encoded() if views else essence
        self._storage.store(body=body, patch=patch, essence=kept)

    def _views_of(self, body: Mapping[str, Json]) -> Views | None:
        """Those of the object's kind, if its version is a declared one."""
        here: str = body.get("apiVersion") or ""
        return next((each for each in self._views if here in each and each.kinds[here] == body.get("kind")), None)

    def _base(self, views: Views, body: kopf.Body, essence: kopf.BodyEssence) -> Base:
        here = body["apiVersion"]
        form = with_stash(cast(Json, essence), body)
        try:
            hub = as_form(views.at(as_object(form, body, here, views.kinds[here]), views.hub))
            leads_back = self._view({views.hub: hub}, views, body, here) == essence
            forms = {views.hub: hub} if leads_back else {views.hub: hub, here: form}
        except KconvError:  # what has no place in the hub makes the annotations too large for a server
            forms = {here: form}
        return Base(forms, dict(self._seen(forms, views, body)))

    def _seen(self, forms: Mapping[str, Json], views: Views, body: kopf.Body) -> Iterator[tuple[str, str]]:
        for version in views.versions:
            shown = self._view(forms, views, body, version)
            if shown is not None:
                yield version, digest(shown)

    def _of_base(self, base: Base, views: Views | None, body: kopf.Body) -> Json:
        here: str = body.get("apiVersion") or ""
        shown = self._view(base.forms, views, body, here)
        if shown is not None:
            return shown
        now: Json = self.build(body=body)
        return now if base.seen.get(here) == digest(now) else {}

    def _view(self, forms: Mapping[str, Json], views: Views | None, body: kopf.Body, version: str) -> Json:
        """What a version shows of a base; None if it is kept in no version that leads there."""
        known = [version, *views.versions] if views else [version]
        kept = next((each for each in known if each in forms), None)
        if kept is None:
            return None
        try:
            if views is None:
                return self._essence(forms[kept])
            return self._essence(as_form(views.at(as_object(forms[kept], body, kept, views.kinds[kept]), version)))
        except (KconvError, RecursionError):
            return None

    def _essence(self, form: Json) -> Json:
        """A form as ``build`` would have it, with what is in it of the status and the metadata."""
        asked: list[kopf.FieldSpec] = [("status",)] if "status" in form else []
        asked += [("metadata", key) for key in form.get("metadata") or {} if key not in ("labels", "annotations")]
        return self.build(body=kopf.Body(form), extra_fields=asked)

    def _of_plain(self, kept: Json, views: Views, body: kopf.Body) -> Json:
        """What kopf's own storage kept: an essence of a version that it does not name."""
        here: str = body["apiVersion"]
        now = always_compared(cast(Json, self.build(body=body)))
        shown = {version: self._view({version: kept}, views, body, here) for version in [here, *views.versions]}
        same = (version for version, seen in shown.items() if seen is not None and always_compared(seen) == now)
        found = next(same, None) or version_of(kept, views, body, here)
        return shown[found] or {}
