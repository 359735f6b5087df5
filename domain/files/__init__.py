"""Files of rows that people and systems hand in: CSV, NDJSON and XLSX, read as a stream."""
