"""Run alone: ``python -m recount 月报.json … -b main.beancount``."""

import argparse
import sys

from .papers import main

ask = argparse.ArgumentParser(prog="recount", description="照账本把报表的数重算一遍。")
ask.add_argument("papers", nargs="+", metavar="报表.json")
ask.add_argument("-b", required=True, metavar="main.beancount")
given = ask.parse_args()
sys.exit(main(given.papers, given.b))
