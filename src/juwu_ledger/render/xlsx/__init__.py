"""Reports and sheets as workbooks, by openpyxl, which asks numpy for its numbers: no cell of ours has one."""

from juwu_ledger.bare_imports import import_without

import_without("openpyxl", "numpy")
