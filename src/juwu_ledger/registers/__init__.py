"""The registers and journals on paper: one module each, laid out from the sheets of the audit workbook.

A register is held against the books before it is printed: with the ties of its sheet, and line by
line (:mod:`.register`).
"""
