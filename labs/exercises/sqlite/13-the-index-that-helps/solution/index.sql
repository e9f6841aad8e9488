CREATE INDEX helps ON film(year, title)
