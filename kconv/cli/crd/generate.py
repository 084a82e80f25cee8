"""`kconv crd generate`: a CustomResourceDefinition is generated from its declaration, by a developer or in CI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kconv.cli import generated_files, options, suggest
from kconv.cli.commands import FAILED, OK
from kconv.cli.common_flags import release_or_latest
from kconv.cli.declarations import once
from kconv.cli.declare import argument, command, option
from kconv.cli.screen import err, exact
from kconv.crd.available import require, require_any
from kconv.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kconv.crd.client_config import Webhook
    from kconv.crd.custom_resource import CustomResource
    from kconv.names import Release


@command(
    argument("declarations", nargs=-1, metavar="MODULE[:NAME]|FILE...", shell_complete=suggest.declarations),
    option(
        "-o",
        "--output",
        metavar="DIR",
        default=generated_files.STDOUT,
        show_default=True,
        file=True,
        help="The folder to write to, one file for each definition; - is standard output.",
    ),
    option("--check", is_flag=True, help="Write nothing; exit with 1 if a file in the folder is not up to date."),
    release_or_latest("The oldest Kubernetes release that must accept the definitions."),
    option(
        "--max-description",
        number=True,
        least=0,
        metavar="N",
        help="Shorten descriptions to N characters; 0 leaves them out.",
    ),
    option(
        "--webhook-service", metavar="NAMESPACE/NAME[:PORT]", help="The Service of the webhook that converts versions."
    ),
    option("--webhook-url", metavar="URL", help="The URL of the webhook that converts versions."),
    option(
        "--unarmed",
        is_flag=True,
        help="Leave spec.conversion to the webhook, and write policies that guard the definition until it is there: "
        "apply them before it has a second version.",
    ),
    option(
        "--stash-guard",
        is_flag=True,
        help="Also generate the policy that refuses a manifest with an outdated stash.",
    ),
    options.quiet,
    options.verbose,
    short_help="Generate CustomResourceDefinitions from pydantic models.",
)
def generate(declarations: tuple[str, ...], **flags: Any) -> int:
    """Generate the CustomResourceDefinitions of custom resources that are declared in Python.

    MODULE is the import name of a module, such as acme.backup, and NAME a custom resource in it. FILE is a file of
    rules: its definition is printed as it is, with the conversion. If the API server would refuse a definition, that is
    an error, and no file is written. A module requires `pip install 'kconv[crd]'`.

    Exits with 0 if the definitions are generated or up to date, 1 if --check finds one that is not, 2 if a declaration
    has an error.
    """
    require_any(declarations)
    if flags["check"] and flags["output"] == generated_files.STDOUT:
        raise UsageError("--check requires a folder", hint="give it with --output")
    if flags["unarmed"] and flags["webhook_service"] is None and flags["webhook_url"] is None:
        hint = "give --webhook-service or --webhook-url: the guard of the definition names it"
        raise UsageError("--unarmed requires the address of the webhook", hint=hint)
    texts = _texts(declarations, flags)
    if texts is None:
        return FAILED
    if flags["output"] == generated_files.STDOUT:
        exact("---\n".join(texts.values()))
        return OK
    from kconv.crd.text import head

    finish = generated_files.compared if flags["check"] else generated_files.written
    heads = tuple(head(f"kconv crd generate {declaration}") for declaration in declarations)
    return finish(texts, Path(flags["output"]), heads, quiet=flags["quiet"])


def _texts(declarations: tuple[str, ...], flags: dict[str, Any]) -> dict[str, str] | None:
    """The text of each definition by the name of its file. None if declarations have errors, which are all reported."""
    from kconv import catalog

    require(declarations, Path.cwd())
    from kconv.crd.faults import DeclarationError
    from kconv.crd.modules import resources_in

    release, webhook = catalog.parse_release(flags["release"]), _webhook(flags["webhook_service"], flags["webhook_url"])
    texts: dict[str, str] = {}
    sources: dict[str, str] = {}
    failed = False
    for declaration in once(declarations, Path.cwd()):
        try:
            for resource in resources_in(declaration):
                for file, text in _definitions(resource, declaration, release, webhook, flags):
                    if file in texts:
                        why = f"both {sources[file]} and {declaration} declare it"
                        raise UsageError(why, file=file, hint="leave one of them out, or name a resource: MODULE:NAME")
                    texts[file], sources[file] = text, declaration
        except DeclarationError as error:
            err("".join(f"error: {each}\n" for each in error.each))
            failed = True
    return None if failed else texts


def _definitions(
    resource: CustomResource, declaration: str, release: Release, webhook: Webhook | None, flags: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    """The files of a custom resource. What its rules have and its schemas do not is an error."""
    from kconv.crd import generated
    from kconv.crd.text import text_of
    from kconv.testing.declaration import fitting_resource

    made = generated.generate(
        resource,
        release=release,
        webhook=webhook,
        max_description=flags["max_description"],
        unarmed=flags["unarmed"],
    )
    fitting_resource(resource)
    if not flags["quiet"]:
        err("".join(f"warning: {fault}\n" for fault in made.warnings))
    if flags["verbose"]:
        err("".join(f"note: {fault}\n" for fault in made.notes))
    made_by = f"kconv crd generate {declaration}"
    for name, guard in made.guards.items():
        yield f"{name}-unarmed.yaml", text_of(*guard, made_by=made_by)
    for manifest in made.manifests:
        yield f"{manifest['metadata']['name']}.yaml", text_of(manifest, made_by=made_by)
    if flags["stash_guard"]:
        yield from _stash_guards(resource, made_by, release)


def _stash_guards(resource: CustomResource, made_by: str, release: Release) -> Iterator[tuple[str, str]]:
    """The files of the policies: also where versions are alike, because a kustomization names the file, and objects
    may hold a stash from before."""
    from kconv.crd.definition import definitions_of
    from kconv.crd.stash_guard import stash_guard
    from kconv.crd.text import text_of

    for definition in definitions_of(resource):
        made = stash_guard(definition, release)
        yield f"{made[0]['metadata']['name']}.yaml", text_of(*made, made_by=made_by)


def _webhook(service: str | None, url: str | None) -> Webhook | None:
    from kconv.crd import client_config

    if service is not None and url is not None:
        raise UsageError("--webhook-service and --webhook-url cannot be used together", hint="give one of them")
    if service is not None:
        return client_config.service(service)
    return None if url is None else client_config.address(url)
