"""A disk that is soon full, as the tests of the store have it."""

from tests.store.conftest import small_disk

__all__ = ["small_disk"]
