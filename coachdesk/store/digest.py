"""SHA-256 of files, streams and content texts: by it a recording, a packed file and a version of a text are known."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

_BLOCK_BYTES = 1024 * 1024


def of_file(path: Path) -> str:
    with path.open("rb") as file:
        return of_stream(file)


def of_stream(source: IO[bytes]) -> str:
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]


def of_text(text: str) -> str:
    """Of a content file's text, the same whether its lines end in LF or CR LF."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(_BLOCK_BYTES):
        yield block


def copy(source: Iterable[bytes], target: IO[bytes], *, most_bytes: int | None = None) -> tuple[int, str]:
    """Writes blocks and gives their size and digest. Stops once they are longer than ``most_bytes``."""
    digest, size = hashlib.sha256(), 0
    for block in source:
        size += len(block)
        if most_bytes is not None and size > most_bytes:
            break
        digest.update(block)
        target.write(block)
    return size, digest.hexdigest()
