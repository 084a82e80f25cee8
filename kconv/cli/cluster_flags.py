"""Which cluster a command speaks to: as with kubectl, the current one unless another is named."""

from __future__ import annotations

from kconv.cli.declare import option

context = option(
    "--context", metavar="NAME", default="", help="The context of the kubeconfig; default: the current one."
)
kubeconfig = option(
    "--kubeconfig", metavar="FILE", default="", file=True, help="The kubeconfig, instead of $KUBECONFIG."
)
format_ = option(
    "--format",
    "format_",
    choices=("text", "json"),
    default="text",
    show_default=True,
    help="The format of the report.",
)
