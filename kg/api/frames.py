"""Tables of pandas, which is optional: whoever wants one installs it."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.errors import KgError

if TYPE_CHECKING:
    from pandas import DataFrame

_DAYS = "datetime64[s]"  # pandas' nanoseconds begin in 1677; a treaty may be older


def frame(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> "DataFrame":
    """Return *rows* as a DataFrame.

    A column of numbers alone is numeric (a Decimal becomes a float), one of days alone has pandas'
    dates; every other is as it is. Raises KgError where pandas isn't installed.
    """
    pandas = _pandas()
    columns = zip(*rows, strict=True)
    found = {at: _column(pandas, values) for at, values in enumerate(columns)}
    made: DataFrame = pandas.DataFrame(found, columns=range(len(names)))
    made.columns = list(names)  # two columns may have one name
    return made


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise KgError("needs pandas: pip install 'sino-russian-kg[notebook]'") from error
    return pandas


def _column(pandas: Any, values: Sequence[Any]) -> Any:
    known = [value for value in values if value is not None]
    if known and all(type(value) in {int, float, Decimal} for value in known):
        return pandas.to_numeric(pandas.Series(values))
    if known and all(type(value) is date for value in known):
        days = [value.isoformat() if value else "NaT" for value in values]
        return pandas.Series(days, dtype="object").to_numpy().astype(_DAYS)
    return pandas.Series(values, dtype="object").infer_objects()
