CREATE INDEX helps ON film(year, stars, title)
