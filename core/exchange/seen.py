"""The keys that a dry run has met: a file of hashes, since a dry run writes no record that could remember them."""

import hashlib
from array import array
from pathlib import Path


class SeenKeys:
    """Keys of the rows before; `count` at a commit is what the next slice starts from, whatever was written later."""

    def __init__(self, path: Path, count: int = 0):
        self.path, self.known, self.saved = path, array("Q"), 0
        if count and path.exists():
            with path.open("rb") as file:
                self.known.frombytes(file.read(count * 8))
            self.saved = len(self.known)
        self.found = set(self.known)
        self.kept = len(self.known)

    def add(self, key: str) -> None:
        number = _hashed(key)
        if number not in self.found:
            self.found.add(number)
            self.known.append(number)

    def __contains__(self, key: str) -> bool:
        return _hashed(key) in self.found

    def keep(self) -> None:
        """What was added stays, whatever becomes of the rows that follow."""
        self.kept = len(self.known)

    def roll_back(self) -> None:
        """Forget what was added since `keep`."""
        self.found.difference_update(self.known[self.kept :])
        del self.known[self.kept :]

    def save(self) -> int:
        """Write the new keys behind those that are in the file, and return the count of all."""
        with self.path.open("r+b" if self.saved else "wb") as file:
            file.seek(self.saved * 8)
            file.write(self.known[self.saved :].tobytes())
        self.saved = len(self.known)
        return self.saved

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)


def _hashed(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")
