"""A report is made from the year's records: counted, put into words, checked, reviewed, published."""
