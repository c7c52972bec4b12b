"""Mail without a mail server: one file a Message-ID."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_UNSAFE = re.compile(r"[^A-Za-z0-9.@-]")


class EmlFiles(BaseEmailBackend):
    """Writes each mail to `EMAIL_FILE_PATH/<Message-ID>.eml`; sending it again writes the same file again."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            mail = message.message()
            name = _UNSAFE.sub("_", str(mail["Message-ID"]).strip("<>"))
            # A reader of the folder sees the whole mail or none of it.
            with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
                part.write(mail.as_bytes())
            Path(part.name).replace(folder / f"{name}.eml")
        return len(email_messages)
