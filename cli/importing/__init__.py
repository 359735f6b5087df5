"""`haochaping import`: service events taken up from a file, record by record."""
