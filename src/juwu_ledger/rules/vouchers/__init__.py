"""VCH: vouchers as such: numbers, order, scans, amounts, red letters."""
