"""CSH and LND: cash in hand, and money lent or borrowed."""
