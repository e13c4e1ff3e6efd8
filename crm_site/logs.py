"""Structured logs: one JSON object per line, with the id of the request where there is one."""

import json
import logging
import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Whoever holds the address of an invitation or a reset can use it: its secret part is logged nowhere.
_SECRET = re.compile(r"(/accounts/(?:invitation|password/reset/key)/)[^/\s\"]+")


class RequestIdFilter(logging.Filter):
    """Puts the id of the request that is being answered on every record, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """What is given as `extra={"access": {…}}` becomes keys of the line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if found := getattr(record, "request_id", ""):
            line["request_id"] = found
        line |= getattr(record, "access", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return _SECRET.sub(r"\1…", json.dumps(line, ensure_ascii=False, default=str))
