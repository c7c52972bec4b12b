"""Reading a PDF that the portal gave somebody."""

import io
import re
from typing import Any

from pypdf import PdfReader


def words_of(answer: Any) -> str:
    """What its pages say, in one line."""
    return re.sub(r"\s+", " ", " ".join(pages_of(answer))).strip()


def pages_of(answer: Any) -> list[str]:
    """What each page says."""
    return [page.extract_text() for page in _read(answer).pages]


def attached_to(answer: Any) -> dict[str, str]:
    """The text files that came along inside, by name."""
    return {name: files[0].decode() for name, files in _read(answer).attachments.items()}


def _read(answer: Any) -> PdfReader:
    content = answer if isinstance(answer, bytes) else answer.content
    return PdfReader(io.BytesIO(content))
