CREATE INDEX helps ON film(title, year)
