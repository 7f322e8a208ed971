"""A FHIR file as resources that can be found: nothing too deep, everything valid, each reference resolved inside the file."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from roundtable.fhir.rules.reading import Element, Resource
from roundtable.fhir.rules.refusals import AddressTwice, EnteredInError, InvalidResource, MeaningUnknown, NotFhir, NothingToTake, TooLarge
from roundtable.kernel.refusal import Refusal, gettext_noop

DEEPEST = 50
MOST_VALUES = 1_000_000
LONGEST_WORD_SHOWN = 60

KINDS_READ = frozenset(
    (
        "Patient",
        "ServiceRequest",
        "CarePlan",
        "Goal",
        "CareTeam",
        "Task",
        "Practitioner",
        "PractitionerRole",
        "RelatedPerson",
        "Organization",
    )
)
# Required codes that the library does not check, and that decide here whether something becomes a draft (FHIR R4 value sets).
_REQUEST_STATES = frozenset(("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"))
_STATES: Mapping[str, tuple[str, frozenset[str]]] = {
    "ServiceRequest": ("status", _REQUEST_STATES),
    "CarePlan": ("status", _REQUEST_STATES),
    "Goal": (
        "lifecycleStatus",
        frozenset(("proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "entered-in-error", "rejected")),
    ),
    "CareTeam": ("status", frozenset(("proposed", "active", "suspended", "inactive", "entered-in-error", ""))),
}
_HISTORY_BUNDLE = gettext_noop("it is a history of changes, not a present state")
_REST_ADDRESS = re.compile(r"(?P<base>https?://.+/)?(?P<kind>[A-Z][A-Za-z]{1,40})/(?P<id>[A-Za-z0-9.-]{1,64})")
# In R4 and no longer in R4B, whose models the library has; nothing here reads them.
_ONLY_IN_R4 = re.compile(
    "MedicinalProduct(Authorization|Contraindication|Indication|Ingredient|Interaction|Manufactured|Packaged|Pharmaceutical|UndesirableEffect)?"
    "|(Effect|Risk)EvidenceSynthesis|Substance(NucleicAcid|Polymer|Protein|ReferenceInformation|SourceMaterial|Specification)"
)
_VERSION = re.compile(r"/_history/[A-Za-z0-9.-]{1,64}$")


def parse_json(data: bytes) -> object:
    """What a JSON file holds; twice-named elements and numbers that are none are refused, for one of them would be lost.

    Raises NotFhir, TooLarge.

    >>> parse_json(b'{"resourceType": "Goal"}')
    {'resourceType': 'Goal'}
    """
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise TooLarge(depth=DEEPEST, values=MOST_VALUES) from None
    except UnicodeDecodeError:
        raise NotFhir(why="it is not written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise NotFhir(why=f"line {error.lineno}, column {error.colno} cannot be read") from None
    except ValueError:  # Python's own limit on the digits of a number
        raise NotFhir(why="it holds a number that is none") from None


class File:
    """The resources of one file, in their order, and the way from a reference to its resource."""

    def __init__(self, content: object) -> None:
        """Raises NotFhir, TooLarge, NothingToTake for what is no resource that can be looked into."""
        whole = _as_resource(content)
        self._by_address: dict[str, Resource] = {}
        self._by_name: dict[tuple[str, str], list[Resource]] = {}
        self.bundle: Resource | None = None
        self.resources: list[Resource] = []
        if whole["resourceType"] == "Bundle":
            self.bundle = Resource("Bundle", whole)
            self._unpack(self.bundle.root)
        else:
            self._add(Resource(str(whole["resourceType"]), whole))

    def of_kind(self, kind: str) -> list[Resource]:
        """The fit resources of a kind that stand by themselves."""
        return [resource for resource in self.resources if resource.kind == kind and not resource.unfit]

    def everything(self) -> Iterator[Resource]:
        """Every resource and, first, the Bundle itself."""
        if self.bundle:
            yield self.bundle
        yield from self.resources

    def find(self, reference: Element) -> Resource | None:
        """The resource a Reference points to, contained or in this file, by FHIR's rules for Bundles; None where it is not here.

        A relative reference from an entry without a web address is resolved by type and id where exactly one resource fits.
        """
        text = reference["reference"].value
        if not isinstance(text, str):
            return None
        if text.startswith("#"):
            holder = reference.resource.container or reference.resource
            return holder.contained.get(text[1:]) if len(text) > 1 else holder
        address = _VERSION.sub("", text)
        if address in self._by_address:
            return self._by_address[address]
        found = _REST_ADDRESS.fullmatch(address)
        if not found or found["base"]:
            return None
        source = _REST_ADDRESS.fullmatch((reference.resource.container or reference.resource).full_url)
        if source and source["base"] and (near := self._by_address.get(source["base"] + address)):
            return near
        same = self._by_name.get((found["kind"], found["id"]), [])
        return same[0] if len(same) == 1 else None

    def _unpack(self, bundle: Element) -> None:
        if bundle["type"].code() == "history":
            raise NotFhir(why=_HISTORY_BUNDLE)
        for rule in ("implicitRules", "modifierExtension"):
            if bundle[rule].value:
                raise MeaningUnknown(element=bundle[rule].written)
        for entry in bundle.each("entry"):
            inner = entry["resource"]
            if isinstance(inner.value, Mapping) and isinstance(inner.value.get("resourceType"), str):
                inner.read()
                full_url = entry["fullUrl"].code()
                resource = Resource(inner.written, inner.value, full_url)
                self._add(resource)
                if entry["modifierExtension"].value:
                    resource.unfit = MeaningUnknown(element=entry["modifierExtension"].written)

    def _add(self, resource: Resource) -> None:
        self.resources.append(resource)
        resource.unfit = _unfit(resource)
        contained = resource.content.get("contained")
        if contained is not None and not isinstance(contained, list) and not resource.unfit:
            resource.unfit = InvalidResource(element="contained", problem="list type")
        for place, content in enumerate(contained if isinstance(contained, list) else []):
            if isinstance(content, Mapping) and isinstance(content.get("resourceType"), str):
                inner = Resource(f"{resource.place}.contained[{place}]", content, container=resource)
                inner.unfit = _unfit(inner)
                if inner.id in resource.contained:
                    inner.unfit = AddressTwice()
                resource.contained[inner.id if inner.id not in resource.contained else f"{inner.id}[{place}]"] = inner
            elif not resource.unfit:
                resource.unfit = InvalidResource(element=f"contained[{place}]", problem="not a resource")
        if resource.full_url and resource.full_url in self._by_address:
            resource.unfit = AddressTwice()
            return
        if resource.full_url:
            self._by_address[resource.full_url] = resource
        self._by_name.setdefault((resource.kind, resource.id), []).append(resource)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose elements all have their own name."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotFhir(why="an element stands there twice")
    return found


def _no_number(name: str) -> Any:
    raise NotFhir(why="it holds a number that is none")


def _as_resource(content: object) -> Mapping[str, Any]:
    """The content as a resource that is safe to walk through."""
    if not isinstance(content, dict):
        raise NotFhir(why="it is not one JSON object")
    _refuse_too_large(content)
    kind = content.get("resourceType")
    if not isinstance(kind, str):
        raise NotFhir(why="it has no resourceType")
    if kind != "Bundle" and _model(kind) is None:
        raise NothingToTake(kind=kind) if _ONLY_IN_R4.fullmatch(kind) else NotFhir(why="its resourceType is not one of FHIR R4")
    if kind != "Bundle" and kind not in KINDS_READ:
        raise NothingToTake(kind=kind)
    return content


def _refuse_too_large(content: dict[str, Any]) -> None:
    """Walk level by level, so that no nesting can exhaust the stack, and no cycle lasts."""
    level: list[object] = [content]
    values = 0
    for _ in range(DEEPEST):
        values += len(level)
        if not level:
            return
        if values > MOST_VALUES:
            break
        inside: list[object] = []
        for value in level:
            if isinstance(value, dict):
                if not all(isinstance(key, str) for key in value):
                    raise NotFhir(why="an element has no name")
                inside.extend(value.values())
            elif isinstance(value, list):
                inside.extend(value)
            elif value is not None and not isinstance(value, str | int | float):
                raise NotFhir(why="it holds a value that JSON does not know")
        level = inside
    raise TooLarge(depth=DEEPEST, values=MOST_VALUES)


@cache
def _model(kind: str) -> Any:
    """The library's model of a resource type, or None."""
    if not re.fullmatch(r"[A-Z][A-Za-z]{1,40}", kind):
        return None
    try:
        return get_fhir_model_class(kind)
    except (ValueError, KeyError, LookupError):
        return None


