CREATE INDEX helps ON film(years, title)
