"""What was typed in a form that could not be taken yet: carried through the sign-in and sent again (UI-08)."""

from dataclasses import dataclass, field

from django.core import signing

SALT = "crm_site.kept_form"
FIELD = "kept_form"
LASTS = 24 * 3600
NEVER_KEPT = {"csrfmiddlewaretoken", FIELD}


@dataclass
class KeptForm:
    """path: where it was sent, with its query; fields: (name, value) in their order, without secrets and files."""

    path: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    has_files: bool = False
    has_secrets: bool = False


def from_request(request) -> KeptForm:
    kept = KeptForm(request.get_full_path(), has_files=bool(request.FILES))
    for name, values in request.POST.lists():
        if "password" in name.lower():
            kept.has_secrets = True
        elif name not in NEVER_KEPT:
            kept.fields += [(name, value) for value in values]
    return kept


def sign(kept: KeptForm) -> str:
    """As text for a hidden field; signed, so that it comes back as it was sent."""
    return signing.dumps([kept.path, kept.fields, kept.has_files, kept.has_secrets], salt=SALT, compress=True)


def read(text: str) -> KeptForm | None:
    try:
        path, fields, has_files, has_secrets = signing.loads(text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return KeptForm(path, [(name, value) for name, value in fields], has_files, has_secrets)
