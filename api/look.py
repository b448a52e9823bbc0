"""The colour of an installation, as a style sheet of its own: pages hold no style themselves."""

from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response

from domain.contrast import darker

router = APIRouter(include_in_schema=False)

STYLES = """:root {{
  --govuk-brand-colour: {colour};
  --app-deep: {colour};
  --app-deeper: {deeper};
  --app-deepest: {deepest};
}}
"""


@router.api_route("/static/look.css", methods=["GET", "HEAD"])
def look(request: Request) -> Response:
    """The colour that is set, and two darker ones; browsers ask each time whether it is still that."""
    styles = styles_of(request.app.state.settings.colour)
    tag = f'"{sha256(styles.encode()).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(styles, media_type="text/css", headers=headers)


def styles_of(colour: str) -> str:
    """The style sheet for a colour, written as #rrggbb."""
    return STYLES.format(colour=colour, deeper=darker(colour, 0.25), deepest=darker(colour, 0.45))
