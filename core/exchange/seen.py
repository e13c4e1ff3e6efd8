"""The keys that a dry run has met: a file of hashes, since a dry run writes no record that could remember them."""

import hashlib
from array import array
from pathlib import Path


class SeenKeys:
    """Keys of the rows before; `count` at a commit is what the next slice starts from, whatever was written later."""

    def __init__(self, path: Path, count: int = 0):
        self.path, self.known = path, array("Q")
        if count and path.exists():
            with path.open("rb") as file:
                self.known.frombytes(file.read(count * 8))
        self.found = set(self.known)

    def add(self, key: str) -> None:
        number = _hashed(key)
        if number not in self.found:
            self.found.add(number)
            self.known.append(number)

    def __contains__(self, key: str) -> bool:
        return _hashed(key) in self.found

    def save(self) -> int:
        """Write the keys and return their count."""
        self.path.write_bytes(self.known.tobytes())
        return len(self.known)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)


def _hashed(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")
