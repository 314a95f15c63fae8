"""Reports and sheets as workbooks."""