def _unfit(resource: Resource) -> Refusal | None:
    """Why a resource of a kind we read cannot be read: invalid, of unknown meaning, taken back. None where it can."""
    if resource.kind not in KINDS_READ:
        known = resource.kind == "Bundle" or _ONLY_IN_R4.fullmatch(resource.kind) or _model(resource.kind)
        return None if known else InvalidResource(element="resourceType", problem="unknown code")
    modifier = _unknown_modifier(resource.content, "")
    if modifier:
        return MeaningUnknown(element=_safe(modifier))
    content = {key: value for key, value in resource.content.items() if key != "contained"}
    if empty := _null_at(content, ""):
        return InvalidResource(element=_safe(empty), problem="null")
    try:
        _model(resource.kind).model_validate(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        return InvalidResource(element=_shown(first["loc"]) or resource.kind, problem=str(first["type"]).replace("_", " "))
    except Exception:  # the library lets KeyError, RecursionError and others through on odd input; none may stop an import
        return InvalidResource(element=resource.kind, problem="unreadable")
    element, states = _STATES.get(resource.kind, ("", frozenset[str]()))
    state = content.get(element, "")
    if states and state not in states:
        return InvalidResource(element=element, problem="unknown code")
    return EnteredInError() if state == "entered-in-error" else None


def _unknown_modifier(value: object, path: str) -> str:
    """Where a rule stands that changes the meaning of what is around it; "" for nowhere."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in ("modifierExtension", "implicitRules") and inner:
                return f"{path}.{key}".lstrip(".")
            if key != "contained" and (found := _unknown_modifier(inner, f"{path}.{key}")):
                return found
    elif isinstance(value, list):
        return next((found for place, inner in enumerate(value) if (found := _unknown_modifier(inner, f"{path}[{place}]"))), "")
    return ""


def _null_at(value: object, path: str) -> str:
    """Where an element is null, which FHIR's JSON never has and the library passes over; "" for nowhere. Lists may hold gaps."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if inner is None:
                return f"{path}.{key}".lstrip(".")
            if found := _null_at(inner, f"{path}.{key}"):
                return found
    elif isinstance(value, list):
        return next((found for place, inner in enumerate(value) if (found := _null_at(inner, f"{path}[{place}]"))), "")
    return ""


def _shown(where: tuple[int | str, ...]) -> str:
    """A place in a resource, as a path that is safe to show."""
    return _safe("".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where).lstrip("."))


def _safe(path: str) -> str:
    """A path without what a file could smuggle into a terminal by made-up names of elements."""
    return "".join(sign if sign.isprintable() else "?" for sign in path)[:LONGEST_WORD_SHOWN]
