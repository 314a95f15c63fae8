"""What an export leaves out of other people's packages, and that nothing of theirs is lost by it."""

import datetime as dt
import subprocess
import sys

import pytest

from juwu_ledger.bare_imports import import_without, put_package

CHINA = "china = holidays.country_holidays('CN', years=2024)\n"
SAID = "print(sorted(china.items()), [*map(china.is_working_day, {days})])\n"
DAYS = [dt.date(2024, 1, 1) + dt.timedelta(n) for n in range(366)]


def printed(code: str) -> str:
    """Run code in a Python that has imported nothing, and return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_holidays_of_china_are_the_same_without_all_other_countries() -> None:
    said = CHINA + SAID.format(
        days=f"[dt.date.fromordinal(n) for n in range({DAYS[0].toordinal()}, "
        f"{DAYS[-1].toordinal() + 1})]"
    )
    whole = "import datetime as dt, holidays\n" + said
    bare = (
        "import datetime as dt, sys, holidays\n"
        "from juwu_ledger.bare_imports import put_package\n"
        "put_package('holidays.countries')\n" + said
    )
    assert printed(bare) == printed(whole)
    loaded = printed(
        bare + "print([m for m in sys.modules if m.startswith('holidays.countries.')])"
    )
    assert loaded.splitlines()[-1] == "['holidays.countries.china']"


def test_numpy_is_left_out_of_a_workbook_and_there_for_others() -> None:
    pytest.importorskip("numpy")
    code = "import sys\nimport juwu_ledger.render.xlsx, openpyxl\n"
    assert printed(code + "print('numpy' in sys.modules)\n") == "False\n"
    assert printed(code + "import numpy\nprint(numpy.int64(7) + 1)\n") == "8\n"


def test_what_is_imported_already_stays() -> None:
    before = dict(sys.modules)
    import_without("json", "datetime")
    put_package("json")
    assert sys.modules["json"] is before["json"]
    assert sys.modules["datetime"] is before["datetime"]


def test_a_package_that_is_not_there_is_no_package() -> None:
    put_package("no_such_package")
    assert "no_such_package" not in sys.modules
