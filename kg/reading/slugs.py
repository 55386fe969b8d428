"""Ids of what has none yet."""

import re

from anyascii import anyascii


def slug(text: str) -> str:
    """Return *text* as an id: small ASCII letters, digits and hyphens.

    >>> slug("Си Цзиньпин"), slug("Rüstungs-GmbH & Co.")
    ('si-tszin-pin', 'rustungs-gmbh-co')
    """
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")[:60].strip("-")
